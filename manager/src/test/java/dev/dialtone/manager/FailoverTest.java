package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several servers of an entry, in virtual time: one attempt, one completion (C1), in their order.
class FailoverTest {
    private static final Failure LOST = Failure.retryable(809, Layer.TCP, "no answer");
    private static final Failure UNTRUSTED = Failure.of(801, Layer.TLS, "not trusted");
    private static final Failure REFUSED = Failure.of(691, Layer.AUTH, "refused");
    private static final Entry THREE =
            ConnectionRig.ENTRY.with(EntryOption.PORT, "8443").with(EntryOption.ALTERNATES, "b.example,c.example:9443");

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private static void fail(ConnectionRig rig, Failure failure) {
        rig.peer().listener.failed(failure);
        rig.loop.drain();
    }

    private static List<String> servers(ConnectionRig rig) {
        return rig.plans.stream()
                .map(plan -> plan.entry().text(EntryOption.SERVER) + " "
                        + plan.entry().text(EntryOption.PORT))
                .toList();
    }

    @Test
    void ConnectDevice_serverThatCannotBeReached_triesTheNextInTheSameAttempt_N3_C1() {
        ConnectionRig rig = rig(THREE);
        rig.dialled();
        fail(rig, LOST);
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(servers(rig)).containsExactly("vpn.example 8443", "b.example 8443");
        assertThat(rig.words())
                .containsExactly(
                        "OpenPort",
                        "PortOpened",
                        "ConnectDevice",
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
        assertThat(rig.log()).allMatch(n -> n.attempt() == 1 && n.subEntry() == 1);
        assertThat(rig.log().get(3).detail()).isNotNull();
        assertThat(rig.log().get(3).detail().reason()).isEqualTo("no answer");
        assertThat(rig.log().get(2).detail()).isNull();
    }

    @Test
    void ConnectDevice_noServerIsLeft_isTheErrorOfTheLast_C1() {
        ConnectionRig rig = rig(THREE);
        rig.dialled();
        fail(rig, LOST);
        fail(rig, LOST);
        fail(rig, Failure.retryable(619, Layer.TCP, "reset"));
        assertThat(rig.words())
                .containsExactly(
                        "OpenPort",
                        "PortOpened",
                        "ConnectDevice",
                        "ConnectDevice",
                        "ConnectDevice",
                        "ConnectDevice 619 completion");
        assertThat(servers(rig)).containsExactly("vpn.example 8443", "b.example 8443", "c.example 9443");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.endings).isOne();
    }

    @Test
    void serverThatMayComeBack_decidesWhetherItIsDialledAgain_E3() {
        ConnectionRig rig = rig(THREE.with(EntryOption.REDIAL_ATTEMPTS, "1"));
        rig.dialled();
        fail(rig, LOST);
        fail(rig, UNTRUSTED);
        fail(rig, UNTRUSTED);
        assertThat(rig.last().error()).isEqualTo(809);
        assertThat(rig.last().retryInMillis()).isPositive();
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        assertThat(servers(rig).getLast()).as("from the first on").isEqualTo("vpn.example 8443");
        assertThat(rig.last().attempt()).isEqualTo(2);
    }

    @Test
    void refusedSignIn_isNotTriedElsewhere_E3() {
        ConnectionRig rig = rig(THREE);
        rig.dialled();
        rig.peer().listener.connected(ScriptedTunnel.CARRIER);
        rig.peer().listener.established();
        rig.peer().listener.authenticationAsked("mschapv2");
        rig.loop.drain();
        fail(rig, REFUSED);
        assertThat(rig.tunnels).hasSize(1);
        assertThat(rig.last().error()).isEqualTo(691);
    }

    @Test
    void AllDevicesConnected_silentLink_triesTheNext() {
        ConnectionRig rig = rig(THREE);
        rig.dialled();
        rig.peer().listener.connected(ScriptedTunnel.CARRIER);
        rig.loop.drain();
        fail(rig, Failure.retryable(721, Layer.LCP, "silent"));
        assertThat(servers(rig)).containsExactly("vpn.example 8443", "b.example 8443");
        assertThat(rig.words()).endsWith("AllDevicesConnected", "ConnectDevice");
    }

    @Test
    void silentServers_shareTheTimeOfTheDial_C6() {
        ConnectionRig rig = rig(THREE);
        rig.dialled();
        rig.advance(Duration.ofSeconds(39));
        assertThat(rig.tunnels).hasSize(1);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.tunnels).hasSize(2);
        rig.advance(Duration.ofSeconds(40));
        assertThat(rig.tunnels).hasSize(3);
        rig.advance(Duration.ofSeconds(39));
        assertThat(rig.last().error()).isZero();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.last().error()).isEqualTo(809);
        assertThat(rig.last().completion()).isTrue();
        assertThat(rig.log().get(3).detail().reason()).contains("within 40 s, the limit of each of several servers");
    }

    @Test
    void hangUpBetweenTwoServers_isFollowedByNoFurtherState_C5() {
        ConnectionRig rig = rig(THREE);
        rig.dialled();
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(rig.words())
                .containsExactly("OpenPort", "PortOpened", "ConnectDevice", "Disconnected cause 631 completion");
        assertThat(rig.tunnels).hasSize(1);
    }

    @Test
    void alternateThatWasReached_isPromotedWhenTheEntryWantsIt() {
        Entry entry = THREE.with(EntryOption.PROMOTE_ALTERNATES, "true").with(EntryOption.RECONNECT, "true");
        ConnectionRig rig = rig(entry);
        rig.book.set(entry);
        rig.dialled();
        fail(rig, LOST);
        fail(rig, LOST);
        rig.peer().succeed();
        rig.loop.drain();
        Entry stored = rig.book.entry("office");
        assertThat(stored.text(EntryOption.SERVER)).isEqualTo("c.example");
        assertThat(stored.text(EntryOption.PORT)).isEqualTo("9443");
        assertThat(stored.text(EntryOption.ALTERNATES)).isEqualTo("vpn.example:8443,b.example:8443");
        fail(rig, Failure.retryable(829, Layer.TCP, "reset"));
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        assertThat(servers(rig).getLast()).as("the next attempt begins with it").isEqualTo("c.example 9443");
    }

    @Test
    void alternateThatWasReached_staysOneOtherwise() {
        ConnectionRig rig = rig(THREE);
        rig.book.set(THREE);
        rig.dialled();
        fail(rig, LOST);
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.book.entry("office")).isEqualTo(THREE);
    }

    @Test
    void oneServer_hasTheWholeDial() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.dialled();
        rig.advance(Duration.ofSeconds(59));
        assertThat(rig.last().completion()).isFalse();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.last().detail().reason()).contains("within 60 s, the limit of a state");
    }

    @Test
    void behindAClosedKillSwitch_eachServerIsLookedForAtTheAddressThatIsLetOut() {
        Entry entry = THREE.with(EntryOption.KILL_SWITCH, "true").with(EntryOption.RECONNECT, "true");
        ConnectionRig rig = rig(entry);
        rig.dialled();
        fail(rig, LOST);
        rig.peer().succeed();
        rig.loop.drain();
        fail(rig, Failure.retryable(829, Layer.TCP, "reset"));
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        fail(rig, UNTRUSTED);
        assertThat(rig.plans.stream()
                        .skip(2)
                        .map(plan -> plan.entry().text(EntryOption.SERVER) + " for "
                                + plan.entry().text(EntryOption.SERVER_NAME)))
                .containsExactly("198.51.100.7 for vpn.example", "198.51.100.7 for b.example");
    }
}
