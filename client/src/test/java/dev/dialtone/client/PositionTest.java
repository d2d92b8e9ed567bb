package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.Statistics;
import dev.dialtone.client.Position.Phase;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PositionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:03:38.123456789Z");

    private static Notification notification(
            ConnectionState state, int error, boolean completion, boolean ending, long retryInMillis) {
        return new Notification(
                7, NOW, "c-1", "office", 2, 1, state, error, 0, null, completion, ending, retryInMillis, 0, null);
    }

    private static ConnectionStatus status(ConnectionState state, int error, boolean active, long retryInMillis) {
        return new ConnectionStatus(
                "c-1",
                "office",
                "sstp",
                state,
                error,
                0,
                null,
                active,
                2,
                7,
                1000,
                NOW,
                "vpn",
                "SSTP",
                null,
                null,
                null,
                "",
                1,
                0,
                null,
                retryInMillis,
                null,
                null,
                Statistics.NONE);
    }

    private static Phase after(ConnectionState state, int error, boolean completion, boolean ending, long retry) {
        return Position.of(notification(state, error, completion, ending, retry))
                .phase();
    }

    @Test
    void notification_decidesThePhase() {
        assertThat(after(ConnectionState.AUTHENTICATE, 0, false, false, 0)).isEqualTo(Phase.DIALLING);
        assertThat(after(ConnectionState.RETRY_AUTHENTICATION, 0, false, false, 0))
                .isEqualTo(Phase.DIALLING);
        assertThat(after(ConnectionState.CONNECTED, 0, true, false, 0)).isEqualTo(Phase.ESTABLISHED);
        assertThat(after(ConnectionState.CONNECT_DEVICE, 809, true, false, 5000))
                .isEqualTo(Phase.WAITING);
        assertThat(after(ConnectionState.DISCONNECTED, 0, false, true, 5000)).isEqualTo(Phase.WAITING);
        assertThat(after(ConnectionState.AUTH_NOTIFY, 691, true, false, 0)).isEqualTo(Phase.OVER);
        assertThat(after(ConnectionState.DISCONNECTED, 0, true, false, 0)).isEqualTo(Phase.OVER);
        assertThat(after(ConnectionState.DISCONNECTED, 0, false, true, 0)).isEqualTo(Phase.OVER);
    }

    @Test
    void status_decidesThePhaseAndSinceTheSeq() {
        assertThat(Position.of(status(ConnectionState.PASSWORD_EXPIRED, 0, true, 0), 3))
                .isEqualTo(new Position("c-1", "office", 3, ConnectionState.PASSWORD_EXPIRED, 2, 1, Phase.DIALLING));
        assertThat(Position.of(status(ConnectionState.CONNECTED, 0, true, 0), 6).phase())
                .isEqualTo(Phase.ESTABLISHED);
        assertThat(Position.of(status(ConnectionState.CONNECT_DEVICE, 809, true, 5000), 7)
                        .phase())
                .isEqualTo(Phase.WAITING);
        assertThat(Position.of(status(ConnectionState.DISCONNECTED, 0, true, 5000), 7)
                        .phase())
                .isEqualTo(Phase.WAITING);
        assertThat(Position.of(status(ConnectionState.AUTH_NOTIFY, 691, true, 0), 7)
                        .phase())
                .isEqualTo(Phase.OVER);
        assertThat(Position.of(status(ConnectionState.CONNECTED, 0, false, 0), 7)
                        .phase())
                .isEqualTo(Phase.OVER);
    }

    private static Notification death(Notification last) {
        return Position.of(last).managerDied(NOW).orElseThrow();
    }

    @Test
    void dialling_managersDeathIsAnErrorInItsState_C9() {
        for (ConnectionState state :
                new ConnectionState[] {ConnectionState.AUTHENTICATE, ConnectionState.RETRY_AUTHENTICATION}) {
            Notification told = death(notification(state, 0, false, false, 0));
            assertThat(told.seq()).isEqualTo(8);
            assertThat(told.state()).isEqualTo(state);
            assertThat(told.error()).isEqualTo(RasError.MANAGER_STOPPED);
            assertThat(told.cause()).isZero();
            assertThat(told.attempt()).isEqualTo(2);
            assertThat(told.completion()).isTrue();
            assertThat(told.ending()).isFalse();
            assertThat(told.prompt()).isNull();
            assertThat(told.isLast()).isTrue();
            assertThat(told.time()).isEqualTo(Instant.parse("2026-11-22T08:03:38.123456Z"));
        }
    }

    @Test
    void established_managersDeathIsItsEnding_C9() {
        Notification told = death(notification(ConnectionState.CONNECTED, 0, true, false, 0));
        assertThat(told.seq()).isEqualTo(8);
        assertThat(told.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(told.error()).isZero();
        assertThat(told.cause()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(told.attempt()).isEqualTo(2);
        assertThat(told.completion()).isFalse();
        assertThat(told.ending()).isTrue();
    }

    @Test
    void waiting_managersDeathCompletesTheAttemptThatNeverBegan_C9() {
        Notification told = death(notification(ConnectionState.CONNECT_DEVICE, 809, true, false, 5000));
        assertThat(told.seq()).isEqualTo(8);
        assertThat(told.attempt()).isEqualTo(3);
        assertThat(told.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(told.error()).isZero();
        assertThat(told.cause()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(told.completion()).isTrue();
        assertThat(told.ending()).isFalse();
        assertThat(told.isLast()).isTrue();
        assertThat(death(notification(ConnectionState.DISCONNECTED, 0, false, true, 5000)))
                .isEqualTo(told);
    }

    @Test
    void over_managersDeathChangesNothing_C9() {
        assertThat(Position.of(notification(ConnectionState.AUTH_NOTIFY, 691, true, false, 0))
                        .managerDied(NOW))
                .isEmpty();
    }
}
