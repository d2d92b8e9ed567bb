package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Projection.Learned;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearnedNetwork.Domain;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver.LinkDns;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the peer's network tells, from the tunnel to the host, the status, and back again.
class LearnedSettingsTest {
    private static final Entry SPLIT = ConnectionRig.ENTRY.with(EntryOption.DEFAULT_ROUTE, "false");
    private static final LearnedNetwork CORP = learned("corp.example", "10.32.0.0/11");
    private static final InetAddress SERVER = ScriptedTunnel.CARRIER.remote().getAddress();

    private static final Failure USER = Failure.of(631, Layer.MANAGER, "test");

    @TempDir
    Path directory;

    private static LearnedNetwork learned(String domain, String... prefixes) {
        List<Route> routes = new ArrayList<>();
        for (String prefix : prefixes) {
            Prefix parsed = Prefix.parse(prefix);
            routes.add(new Route(parsed.network(), parsed.length(), Origin.DHCP));
        }
        return new LearnedNetwork(routes, false, List.of(), List.of(), List.of(new Domain(domain, Origin.DHCP)), 0);
    }

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private static HostChange.Route route(String prefix) {
        Prefix parsed = Prefix.parse(prefix);
        return new HostChange.Route(parsed.network(), parsed.length(), "dial0", null, 999);
    }

    private static Projection projection(ConnectionRig rig) {
        return Objects.requireNonNull(rig.record.projection());
    }

    private static List<String> domains(ConnectionRig rig) {
        return rig.host.memoryResolver().current().stream()
                .map(LinkDns::domains)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void applySettings_asksAndAppliesWhatIsTold_thenConnects_N2() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.dialled();
        peer.learned = null;
        peer.succeed();
        rig.loop.drain();
        assertThat(rig.words()).last().isEqualTo("ApplySettings");
        assertThat(peer.asked).last().isEqualTo("learn, needed");
        assertThat(rig.host.present()).containsExactly(new HostChange.Device("dial0"));
        peer.listener.learned(ScriptedTunnel.PROJECTION.with(CORP));
        rig.loop.drain();
        assertThat(rig.words()).last().isEqualTo("Connected completion");
        assertThat(rig.host.present()).contains(route("10.32.0.0/11"));
        assertThat(domains(rig)).containsExactly("corp.example");
        assertThat(projection(rig).routes()).containsExactly("10.32.0.0/11", "10.9.0.53/32");
        assertThat(projection(rig).learned())
                .containsExactly(
                        new Learned("route", "10.32.0.0/11", "dhcp"), new Learned("domain", "corp.example", "dhcp"));
    }

    @Test
    void connected_toldLate_isAppliedAndUndone_H6() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        assertThat(projection(rig).routes()).containsExactly("10.9.0.53/32");
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION.with(CORP));
        rig.loop.drain();
        assertThat(rig.host.present()).contains(route("10.32.0.0/11"));
        assertThat(domains(rig)).containsExactly("corp.example");
        assertThat(projection(rig).routes()).containsExactly("10.32.0.0/11", "10.9.0.53/32");
        assertThat(projection(rig).domains()).containsExactly("corp.example");
        hangUp(rig);
    }

    @Test
    void connected_toldOtherwise_oldOnesGo_H6() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION.with(CORP));
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION.with(learned("corp.example", "172.16.0.0/12")));
        rig.loop.drain();
        assertThat(rig.host.present()).contains(route("172.16.0.0/12")).doesNotContain(route("10.32.0.0/11"));
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION);
        rig.loop.drain();
        assertThat(rig.host.present()).doesNotContain(route("172.16.0.0/12"));
        assertThat(domains(rig)).isEmpty();
        assertThat(projection(rig).learned()).isEmpty();
        hangUp(rig);
    }

    /// SECURITY: late routes do not take the carrier into its tunnel either.
    @Test
    void connected_toldARouteOverTheServerLate_pinComesFirst_H6() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        peer.listener.projectionChanged(
                ScriptedTunnel.PROJECTION.with(learned("x.example", "198.51.0.0/16", "198.51.100.7/32")));
        rig.loop.drain();
        HostChange.Route pin = new HostChange.Route(SERVER, 32, "eth0", InetAddress.ofLiteral("192.0.2.1"), 0);
        List<HostChange> present = new ArrayList<>(rig.host.present());
        assertThat(present).contains(pin, route("198.51.0.0/16")).doesNotContain(route("198.51.100.7/32"));
        assertThat(present.indexOf(pin)).isLessThan(present.indexOf(route("198.51.0.0/16")));
        hangUp(rig);
    }

    @Test
    void connected_pinRefused_routesOverTheServerAreNotMade() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        rig.host.refuse(
                change -> change instanceof HostChange.Route route
                        && route.destination().equals(SERVER),
                Failure.of(716, Layer.HOST, "no"));
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION.with(learned("x.example", "198.51.0.0/16")));
        rig.loop.drain();
        assertThat(rig.host.present()).doesNotContain(route("198.51.0.0/16"));
        assertThat(projection(rig).routes()).doesNotContain("198.51.0.0/16");
        assertThat(rig.words()).last().isEqualTo("Connected completion");
    }

    @Test
    void connected_serverNotReachableByAnyRoute_routesOverItAreNotMade() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        rig.host.loseDefaultRoute();
        peer.listener.projectionChanged(
                ScriptedTunnel.PROJECTION.with(learned("x.example", "198.51.0.0/16", "10.32.0.0/11")));
        rig.loop.drain();
        assertThat(rig.host.present()).contains(route("10.32.0.0/11")).doesNotContain(route("198.51.0.0/16"));
        hangUp(rig);
    }

    @Test
    void connected_otherMtuTold_linkStaysUp_H6() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION.with(
                new LearnedNetwork(List.of(), false, List.of(), List.of(), List.of(), 1300)));
        rig.loop.drain();
        assertThat(rig.host.present()).contains(new HostChange.LinkUp("dial0", 1300));
        assertThat(rig.host.history()).noneMatch(event -> event.deed() == MemoryHost.Deed.UNDONE);
        assertThat(projection(rig).mtuBytes()).isEqualTo(1300);
        hangUp(rig);
    }

    /// SECURITY: the queue of the host's changes is that of all connections.
    @Test
    void connected_peerTellsMoreThanTheHostCanMake_oneChangeWaits_theLatest_H6() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        rig.hostIsBusy = true;
        for (int i = 0; i < 250; i++) {
            peer.listener.projectionChanged(
                    ScriptedTunnel.PROJECTION.with(learned("x.example", "10." + i + ".0.0/16")));
            rig.loop.drain();
        }
        assertThat(rig.hostQueue()).isOne();
        rig.hostWork();
        assertThat(rig.host.present()).contains(route("10.249.0.0/16")).doesNotContain(route("10.0.0.0/16"));
        assertThat(projection(rig).routes()).contains("10.249.0.0/16");
        hangUp(rig);
    }

    @Test
    void hungUpWhileItIsTold_nothingIsLeft_H6() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.connected();
        rig.hostIsBusy = true;
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION.with(CORP));
        rig.connection.hangUp(USER);
        rig.loop.drain();
        rig.hostWork();
        rig.loop.advance(Duration.ofSeconds(5).toNanos());
        assertThat(rig.words()).last().isEqualTo("Disconnected cause 631 ending");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void learning_hungUp_oneCompletionAndNothingLeft_C5() {
        ConnectionRig rig = rig(SPLIT);
        ScriptedTunnel peer = rig.dialled();
        peer.learned = null;
        peer.succeed();
        rig.loop.drain();
        rig.connection.hangUp(USER);
        rig.loop.drain();
        peer.listener.learned(ScriptedTunnel.PROJECTION.with(CORP));
        rig.loop.advance(Duration.ofMinutes(1).toNanos());
        assertThat(rig.words()).last().isEqualTo("Disconnected cause 631 completion");
        assertThat(rig.host.present()).isEmpty();
    }

    private static void hangUp(ConnectionRig rig) {
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(rig.words()).last().isEqualTo("Disconnected cause 631 ending");
        assertThat(rig.host.present()).isEmpty();
        assertThat(domains(rig)).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }
}
