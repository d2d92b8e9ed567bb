package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import dev.dialtone.carriers.TunnelCounters;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attempts after attempts, in virtual time (C1a, C8, E3).
class RedialTest {
    private static final Failure LOST = Failure.retryable(829, Layer.TCP, "reset");
    private static final Failure REFUSED = Failure.of(691, Layer.AUTH, "refused");
    private static final Failure USER = Failure.of(631, Layer.MANAGER, "test");

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private static Entry twoMore() {
        return ConnectionRig.ENTRY.with(EntryOption.REDIAL_ATTEMPTS, "2");
    }

    private static void lose(ConnectionRig rig) {
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
    }

    @Test
    void redialOff_lostNetwork_isTheEnd() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.dialled();
        lose(rig);
        assertThat(rig.last().retryInMillis()).isZero();
        assertThat(rig.endings).isOne();
    }

    @Test
    void lostNetwork_isDialledAgainAsOftenAsAskedAndThenFinal_C1a() {
        ConnectionRig rig = rig(twoMore());
        rig.dialled();
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(rig.tunnels).hasSize(attempt);
            lose(rig);
            assertThat(rig.last().attempt()).isEqualTo(attempt);
            assertThat(rig.last().completion()).isTrue();
            if (attempt < 3) {
                assertThat(rig.last().isLast()).isFalse();
                long base = 5_000L << (attempt - 1);
                assertThat(rig.last().retryInMillis()).isBetween(base * 3 / 4, base * 5 / 4);
                rig.advance(Duration.ofMillis(rig.last().retryInMillis() - 1));
                assertThat(rig.last().attempt()).as("not a moment earlier").isEqualTo(attempt);
                rig.advance(Duration.ofMillis(1));
            }
        }
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.endings).isOne();
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void refusedPassword_isNeverTriedAgain_E3() {
        ConnectionRig rig = rig(twoMore().with(EntryOption.ALWAYS_ON, "true"));
        rig.dialled();
        rig.peer().listener.failed(REFUSED);
        rig.loop.drain();
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.endings).isOne();
    }

    @Test
    void lostWhenConnected_withReconnect_isTheNextAttemptOfTheSameLog_C8() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY.with(EntryOption.RECONNECT, "true"));
        rig.connected();
        lose(rig);
        Notification ending = rig.last();
        assertThat(ending.ending()).isTrue();
        assertThat(ending.cause()).isEqualTo(829);
        assertThat(ending.retryInMillis()).isPositive();
        assertThat(rig.record.projection()).isNotNull();
        rig.advance(Duration.ofSeconds(10));
        assertThat(rig.record.projection()).as("of the attempt before").isNull();
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.last().attempt()).isEqualTo(2);
        assertThat(rig.log().stream().map(Notification::seq).toList())
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, rig.log().size())
                        .boxed()
                        .toList());
        assertThat(rig.events.log().snapshot())
                .extracting(AccessEvent::event)
                .containsExactly(
                        EventKind.CONNECTION,
                        EventKind.DISCONNECTION,
                        EventKind.DORMANT,
                        EventKind.CONNECTION,
                        EventKind.RECONNECTED);
    }

    @Test
    void alwaysOn_goesOnForEver_withPausesThatGrowToTheirLimit() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY.with(EntryOption.ALWAYS_ON, "true"));
        rig.dialled();
        for (int attempt = 1; attempt <= 20; attempt++) {
            lose(rig);
            assertThat(rig.last().retryInMillis()).isBetween(1L, 300_000L);
            rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        }
        assertThat(rig.tunnels).hasSize(21);
    }

    @Test
    void hangUpBetweenAttempts_isACompletionOfTheNextOne_C5() {
        ConnectionRig rig = rig(twoMore());
        rig.dialled();
        lose(rig);
        rig.connection.hangUp(USER);
        rig.loop.drain();
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.words()).endsWith("ConnectDevice 829 completion", "Disconnected cause 631 completion");
        assertThat(rig.last().attempt()).isEqualTo(2);
        assertThat(rig.tunnels).hasSize(1);
        assertThat(rig.endings).isOne();
    }

    @Test
    void managerStopsBetweenAttempts_isACompletionWithCause834_C9() {
        ConnectionRig rig = rig(twoMore());
        rig.dialled();
        lose(rig);
        rig.connection.managerStops();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Disconnected cause 834 completion");
        assertThat(rig.last().attempt()).isEqualTo(2);
    }

    @Test
    void hangUpOfAConnectedOne_isNotDialledAgain_C8() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY.with(EntryOption.ALWAYS_ON, "true"));
        rig.connected();
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.words()).endsWith("Disconnected cause 631 ending");
    }

    @Test
    void idle_endsWith828AndIsNotDialledAgain() {
        ConnectionRig rig =
                rig(ConnectionRig.ENTRY.with(EntryOption.IDLE_TIMEOUT, "60").with(EntryOption.ALWAYS_ON, "true"));
        ScriptedTunnel peer = rig.connected();
        rig.advance(Duration.ofSeconds(50));
        peer.counters = new TunnelCounters(1, 2, 9, 4, 5);
        rig.advance(Duration.ofSeconds(50));
        assertThat(rig.last().isConnected()).isTrue();
        rig.advance(Duration.ofSeconds(20));
        assertThat(rig.words()).endsWith("Disconnected cause 828 ending");
        assertThat(rig.last().isLast()).isTrue();
    }

    @Test
    void session_endsWith932WhenItHasLastedLongEnough() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY.with(EntryOption.SESSION_TIMEOUT, "3600"));
        rig.connected();
        rig.advance(Duration.ofSeconds(3599));
        assertThat(rig.last().isConnected()).isTrue();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.words()).endsWith("Disconnected cause 932 ending");
    }
}
