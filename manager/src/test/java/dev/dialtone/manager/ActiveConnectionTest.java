package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.ManualLoop;
import dev.dialtone.testkit.MemoryHost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection in virtual time, with the test as its peer.
class ActiveConnectionTest {
    private static final Failure USER = Failure.of(631, Layer.MANAGER, "test");

    @TempDir
    Path directory;

    private final ManualLoop loop = new ManualLoop();
    private final MemoryHost host = new MemoryHost();
    private final List<ScriptedTunnel> tunnels = new ArrayList<>();
    private boolean answersClose = true;
    private ConnectionRecord record = new ConnectionRecord(new ConnectionRecord.Identity(
            "c-1", "office", "sstp", 0, InstantSource.system().instant()));
    private ActiveConnection connection;
    private int endings;

    @BeforeEach
    void connection() {
        Journal journal = Journal.open(directory.resolve("journal"));
        HostDesk desk = new HostDesk(new HostLedger(host, journal), Runnable::run);
        History history = History.open(directory.resolve("history"));
        ConnectionPorts ports = new ConnectionPorts(
                desk,
                (plan, on, listener) -> {
                    ScriptedTunnel tunnel = new ScriptedTunnel(listener);
                    tunnel.answersClose = answersClose;
                    tunnels.add(tunnel);
                    return tunnel;
                },
                history,
                new EventLog(),
                InstantSource.system());
        DialPlan plan = new DialPlan(
                Entry.of("office").with(EntryOption.SERVER, "vpn.example"),
                "tester",
                Secret.ofChars("secret".toCharArray()),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120));
        connection = new ActiveConnection(record, plan, loop, ports, () -> endings++);
    }

    private ScriptedTunnel dialled() {
        connection.start();
        loop.drain();
        return tunnels.getFirst();
    }

    private List<Notification> log() {
        return record.log().snapshot();
    }

    private List<String> words() {
        return log().stream()
                .map(n -> n.state().word()
                        + (n.error() == 0 ? "" : " " + n.error())
                        + (n.cause() == 0 ? "" : " cause " + n.cause())
                        + (n.completion() ? " completion" : "")
                        + (n.ending() ? " ending" : ""))
                .toList();
    }

    @Test
    void dial_succeeds_notifiesEachStateBeforeItsWork_N2_N5_C1() {
        ScriptedTunnel peer = dialled();
        assertThat(words()).containsExactly("OpenPort", "PortOpened", "ConnectDevice");
        assertThat(peer.asked).containsExactly("connect");
        peer.listener.connected(ScriptedTunnel.CARRIER);
        assertThat(log().getLast().state()).isEqualTo(ConnectionState.ALL_DEVICES_CONNECTED);
        peer.listener.established();
        assertThat(log().getLast().state()).isEqualTo(ConnectionState.AUTHENTICATE);
        assertThat(peer.asked).doesNotContain("respond");
        peer.listener.authenticationAsked("mschapv2");
        peer.listener.authenticated("mschapv2", "welcome");
        peer.listener.projected(ScriptedTunnel.PROJECTION);
        loop.drain();
        assertThat(words())
                .containsExactly(
                        "OpenPort",
                        "PortOpened",
                        "ConnectDevice",
                        "DeviceConnected",
                        "AllDevicesConnected",
                        "Authenticate",
                        "AuthNotify",
                        "Authenticated",
                        "AuthProject",
                        "Projected",
                        "ApplySettings",
                        "Connected completion");
        assertThat(log().stream().mapToLong(Notification::seq))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
        assertThat(record.completion()).isCompleted();
        assertThat(record.over()).isNotDone();
        assertThat(host.present())
                .contains(new HostChange.Device("dial0"))
                .anyMatch(change ->
                        change instanceof HostChange.Route route && route.link().equals("eth0"));
    }

    @Test
    void hangUpAsked_isEndingBeforeTheLoopComesToIt_H3() {
        dialled();
        assertThat(connection.isDialling()).isTrue();
        connection.hangUp(USER);
        assertThat(connection.isDialling()).isFalse();
        assertThat(connection.isEnding()).isTrue();
        loop.drain();
        assertThat(words()).endsWith("Disconnected cause 631 completion");
    }

    @Test
    void connected_hangUp_endsOnceAndLeavesNothing_C4_C8() {
        dialled().succeed();
        loop.drain();
        connection.hangUp(USER);
        connection.hangUp(USER);
        loop.drain();
        assertThat(words()).endsWith("Connected completion", "Disconnected cause 631 ending");
        assertThat(host.present()).isEmpty();
        assertThat(host.memoryResolver().current()).isEmpty();
        assertThat(endings).isEqualTo(1);
        assertThat(record.over()).isCompleted();
    }

    @Test
    void ended_statusNoLongerChanges_S3() {
        dialled().succeed();
        loop.drain();
        loop.advance(Duration.ofSeconds(3).toNanos());
        connection.hangUp(USER);
        loop.drain();
        var kept = record.status();
        loop.advance(Duration.ofSeconds(3).toNanos());
        assertThat(record.status()).isEqualTo(kept);
        assertThat(kept.statistics().connectedMillis()).isEqualTo(3000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void dialling_hangUpInPhase_oneCompletionAndNothingLeft_C5(int phase) {
        ScriptedTunnel peer = dialled();
        List<Runnable> phases = List.of(
                () -> {},
                () -> peer.listener.connected(ScriptedTunnel.CARRIER),
                peer.listener::established,
                () -> peer.listener.authenticationAsked("mschapv2"),
                () -> peer.listener.authenticated("mschapv2", ""));
        phases.subList(0, phase + 1).forEach(Runnable::run);
        int before = log().size();
        connection.hangUp(USER);
        loop.drain();
        peer.succeed();
        loop.advance(Duration.ofMinutes(5).toNanos());
        assertThat(words().subList(before, words().size())).containsExactly("Disconnected cause 631 completion");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void dialling_failure_isTheSameStateAgainAfterRelease_N3_C3() {
        ScriptedTunnel peer = dialled();
        peer.listener.connected(ScriptedTunnel.CARRIER);
        peer.listener.established();
        peer.listener.authenticationAsked("mschapv2");
        peer.listener.failed(Failure.of(691, Layer.AUTH, "refused").peer("E=691", "bad password"));
        loop.drain();
        assertThat(words()).endsWith("Authenticate", "AuthNotify", "AuthNotify 691 completion");
        assertThat(log().getLast().detail().peerText()).isEqualTo("bad password");
        assertThat(host.present()).isEmpty();
        assertThat(peer.asked).contains("close");
    }

    @Test
    void dialling_silentPeer_endsWithinItsStateLimit_C6() {
        dialled();
        loop.advance(Duration.ofSeconds(60).toNanos());
        assertThat(words()).endsWith("ConnectDevice 809 completion");
    }

    @Test
    void dialling_slowPeer_endsWithinTheWholeLimit_C6() {
        ScriptedTunnel peer = dialled();
        loop.advance(Duration.ofSeconds(50).toNanos());
        peer.listener.connected(ScriptedTunnel.CARRIER);
        loop.advance(Duration.ofSeconds(50).toNanos());
        peer.listener.established();
        loop.advance(Duration.ofSeconds(20).toNanos());
        assertThat(words()).endsWith("Authenticate 718 completion");
    }

    @Test
    void connected_hangUpWithDeafPeer_endsWithinFiveSeconds_C6() {
        answersClose = false;
        ScriptedTunnel peer = dialled();
        peer.succeed();
        loop.drain();
        connection.hangUp(USER);
        loop.advance(Duration.ofSeconds(5).toNanos());
        assertThat(words()).endsWith("Disconnected cause 631 ending");
        assertThat(peer.asked).endsWith("close", "abort");
    }

    @Test
    void connected_lost_endsWithItsCause_C8() {
        ScriptedTunnel peer = dialled();
        peer.succeed();
        loop.drain();
        peer.listener.failed(Failure.retryable(829, Layer.TCP, "reset"));
        loop.drain();
        assertThat(words()).endsWith("Connected completion", "Disconnected cause 829 ending");
        assertThat(peer.asked).endsWith("abort");
    }

    @Test
    void dialling_clientGone_isAbandoned_C10() {
        dialled();
        connection.abandon();
        loop.drain();
        assertThat(words()).endsWith("ConnectDevice", "Disconnected cause 631 completion");
    }

    @Test
    void connected_clientGone_stays_C2() {
        dialled().succeed();
        loop.drain();
        connection.abandon();
        loop.drain();
        assertThat(words()).endsWith("Connected completion");
    }

    @Test
    void managerStops_completesWith834InTheState_C9() {
        dialled();
        connection.managerStops();
        loop.drain();
        assertThat(words()).endsWith("ConnectDevice", "ConnectDevice 834 completion");
    }

    @Test
    void applySettings_refusedByHost_isAnErrorThereAndUndone() {
        host.refuse(change -> change instanceof HostChange.Route, Failure.of(716, Layer.HOST, "no route for you"));
        dialled().succeed();
        loop.drain();
        assertThat(words()).endsWith("ApplySettings", "ApplySettings 716 completion");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void openPort_refusedByHost_neverTouchesTheNetwork() {
        host.refuse(change -> change instanceof HostChange.Device, Failure.of(5, Layer.HOST, "no rights"));
        connection.start();
        loop.drain();
        assertThat(words()).containsExactly("OpenPort", "OpenPort 5 completion");
        assertThat(tunnels).isEmpty();
    }

    @Test
    void listenerThrows_endsThisConnectionOnly() {
        ScriptedTunnel peer = dialled();
        // projected before the device is connected: an internal fault
        peer.listener.projected(ScriptedTunnel.PROJECTION);
        loop.drain();
        assertThat(words()).endsWith("ConnectDevice 635 completion");
        assertThat(host.present()).isEmpty();
    }
}
