package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An entry that is dialled first, in virtual time.
class PrerequisiteTest {
    private static final Entry NEEDS = ConnectionRig.ENTRY.with(EntryOption.PREREQUISITE, "line");
    private static final Failure LOST = Failure.retryable(829, Layer.TCP, "reset");

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final List<CompletableFuture<Notification>> dials = new ArrayList<>();
    private String id = "c-line";

    private ConnectionRig rig(Entry entry) {
        ConnectionRig rig = new ConnectionRig(directory, entry, DialOptions.STANDARD);
        rig.prerequisites = name -> {
            told.add("dial " + name);
            CompletableFuture<Notification> completion = new CompletableFuture<>();
            dials.add(completion);
            int number = dials.size();
            return new Prerequisite.Held(id, completion, () -> told.add("give back " + number));
        };
        rig.connection.start();
        rig.loop.drain();
        return rig;
    }

    private static Notification line(ConnectionState state, int error) {
        Detail detail = error == 0
                ? null
                : Detail.of(
                        Failure.retryable(error, Layer.TCP, "the line is dead").advise("Look at the line."));
        return new Notification(
                9, ConnectionRig.START, "c-line", "line", 1, 1, state, error, 0, detail, true, false, 0, 0, null);
    }

    private void lineComesUp(ConnectionRig rig) {
        dials.getLast().complete(line(ConnectionState.CONNECTED, 0));
        rig.loop.drain();
    }

    @Test
    void OpenPort_waitsForThePrerequisite_N2() {
        ConnectionRig rig = rig(NEEDS);
        assertThat(rig.words()).containsExactly("OpenPort");
        assertThat(rig.host.present()).isEmpty();
        assertThat(told).containsExactly("dial line");
        lineComesUp(rig);
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.last().ending()).isTrue();
        assertThat(told).containsExactly("dial line", "give back 1");
    }

    @Test
    void prerequisiteThatFails_failsItWithTheSameNumber_N3_E2() {
        ConnectionRig rig = rig(NEEDS.with(EntryOption.REDIAL_ATTEMPTS, "1"));
        dials.getLast().complete(line(ConnectionState.CONNECT_DEVICE, 809));
        rig.loop.drain();
        assertThat(rig.words()).containsExactly("OpenPort", "OpenPort 809 completion");
        Detail detail = rig.last().detail();
        assertThat(detail.reason()).isEqualTo("The prerequisite \"line\" could not be connected: the line is dead");
        assertThat(detail.advice()).isEqualTo("Look at the line.");
        assertThat(rig.last().retryInMillis()).as("a line may come back (E3)").isPositive();
        assertThat(told).containsExactly("dial line", "give back 1");
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        assertThat(told).containsExactly("dial line", "give back 1", "dial line");
    }

    @Test
    void prerequisiteThatCannotBeDialled_failsItAtOnce() {
        ConnectionRig rig = new ConnectionRig(directory, NEEDS, DialOptions.STANDARD);
        rig.prerequisites = name -> {
            throw RasException.of(703, "no password");
        };
        rig.connection.start();
        rig.loop.drain();
        assertThat(rig.last().error()).isEqualTo(703);
        assertThat(rig.last().completion()).isTrue();
    }

    @Test
    void prerequisiteThatIsSilent_endsTheDialInTimeAndIsGivenBack_C6() {
        ConnectionRig rig = rig(NEEDS);
        rig.advance(Duration.ofSeconds(60));
        assertThat(rig.last().error()).isEqualTo(638);
        assertThat(rig.last().detail().reason()).contains("The prerequisite \"line\" was not connected within 60 s");
        assertThat(told).containsExactly("dial line", "give back 1");
        lineComesUp(rig);
        assertThat(rig.words()).as("nothing after the completion (C1)").hasSize(2);
        assertThat(rig.tunnels).isEmpty();
    }

    @Test
    void hangUpWhileThePrerequisiteIsDialled_givesItBack_C5() {
        ConnectionRig rig = rig(NEEDS);
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.words()).containsExactly("OpenPort", "Disconnected cause 631 completion");
        assertThat(told).containsExactly("dial line", "give back 1");
    }

    @Test
    void nextAttempt_holdsOneReferenceOnly() {
        ConnectionRig rig = rig(NEEDS.with(EntryOption.RECONNECT, "true"));
        lineComesUp(rig);
        rig.peer().succeed();
        rig.loop.drain();
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(told).as("held while it waits").containsExactly("dial line");
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        assertThat(told).containsExactly("dial line", "dial line", "give back 1");
        lineComesUp(rig);
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();

        id = "c-line-2";
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        assertThat(told)
                .as("of one that has ended there is nothing to give back")
                .hasSize(4);
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(told).endsWith("dial line", "give back 3");
    }
}
