package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SSH sessions into the host, under tunnels that would take the answers to them.
class SshGuardTest {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress ADMIN = InetAddress.ofLiteral("203.0.113.9");
    private static final NextHop FIRST = new NextHop(MemoryHost.OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), LOCAL);
    private static final NextHop SECOND = new NextHop("wlan0", InetAddress.ofLiteral("192.0.2.2"), null);
    private static final Entry ENTRY = Entry.of("office").with(EntryOption.SERVER, "vpn.example");

    private final MemoryHost host = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private final HostLedger ledger = new HostLedger(host, Journal.open(lines));
    private final PinnedRoutes pinned = new PinnedRoutes(ledger, new Exclusions(ledger, false));

    @TempDir
    Path directory;

    private static HostChange pin(InetAddress peer, NextHop hop) {
        return new HostChange.Route(peer, peer.getAddress().length * 8, hop.link(), hop.gateway(), 0);
    }

    private NetworkPlan connect(String connection, Entry entry) {
        String link = ledger.open(connection).name();
        NetworkPlan plan = RouteGuard.guarded(
                NetworkPlanner.plan(entry, ScriptedTunnel.PROJECTION, link, SERVER, ledger.routeTo(SERVER), 1),
                entry,
                link,
                ledger,
                List.of());
        ledger.apply(connection, plan);
        pinned.made(connection, List.of());
        return plan;
    }

    @Test
    void everythingThroughTheTunnel_sessionKeepsItsWay_madeFirstAndUndone_H6() {
        host.logIn(ADMIN);
        NetworkPlan plan = connect("c-1", ENTRY);
        List<HostChange> changes = plan.changes();
        assertThat(changes.indexOf(pin(ADMIN, FIRST)))
                .isPositive()
                .isLessThan(changes.indexOf(changes.stream()
                        .filter(c -> c instanceof HostChange.Route r && r.prefixLength() == 1)
                        .findFirst()
                        .orElseThrow()));
        assertThat(host.present()).contains(pin(ADMIN, FIRST), pin(SERVER, FIRST));
        assertThat(plan.routes()).as("what goes through the tunnel").containsExactly("0.0.0.0/1", "128.0.0.0/1");
        ledger.release("c-1");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void killed_successorUndoesIt_H6() {
        host.logIn(ADMIN);
        connect("c-1", ENTRY);
        host.crash();
        assertThat(host.present()).contains(pin(ADMIN, FIRST));
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(host.present()).isEmpty();
    }

    @Test
    void severalConnections_shareTheRouteUntilTheLast_H6() {
        host.logIn(ADMIN);
        connect("c-1", ENTRY);
        ledger.apply("c-2", new NetworkPlan(List.of(pin(ADMIN, FIRST)), RoutePlan.NONE, null));
        ledger.release("c-1");
        assertThat(host.present()).contains(pin(ADMIN, FIRST));
        ledger.release("c-2");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void wayOutMoves_sessionFollows_H6() {
        host.logIn(ADMIN);
        connect("c-1", ENTRY);
        host.defaultRoute(SECOND);
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.STANDS);
        assertThat(host.present())
                .contains(pin(ADMIN, SECOND), pin(SERVER, SECOND))
                .doesNotContain(pin(ADMIN, FIRST));
        host.loseDefaultRoute();
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.NO_WAY);
        assertThat(host.present()).contains(pin(ADMIN, SECOND));
        ledger.release("c-1");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void sessionByRulesOfAnotherVpn_isLeftThere() {
        NextHop inside = new NextHop("wg0", null, LOCAL);
        host.logIn(ADMIN);
        host.reach(ADMIN, inside);
        connect("c-1", ENTRY);
        assertThat(host.present()).contains(pin(ADMIN, inside));
        // by itself the main table leads elsewhere
        host.reach(ADMIN, FIRST);
        pinned.made("c-1", List.of());
        pinned.follow("c-1", LOCAL, SERVER);
        assertThat(host.present()).contains(pin(ADMIN, inside)).doesNotContain(pin(ADMIN, FIRST));
    }

    @Test
    void onlyWhatTheTunnelTakes_isGuarded() {
        InetAddress inOffice = InetAddress.ofLiteral("10.4.0.9");
        host.logIn(ADMIN);
        host.logIn(inOffice);
        host.logIn(LOCAL);
        host.logIn(InetAddress.ofLiteral("2001:db8::9"));
        Entry split = ENTRY.with(EntryOption.DEFAULT_ROUTE, "false").with(EntryOption.ROUTES, "10.4.0.0/16");
        connect("c-1", split);
        assertThat(pins()).containsExactly(pin(inOffice, FIRST));
        ledger.release("c-1");
        connect("c-2", ENTRY);
        assertThat(pins()).containsExactlyInAnyOrder(pin(SERVER, FIRST), pin(ADMIN, FIRST), pin(inOffice, FIRST));
    }

    private List<HostChange> pins() {
        return host.present().stream()
                .filter(c -> c instanceof HostChange.Route r
                        && r.link().equals(MemoryHost.OUTER_LINK)
                        && r.prefixLength() > 1)
                .toList();
    }

    @Test
    void sessionFromTheServerItself_hasOneRoute() {
        host.logIn(SERVER);
        NetworkPlan plan = connect("c-1", ENTRY);
        assertThat(plan.changes()).containsOnlyOnce(pin(SERVER, FIRST));
        ledger.release("c-1");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void notWanted_orNobodyThere_planIsAsItWas() {
        NetworkPlan plan =
                NetworkPlanner.plan(ENTRY, ScriptedTunnel.PROJECTION, "dial0", SERVER, Optional.of(FIRST), 1);
        assertThat(RouteGuard.guarded(plan, ENTRY, "dial0", ledger, List.of())).isEqualTo(plan);
        host.logIn(ADMIN);
        assertThat(RouteGuard.guarded(plan, ENTRY.with(EntryOption.KEEP_SSH, "false"), "dial0", ledger, List.of()))
                .isEqualTo(plan);
    }

    /// SECURITY: of two routes of the same length the kernel need not take ours around the tunnel.
    @Test
    void routeToTheSessionsPeerAlone_isNotMade() {
        host.logIn(ADMIN);
        Entry split = ENTRY.with(EntryOption.DEFAULT_ROUTE, "false")
                .with(EntryOption.ROUTES, "203.0.113.9/32, 203.0.113.0/24");
        NetworkPlan plan = connect("c-1", split);
        assertThat(plan.routes()).contains("203.0.113.0/24").doesNotContain("203.0.113.9/32");
        assertThat(host.present())
                .contains(pin(ADMIN, FIRST))
                .noneMatch(change -> change instanceof HostChange.Route route
                        && route.destination().equals(ADMIN)
                        && route.link().equals("dial0"));
    }

    /// Its link tells them apart, and routes do not.
    @Test
    void sessionByALinkLocalAddress_isLeftAlone() {
        InetAddress onLink = InetAddress.ofLiteral("fe80::9");
        host.logIn(onLink);
        NetworkPlan plan = new NetworkPlan(
                List.of(new HostChange.Route(InetAddress.ofLiteral("8000::"), 1, "dial0", null, 999)),
                RoutePlan.NONE,
                null);
        assertThat(RouteGuard.guarded(plan, ENTRY, "dial0", ledger, List.of())).isEqualTo(plan);
    }

    @Test
    void sessionThroughTheTunnelItself_isLeftInIt_whenItsRoutesChange_H6() {
        Entry split = ENTRY.with(EntryOption.DEFAULT_ROUTE, "false").with(EntryOption.ROUTES, "10.4.0.0/16");
        NetworkPlan before = connect("c-1", split);
        host.logIn(InetAddress.ofLiteral("10.4.0.9"));
        String link = "dial0";
        NetworkPlan again =
                NetworkPlanner.plan(split, ScriptedTunnel.PROJECTION, link, SERVER, ledger.routeTo(SERVER), 1);
        assertThat(RouteGuard.guarded(again, split, link, ledger, List.of())).isEqualTo(before);
    }

    @Test
    void dial_guardsAndTheEndTakesItBack() {
        ConnectionRig rig = new ConnectionRig(directory, ConnectionRig.ENTRY, DialOptions.STANDARD);
        rig.host.logIn(ADMIN);
        rig.connected();
        assertThat(rig.host.present()).contains(pin(ADMIN, FIRST));
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }
}
