package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearnedNetwork.Domain;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostChange.Rule;
import dev.dialtone.host.Resolver.LinkDns;
import dev.dialtone.host.Traffic;
import dev.dialtone.testkit.MemoryHost;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections in routing tables of their own: what is there, what leads there, and that the main one stays as it is.
class TablePlanTest {
    private static final Entry PLACED = ConnectionRig.ENTRY.with(EntryOption.TABLE, "100");
    private static final Entry SPLIT = PLACED.with(EntryOption.DEFAULT_ROUTE, "false");
    private static final InetAddress OURS = ip("10.9.0.2");
    private static final Failure HANG_UP = Failure.of(631, Layer.MANAGER, "test");

    @TempDir
    Path directory;

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private static HostChange.Route route(String prefix, int table) {
        Prefix parsed = Prefix.parse(prefix);
        return new HostChange.Route(parsed.network(), parsed.length(), "dial0", null, 999, table);
    }

    private static Rule rule(Traffic traffic) {
        return Rule.of(traffic, 100);
    }

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private static Projection projection(ConnectionRig rig) {
        return Objects.requireNonNull(rig.record.projection());
    }

    private static void hangUp(ConnectionRig rig) {
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    private static LearnedNetwork router(String ours) {
        return new LearnedNetwork(List.of(), true, List.of((Inet6Address) ip(ours)), List.of(), List.of(), 0);
    }

    private static TunnelProjection with(LearnedNetwork learned) {
        TunnelProjection p = ScriptedTunnel.PROJECTION;
        return new TunnelProjection(
                p.ipv4(),
                p.ipv4Peer(),
                null,
                (Inet6Address) ip("fe80::2"),
                (Inet6Address) ip("fe80::1"),
                null,
                p.dns(),
                p.nbns(),
                p.mtu(),
                p.authMethod(),
                learned);
    }

    @Test
    void everything_isOneDefaultRouteOfTheTable_andNothingOfTheMain_H6() {
        ConnectionRig rig = rig(PLACED);
        rig.host.logIn(ip("203.0.113.9"));
        rig.connected();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.host.present())
                .as("no way around the tunnel for the server or an SSH peer, and no peer whom the kernel would route")
                .containsExactly(
                        new HostChange.Device("dial0"),
                        new HostChange.LinkUp("dial0", 1400),
                        new HostChange.Address("dial0", OURS, 32, null),
                        route("0.0.0.0/0", 100),
                        rule(new Traffic.BoundTo("dial0", false)),
                        rule(new Traffic.From(OURS)),
                        new HostChange.ResolvedLinks());
        assertThat(projection(rig).table()).isEqualTo(100);
        assertThat(projection(rig).routes()).containsExactly("0.0.0.0/0");
        hangUp(rig);
    }

    @Test
    void names_areAskedOverTheLinkAlone() {
        ConnectionRig rig = rig(PLACED.with(EntryOption.DOMAINS, "corp.example"));
        rig.connected();
        assertThat(rig.host.memoryResolver().current())
                .containsExactly(new LinkDns("dial0", List.of(ip("10.9.0.53")), List.of("corp.example"), false, true));
        hangUp(rig);
    }

    @Test
    void split_hasItsDestinationsItsPeerAndItsNameServers_H6() {
        ConnectionRig rig = rig(
                SPLIT.with(EntryOption.ROUTES, "172.16.0.0/12,172.20.0.0/16@50").with(EntryOption.FWMARK, "0x7"));
        rig.connected();
        assertThat(projection(rig).routes())
                .containsExactly("172.16.0.0/12", "172.20.0.0/16@50", "10.9.0.53/32", "10.9.0.1/32");
        assertThat(rig.host.present())
                .contains(
                        route("172.16.0.0/12", 100),
                        new HostChange.Route(ip("172.20.0.0"), 16, "dial0", null, 50, 100),
                        rule(new Traffic.Marked(7, false)),
                        route("10.9.0.1/32", 100))
                .noneMatch(change -> change instanceof HostChange.Route one && one.table() != 100)
                .doesNotContain(rule(new Traffic.Marked(7, true)));
        hangUp(rig);
    }

    @Test
    void peerOrServerWithinTheRoutes_needsNoneOfItsOwn() {
        ConnectionRig rig = rig(SPLIT.with(EntryOption.ROUTES, "10.0.0.0/8,198.51.100.0/24"));
        rig.connected();
        assertThat(projection(rig).routes()).containsExactly("10.0.0.0/8", "198.51.100.0/24");
        assertThat(rig.host.present())
                .noneMatch(change ->
                        change instanceof HostChange.Route one && !one.link().equals("dial0"));
        hangUp(rig);
    }

    @Test
    void toldLate_isInTheTableToo_andGoesAgain_H6() {
        ConnectionRig rig = rig(PLACED);
        ScriptedTunnel peer = rig.connected();
        List<HostChange> before = List.copyOf(rig.host.present());
        peer.listener.projectionChanged(with(router("2001:db8:9::2")));
        rig.loop.drain();
        assertThat(rig.host.present())
                .containsAll(before)
                .contains(
                        route("::/0", 100),
                        new HostChange.Address("dial0", ip("2001:db8:9::2"), 128, null),
                        rule(new Traffic.BoundTo("dial0", true)),
                        rule(new Traffic.From(ip("2001:db8:9::2"))))
                .doesNotContain(rule(new Traffic.From(ip("fe80::2"))));
        assertThat(projection(rig).routes()).containsExactly("0.0.0.0/0", "::/0");

        LearnedNetwork corp = new LearnedNetwork(
                List.of(new Route(ip("172.16.0.0"), 12, Origin.DHCP)),
                false,
                List.of(),
                List.of(),
                List.of(new Domain("corp.example", Origin.DHCP)),
                0);
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION.with(corp));
        rig.loop.drain();
        assertThat(rig.host.present())
                .noneMatch(change -> change instanceof Rule one && one.traffic().ipv6())
                .doesNotContain(route("::/0", 100));
        hangUp(rig);
    }

    /// SECURITY: the peer chooses the address. The host's own traffic would follow it.
    @Test
    void addressThatTheHostHasAlready_leadsNothingAway() {
        ConnectionRig rig = rig(PLACED);
        rig.host.addAddress(MemoryHost.OUTER_LINK, OURS);
        rig.host.addAddress(MemoryHost.OUTER_LINK, ip("2001:db8:9::2"));
        ScriptedTunnel peer = rig.connected();
        assertThat(rig.host.present())
                .contains(rule(new Traffic.BoundTo("dial0", false)))
                .doesNotContain(rule(new Traffic.From(OURS)));
        peer.listener.projectionChanged(with(router("2001:db8:9::2")));
        rig.loop.drain();
        peer.listener.projectionChanged(with(router("2001:db8:9::2")));
        rig.loop.drain();
        assertThat(rig.host.present())
                .contains(route("::/0", 100), rule(new Traffic.BoundTo("dial0", true)))
                .noneMatch(change -> change instanceof Rule one && one.traffic() instanceof Traffic.From);
        hangUp(rig);
    }

    @Test
    void wayOutMoves_nothingHasToFollow() {
        ConnectionRig rig = rig(PLACED);
        rig.connected();
        int before = rig.host.history().size();
        rig.host.defaultRoute(new NextHop("wlan0", ip("203.0.113.1"), null));
        rig.connection.networkChanged();
        rig.loop.drain();
        assertThat(rig.host.history()).hasSize(before);
        assertThat(rig.peer().asked).contains("probe");
        hangUp(rig);
    }

    @Test
    void ruleRefused_failsTheDialAndLeavesNothing_C3_H6() {
        ConnectionRig rig = rig(PLACED);
        rig.host.refuse(Rule.class::isInstance, Failure.of(716, Layer.HOST, "no policy rules"));
        rig.connected();
        assertThat(rig.last().error()).isEqualTo(716);
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    private final MemoryHost host = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private final HostLedger ledger = new HostLedger(host, Journal.open(lines));

    private void connect(String connection, Entry entry) {
        String link = ledger.open(connection).name();
        ledger.apply(
                connection,
                TablePlan.of(entry, ScriptedTunnel.PROJECTION, link, 1, rule -> ledger.mayLead(connection, rule)));
    }

    @Test
    void twoInOneTable_shareWhatIsTheSame_untilTheLastGoes_H6() {
        Entry entry = PLACED.with(EntryOption.FWMARK, "7");
        connect("c-1", entry);
        connect("c-2", entry);
        Rule shared = rule(new Traffic.Marked(7, false));
        assertThat(host.present())
                .contains(
                        shared,
                        rule(new Traffic.BoundTo("dial0", false)),
                        rule(new Traffic.BoundTo("dial1", false)),
                        rule(new Traffic.From(OURS)));
        assertThat(host.history())
                .filteredOn(event -> event.change().equals(shared))
                .hasSize(1);
        ledger.release("c-1");
        assertThat(host.present())
                .contains(shared, rule(new Traffic.BoundTo("dial1", false)))
                .doesNotContain(rule(new Traffic.BoundTo("dial0", false)), rule(new Traffic.From(OURS)));
        ledger.release("c-2");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void sameAddressInTwoTables_onlyTheFirstIsChosenByIt_H6() {
        connect("c-1", PLACED);
        connect("c-2", PLACED.with(EntryOption.TABLE, "101"));
        assertThat(host.present())
                .contains(
                        rule(new Traffic.From(OURS)),
                        rule(new Traffic.BoundTo("dial0", false)),
                        Rule.of(new Traffic.BoundTo("dial1", false), 101))
                .doesNotContain(Rule.of(new Traffic.From(OURS), 101));
        ledger.release("c-1");
        ledger.release("c-2");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void killed_rulesOutliveTheirLink_andAreUndoneByTheNext_H6() {
        connect("c-1", PLACED.with(EntryOption.FWMARK, "7"));
        host.crash();
        assertThat(host.present()).filteredOn(Rule.class::isInstance).hasSize(3);
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }
}
