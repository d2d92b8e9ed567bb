package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Notification;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import java.nio.file.Path;
import java.time.Duration;
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

    private ConnectionRig rig = new ConnectionRig(Path.of("unused"), ConnectionRig.ENTRY, DialOptions.STANDARD);

    @BeforeEach
    void connection() {
        rig = new ConnectionRig(directory, ConnectionRig.ENTRY, DialOptions.STANDARD);
        rig.connection.hold(this, false);
    }

    private ScriptedTunnel dialled() {
        return rig.dialled();
    }

    private List<Notification> log() {
        return rig.log();
    }

    private List<String> words() {
        return rig.words();
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
        rig.loop.drain();
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
        assertThat(rig.record.await(0, Notification::completion)).isCompleted();
        assertThat(rig.record.over()).isNotDone();
        assertThat(rig.host.present())
                .contains(new HostChange.Device("dial0"))
                .anyMatch(change ->
                        change instanceof HostChange.Route route && route.link().equals("eth0"));
    }

    @Test
    void hangUpAsked_isEndingBeforeTheLoopComesToIt_H3() {
        dialled();
        assertThat(rig.connection.isDialling()).isTrue();
        rig.connection.hangUp(USER);
        assertThat(rig.connection.isDialling()).isFalse();
        assertThat(rig.connection.isEnding()).isTrue();
        rig.loop.drain();
        assertThat(words()).endsWith("Disconnected cause 631 completion");
    }

    @Test
    void connected_hangUp_endsOnceAndLeavesNothing_C4_C8() {
        dialled().succeed();
        rig.loop.drain();
        rig.connection.hangUp(USER);
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(words()).endsWith("Connected completion", "Disconnected cause 631 ending");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.host.memoryResolver().current()).isEmpty();
        assertThat(rig.endings).isEqualTo(1);
        assertThat(rig.record.over()).isCompleted();
    }

    @Test
    void ended_statusNoLongerChanges_S3() {
        dialled().succeed();
        rig.loop.drain();
        rig.loop.advance(Duration.ofSeconds(3).toNanos());
        rig.connection.hangUp(USER);
        rig.loop.drain();
        var kept = rig.record.status();
        rig.loop.advance(Duration.ofSeconds(3).toNanos());
        assertThat(rig.record.status()).isEqualTo(kept);
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
        rig.connection.hangUp(USER);
        rig.loop.drain();
        peer.succeed();
        rig.loop.advance(Duration.ofMinutes(5).toNanos());
        assertThat(words().subList(before, words().size())).containsExactly("Disconnected cause 631 completion");
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void dialling_failure_isTheSameStateAgainAfterRelease_N3_C3() {
        ScriptedTunnel peer = dialled();
        peer.listener.connected(ScriptedTunnel.CARRIER);
        peer.listener.established();
        peer.listener.authenticationAsked("mschapv2");
        peer.listener.failed(Failure.of(691, Layer.AUTH, "refused").peer("E=691", "bad password"));
        rig.loop.drain();
        assertThat(words()).endsWith("Authenticate", "AuthNotify", "AuthNotify 691 completion");
        assertThat(log().getLast().detail().peerText()).isEqualTo("bad password");
        assertThat(rig.host.present()).isEmpty();
        assertThat(peer.asked).contains("close");
    }

    @Test
    void dialling_silentPeer_endsWithinItsStateLimit_C6() {
        dialled();
        rig.loop.advance(Duration.ofSeconds(60).toNanos());
        assertThat(words()).endsWith("ConnectDevice 809 completion");
    }

    @Test
    void dialling_slowPeer_endsWithinTheWholeLimit_C6() {
        ScriptedTunnel peer = dialled();
        rig.loop.advance(Duration.ofSeconds(50).toNanos());
        peer.listener.connected(ScriptedTunnel.CARRIER);
        rig.loop.advance(Duration.ofSeconds(50).toNanos());
        peer.listener.established();
        rig.loop.advance(Duration.ofSeconds(20).toNanos());
        assertThat(words()).endsWith("Authenticate 718 completion");
    }

    @Test
    void connected_hangUpWithDeafPeer_endsWithinFiveSeconds_C6() {
        rig.answersClose = false;
        ScriptedTunnel peer = dialled();
        peer.succeed();
        rig.loop.drain();
        rig.connection.hangUp(USER);
        rig.loop.advance(Duration.ofSeconds(5).toNanos());
        assertThat(words()).endsWith("Disconnected cause 631 ending");
        assertThat(peer.asked).endsWith("close", "abort");
    }

    @Test
    void connected_lost_endsWithItsCause_C8() {
        ScriptedTunnel peer = dialled();
        peer.succeed();
        rig.loop.drain();
        peer.listener.failed(Failure.retryable(829, Layer.TCP, "reset"));
        rig.loop.drain();
        assertThat(words()).endsWith("Connected completion", "Disconnected cause 829 ending");
        assertThat(peer.asked).endsWith("abort");
    }

    @Test
    void dialling_clientGone_isAbandoned_C10() {
        dialled();
        rig.connection.left(this);
        rig.loop.drain();
        assertThat(words()).endsWith("ConnectDevice", "Disconnected cause 631 completion");
    }

    @Test
    void connected_clientGone_stays_C2() {
        dialled().succeed();
        rig.loop.drain();
        rig.connection.left(this);
        rig.loop.drain();
        assertThat(words()).endsWith("Connected completion");
    }

    @Test
    void managerStops_completesWith834InTheState_C9() {
        dialled();
        rig.connection.managerStops();
        rig.loop.drain();
        assertThat(words()).endsWith("ConnectDevice", "ConnectDevice 834 completion");
    }

    @Test
    void applySettings_refusedByHost_isAnErrorThereAndUndone() {
        rig.host.refuse(change -> change instanceof HostChange.Route, Failure.of(716, Layer.HOST, "no route for you"));
        dialled().succeed();
        rig.loop.drain();
        assertThat(words()).endsWith("ApplySettings", "ApplySettings 716 completion");
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void openPort_refusedByHost_neverTouchesTheNetwork() {
        rig.host.refuse(change -> change instanceof HostChange.Device, Failure.of(5, Layer.HOST, "no rights"));
        rig.connection.start();
        rig.loop.drain();
        assertThat(words()).containsExactly("OpenPort", "OpenPort 5 completion");
        assertThat(rig.tunnels).isEmpty();
    }

    @Test
    void listenerThrows_endsThisConnectionOnly() {
        ScriptedTunnel peer = dialled();
        // projected before the device is connected: an internal fault
        peer.listener.projected(ScriptedTunnel.PROJECTION);
        rig.loop.drain();
        assertThat(words()).endsWith("ConnectDevice 635 completion");
        assertThat(rig.host.present()).isEmpty();
    }
}
