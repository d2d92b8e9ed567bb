package dev.dialtone.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the load test would find wrong.
class LogCheckTest {
    private static Notification of(
            long seq, int attempt, ConnectionState state, boolean completion, boolean ending, long retryInMillis) {
        return new Notification(
                seq,
                Instant.EPOCH,
                "c-1",
                "load-1",
                attempt,
                1,
                state,
                0,
                ending ? 828 : 0,
                null,
                completion,
                ending,
                retryInMillis,
                0,
                null);
    }

    private static final Notification OPEN = of(1, 1, ConnectionState.OPEN_PORT, false, false, 0);
    private static final Notification CONNECTED = of(2, 1, ConnectionState.CONNECTED, true, false, 0);

    @Test
    void lostAndRegained_isRight() {
        assertThat(LogCheck.fault(List.of(
                        OPEN,
                        CONNECTED,
                        of(3, 1, ConnectionState.DISCONNECTED, false, true, 900),
                        of(4, 2, ConnectionState.CONNECTED, true, false, 0),
                        of(5, 2, ConnectionState.DISCONNECTED, false, true, 0))))
                .isEmpty();
    }

    @Test
    void gap_isFound() {
        assertThat(LogCheck.fault(List.of(OPEN, of(3, 1, ConnectionState.CONNECTED, true, false, 0))))
                .hasValue("seq 3 stands at 2");
    }

    @Test
    void secondCompletion_isFound() {
        assertThat(LogCheck.fault(List.of(OPEN, CONNECTED, of(3, 1, ConnectionState.CONNECTED, true, false, 0))))
                .hasValue("attempt 1 has two completions");
    }

    @Test
    void somethingAfterTheLast_isFound() {
        assertThat(LogCheck.fault(List.of(
                        OPEN,
                        CONNECTED,
                        of(3, 1, ConnectionState.DISCONNECTED, false, true, 0),
                        of(4, 2, ConnectionState.OPEN_PORT, false, false, 0))))
                .hasValue("something follows the last notification 3");
    }

    @Test
    void noCompletion_isFound() {
        assertThat(LogCheck.fault(List.of(OPEN, of(2, 2, ConnectionState.OPEN_PORT, false, false, 0))))
                .hasValue("attempt 1 of 2 has no completion");
        assertThat(LogCheck.fault(List.of(OPEN, of(2, 1, ConnectionState.DISCONNECTED, false, true, 0))))
                .hasValue("attempt 1 of 1 has no completion");
    }
}
