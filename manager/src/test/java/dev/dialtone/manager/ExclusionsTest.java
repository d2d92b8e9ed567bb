package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection.Excluded;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is excluded, from the dial over networks that change to the end, whoever brings that about.
class ExclusionsTest {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final Prefix VIDEO = Prefix.parse("203.0.113.0/24");
    private static final Prefix PRINTER = Prefix.parse("10.1.2.3/32");
    private static final NextHop FIRST = new NextHop(MemoryHost.OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), LOCAL);
    private static final NextHop SECOND = new NextHop("wlan0", InetAddress.ofLiteral("192.0.2.2"), null);
    private static final HostChange NOWHERE = new HostChange.Unreachable(VIDEO.network(), VIDEO.length());
    private static final Entry EVERYTHING = Entry.of("office").with(EntryOption.SERVER, "vpn.example");
    private static final Entry ENTRY = EVERYTHING.with(EntryOption.ROUTE_EXCLUDE, "203.0.113.0/24,10.1.2.3");

    private final MemoryHost host = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private final HostLedger ledger = new HostLedger(host, Journal.open(lines));
    private final HostPlaces places = new HostPlaces(ledger);

    @TempDir
    Path directory;

    private static HostChange pin(Prefix prefix, NextHop hop) {
        return new HostChange.Route(prefix.network(), prefix.length(), hop.link(), hop.gateway(), 0);
    }

    private static HostChange pin(Prefix prefix, String link) {
        return new HostChange.Route(prefix.network(), prefix.length(), link, null, 0);
    }

    private NetworkPlan plan(String connection, Entry entry, LearnedNetwork learned, String link) {
        return places.of(connection)
                .exclusions()
                .around(
                        connection,
                        NetworkPlanner.plan(
                                entry,
                                ScriptedTunnel.PROJECTION.with(learned),
                                link,
                                SERVER,
                                places.of(connection).wayTo(SERVER),
                                1),
                        link);
    }

    private NetworkPlan connect(String connection, Entry entry) {
        String link = places.open(connection, Placement.ofMachine(entry.text(EntryOption.NETNS)))
                .name();
        NetworkPlan plan = plan(connection, entry, LearnedNetwork.NONE, link);
        HostPlaces.Place place = places.of(connection);
        place.ledger().apply(connection, plan);
        place.pinned().made(connection, List.of());
        place.exclusions().made(connection, plan, link);
        return plan;
    }

    private void follow(String connection) {
        assertThat(places.of(connection).pinned().follow(connection, LOCAL, SERVER))
                .isEqualTo(Outlook.STANDS);
    }

    private void nothingIsLeft(String... connections) {
        for (String connection : connections) {
            places.release(connection, false);
        }
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void everything_excludedKeepsItsWay_madeFirst_shown_andUndone_H6() {
        NetworkPlan plan = connect("c-1", ENTRY);
        List<HostChange> changes = plan.changes();
        HostChange into = new HostChange.Route(InetAddress.ofLiteral("0.0.0.0"), 1, "dial0", null, 999);
        assertThat(changes.indexOf(pin(VIDEO, FIRST))).isPositive().isLessThan(changes.indexOf(into));
        assertThat(changes.indexOf(pin(PRINTER, FIRST))).isPositive().isLessThan(changes.indexOf(into));
        assertThat(plan.routes()).containsExactly("0.0.0.0/1", "128.0.0.0/1");
        assertThat(Exclusions.shown(plan, "dial0"))
                .containsExactly(
                        new Excluded("203.0.113.0/24", MemoryHost.OUTER_LINK, "192.0.2.1"),
                        new Excluded("10.1.2.3/32", MemoryHost.OUTER_LINK, "192.0.2.1"));
        assertThat(host.routeTo(InetAddress.ofLiteral("203.0.113.77")).link()).isEqualTo(MemoryHost.OUTER_LINK);
        assertThat(host.routeTo(InetAddress.ofLiteral("203.0.114.77")).link()).isEqualTo("dial0");
        nothingIsLeft("c-1");
    }

    @Test
    void killed_successorUndoesIt_H6() {
        host.loseDefaultRoute();
        host.reach(SERVER, FIRST);
        host.reach(PRINTER.network(), FIRST);
        connect("c-1", ENTRY);
        host.crash();
        assertThat(host.present()).contains(NOWHERE, pin(PRINTER, FIRST));
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void wayOutMoves_excludedFollows_H6() {
        connect("c-1", ENTRY);
        host.defaultRoute(SECOND);
        follow("c-1");
        assertThat(host.present())
                .contains(pin(VIDEO, SECOND), pin(PRINTER, SECOND))
                .doesNotContain(pin(VIDEO, FIRST), pin(PRINTER, FIRST));
        nothingIsLeft("c-1");
    }

    @Test
    void severalConnections_shareARouteUntilTheLast_H6() {
        connect("c-1", ENTRY);
        connect("c-2", ENTRY);
        places.release("c-1", false);
        assertThat(host.present()).contains(pin(VIDEO, FIRST));
        nothingIsLeft("c-2");
    }

    @Test
    void noWayOutside_unreachable_untilThereIsOne_H6() {
        host.loseDefaultRoute();
        host.reach(SERVER, FIRST);
        NetworkPlan plan = connect("c-1", EVERYTHING.with(EntryOption.ROUTE_EXCLUDE, "203.0.113.0/24"));
        assertThat(host.present()).contains(NOWHERE);
        assertThat(Exclusions.shown(plan, "dial0")).containsExactly(new Excluded("203.0.113.0/24", null, null));
        assertThatThrownBy(() -> host.routeTo(InetAddress.ofLiteral("203.0.113.77")))
                .as("rather than inside")
                .isInstanceOf(HostException.class);
        host.defaultRoute(SECOND);
        follow("c-1");
        assertThat(host.present()).contains(pin(VIDEO, SECOND)).doesNotContain(NOWHERE);
        host.loseDefaultRoute();
        follow("c-1");
        assertThat(host.present()).as("the network may come back").contains(pin(VIDEO, SECOND));
        host.removeLink("wlan0");
        follow("c-1");
        assertThat(host.present()).as("it would fall inside").contains(NOWHERE).doesNotContain(pin(VIDEO, SECOND));
        nothingIsLeft("c-1");
    }

    @Test
    void inANamespace_nothingOutsideExists_unreachable_H6() {
        connect("c-1", ENTRY.with(EntryOption.NETNS, "blue"));
        assertThat(host.present())
                .contains(NOWHERE.in("blue"))
                .noneMatch(change -> change instanceof HostChange.Route)
                .noneMatch(change -> change instanceof HostChange.Unreachable);
        nothingIsLeft("c-1");
    }

    @Test
    void anothersTunnelTakesIt_staysThere_andFollowsWhenThatEnds_H6() {
        connect("c-1", EVERYTHING);
        connect("c-2", ENTRY);
        assertThat(host.present()).contains(pin(VIDEO, "dial0")).doesNotContain(pin(VIDEO, FIRST));
        host.defaultRoute(SECOND);
        follow("c-2");
        assertThat(host.present()).contains(pin(VIDEO, "dial0"));
        places.release("c-1", false);
        assertThat(host.present()).contains(pin(VIDEO, SECOND)).doesNotContain(pin(VIDEO, "dial0"));
        nothingIsLeft("c-2");
    }

    @Test
    void anothersTunnelTakesAPartOfIt_theRestIsOutside() {
        connect("c-1", EVERYTHING.with(EntryOption.DEFAULT_ROUTE, "false").with(EntryOption.ROUTES, "203.0.113.0/28"));
        connect("c-2", ENTRY);
        assertThat(host.present()).contains(pin(VIDEO, FIRST));
        nothingIsLeft("c-1", "c-2");
    }

    @Test
    void byRulesOfAnotherVpn_isLeftThere() {
        // what the kernel does, whatever its main table says
        NextHop inside = new NextHop("wg0", null, LOCAL);
        host.addAddress("wg0", InetAddress.ofLiteral("10.200.0.2"));
        host.apply(new HostChange.Route(InetAddress.ofLiteral("203.0.0.0"), 16, "wg0", null, 0));
        connect("c-1", ENTRY);
        assertThat(host.present()).contains(pin(VIDEO, inside), pin(PRINTER, FIRST));
        host.defaultRoute(SECOND);
        follow("c-1");
        assertThat(host.present()).contains(pin(VIDEO, inside), pin(PRINTER, SECOND));
    }

    @Test
    void serverOrOwnAddressExcluded_hasOneRoute_orNone() {
        NetworkPlan plan = connect("c-1", EVERYTHING.with(EntryOption.ROUTE_EXCLUDE, "198.51.100.7,192.0.2.10"));
        assertThat(plan.changes()).containsOnlyOnce(pin(Prefix.host(SERVER), FIRST));
        assertThat(plan.changes())
                .noneMatch(change ->
                        change instanceof HostChange.Route r && r.link().equals("lo"));
        host.defaultRoute(SECOND);
        follow("c-1");
        assertThat(host.present()).contains(pin(Prefix.host(SERVER), SECOND));
        nothingIsLeft("c-1");
    }

    private static LearnedNetwork told(String prefix) {
        Prefix to = Prefix.parse(prefix);
        return new LearnedNetwork(
                List.of(new LearnedNetwork.Route(to.network(), to.length(), Origin.DHCP)),
                false,
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    @Test
    void routeToldLate_coversIt_excludedKeepsItsWay_andWhatItHadBefore_H6() {
        Entry split = ENTRY.with(EntryOption.DEFAULT_ROUTE, "false").with(EntryOption.ROUTES, "203.0.0.0/16");
        connect("c-1", split);
        assertThat(host.present()).contains(pin(VIDEO, FIRST)).doesNotContain(pin(PRINTER, FIRST));
        // moved, but nobody has looked yet
        host.defaultRoute(SECOND);
        NetworkPlan later = plan("c-1", split, told("10.0.0.0/8"), "dial0");
        ledger.change("c-1", later);
        places.of("c-1").exclusions().made("c-1", later, "dial0");
        assertThat(host.present()).contains(pin(VIDEO, FIRST), pin(PRINTER, SECOND));
        follow("c-1");
        assertThat(host.present()).contains(pin(VIDEO, SECOND), pin(PRINTER, SECOND));
        nothingIsLeft("c-1");
    }

    @Test
    void takenAwayBySomebody_isMadeAgain() {
        connect("c-1", ENTRY);
        host.undo(pin(VIDEO, FIRST));
        follow("c-1");
        assertThat(host.present()).contains(pin(VIDEO, FIRST));
        nothingIsLeft("c-1");
    }

    @Test
    void dial_showsIt_andTheEndTakesItBack_H6() {
        Entry entry = ConnectionRig.ENTRY.with(EntryOption.ROUTE_EXCLUDE, "203.0.113.0/24");
        ConnectionRig rig = new ConnectionRig(directory, entry, DialOptions.STANDARD);
        rig.connected();
        assertThat(rig.host.present()).contains(pin(VIDEO, FIRST));
        assertThat(rig.record.projection().excluded())
                .containsExactly(new Excluded("203.0.113.0/24", MemoryHost.OUTER_LINK, "192.0.2.1"));
        rig.host.defaultRoute(SECOND);
        rig.connection.networkChanged();
        rig.loop.drain();
        assertThat(rig.record.projection().excluded())
                .containsExactly(new Excluded("203.0.113.0/24", "wlan0", "192.0.2.2"));
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }
}
