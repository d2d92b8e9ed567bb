package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A connection that is hung up unless somebody confirms it, in virtual time.
class ConfirmationTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Failure LOST = Failure.retryable(829, Layer.TCP, "reset");

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD.confirmedWithin(WITHIN));
    }

    private static Entry alwaysOn() {
        return ConnectionRig.ENTRY.with(EntryOption.ALWAYS_ON, "true");
    }

    private static void refusedWith(int error, ConnectionRig rig) {
        assertThatThrownBy(rig.connection::confirm)
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    private static void lose(ConnectionRig rig) {
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
    }

    @Test
    void connected_saysUntilWhen_inTheNotificationAndTheStatus() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.dialled();
        assertThat(rig.record.status().confirmUntil()).as("while dialling").isNull();
        rig.peer().succeed();
        rig.loop.drain();
        Notification connected = rig.last();
        assertThat(connected.isConnected()).isTrue();
        assertThat(connected.confirmUntil()).isEqualTo(connected.time().plus(WITHIN));
        assertThat(rig.record.status().confirmUntil()).isEqualTo(connected.confirmUntil());
    }

    @Test
    void connected_timeOver_isHungUpAndNotDialledAgain() {
        ConnectionRig rig = rig(alwaysOn());
        rig.connected();
        rig.advance(WITHIN.minusMillis(1));
        assertThat(rig.last().isConnected()).as("not a moment earlier").isTrue();
        rig.advance(Duration.ofMillis(1));
        assertThat(rig.words()).endsWith("Disconnected cause 638 ending");
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.last().detail().reason()).contains("not confirmed within 60 s");
        assertThat(rig.last().detail().advice()).contains("dialtone confirm");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.record.status().confirmUntil()).isNull();
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.tunnels).hasSize(1);
        refusedWith(87, rig);
    }

    @Test
    void connected_confirmed_stays() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.connected();
        rig.advance(WITHIN.minusMillis(1));
        assertThat(rig.connection.awaitsConfirmation()).isTrue();
        rig.connection.confirm();
        assertThat(rig.connection.awaitsConfirmation()).isFalse();
        assertThat(rig.record.status().confirmUntil()).isNull();
        rig.advance(Duration.ofHours(1));
        assertThat(rig.last().isConnected()).isTrue();
        refusedWith(183, rig);
    }

    @Test
    void dialling_confirm_isRefusedAndCountsForNothing() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.dialled();
        refusedWith(87, rig);
        rig.peer().succeed();
        rig.loop.drain();
        rig.advance(WITHIN);
        assertThat(rig.last().cause()).isEqualTo(638);
    }

    @Test
    void dialledWithoutALimit_confirm_isRefused() {
        ConnectionRig rig = new ConnectionRig(directory, ConnectionRig.ENTRY, DialOptions.STANDARD);
        rig.connected();
        assertThat(rig.last().confirmUntil()).isNull();
        refusedWith(87, rig);
        rig.advance(Duration.ofHours(2));
        assertThat(rig.last().isConnected()).isTrue();
    }

    @Test
    void hangingUp_confirm_isRefused() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.connected();
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        refusedWith(87, rig);
        rig.loop.drain();
        rig.advance(WITHIN);
        assertThat(rig.last().cause()).isEqualTo(631);
        assertThat(rig.endings).isOne();
    }

    @Test
    void waitingForARedial_timeOver_isTheEnd() {
        ConnectionRig rig = rig(
                alwaysOn().with(EntryOption.REDIAL_SECONDS, "600").with(EntryOption.REDIAL_LONGEST_SECONDS, "3600"));
        rig.connected();
        rig.advance(Duration.ofSeconds(20));
        lose(rig);
        assertThat(rig.last().retryInMillis()).isGreaterThan(WITHIN.toMillis());
        assertThat(rig.record.status().confirmUntil()).isNotNull();
        rig.advance(Duration.ofSeconds(40));
        assertThat(rig.words()).endsWith("Disconnected cause 829 ending", "Disconnected cause 638 completion");
        assertThat(rig.endings).isOne();
    }

    @Test
    void dialledAgainMeanwhile_theTimeIsTheFirstOnes() {
        ConnectionRig rig = rig(alwaysOn().with(EntryOption.REDIAL_SECONDS, "1"));
        rig.connected();
        rig.advance(Duration.ofSeconds(50));
        lose(rig);
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.last().confirmUntil()).isEqualTo(rig.record.status().confirmUntil());
        rig.advance(Duration.ofSeconds(10));
        assertThat(rig.last().cause()).isEqualTo(638);
        assertThat(rig.last().attempt()).isEqualTo(2);
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void confirmedWhileWaitingForARedial_goesOn() {
        ConnectionRig rig = rig(alwaysOn());
        rig.connected();
        lose(rig);
        rig.connection.confirm();
        rig.advance(Duration.ofMinutes(2));
        assertThat(rig.tunnels).hasSizeGreaterThan(1);
        assertThat(rig.endings).isZero();
    }
}
