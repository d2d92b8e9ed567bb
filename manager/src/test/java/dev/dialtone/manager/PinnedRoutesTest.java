package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.testkit.MemoryHost;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Pinned routes that move, and what a manager killed meanwhile leaves.
class PinnedRoutesTest {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress OTHER_SERVER = InetAddress.ofLiteral("198.51.100.8");
    private static final NextHop FIRST = new NextHop(MemoryHost.OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), LOCAL);
    private static final NextHop SECOND = new NextHop("wlan0", InetAddress.ofLiteral("203.0.113.1"), null);

    private final MemoryHost host = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private final HostLedger ledger = new HostLedger(host, Journal.open(lines));
    private final PinnedRoutes pinned = new PinnedRoutes(ledger, new Exclusions(ledger, false));

    private static HostChange pin(InetAddress server, NextHop hop) {
        return new HostChange.Route(server, 32, hop.link(), hop.gateway(), 0);
    }

    private static void connect(HostLedger ledger, String connection, InetAddress server, int rank) {
        String link = ledger.open(connection).name();
        ledger.apply(
                connection,
                NetworkPlanner.plan(
                        Entry.of("office").with(EntryOption.SERVER, "vpn.example"),
                        ScriptedTunnel.PROJECTION,
                        link,
                        server,
                        ledger.routeTo(server),
                        rank));
    }

    private void bothFollow() {
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.STANDS);
        assertThat(pinned.follow("c-2", LOCAL, SERVER)).isEqualTo(Outlook.STANDS);
    }

    @Test
    void sharedRoute_movesWithTheLastAndGoesWithTheLast_H6() {
        connect(ledger, "c-1", SERVER, 1);
        connect(ledger, "c-2", SERVER, 2);
        host.defaultRoute(SECOND);
        pinned.follow("c-1", LOCAL, SERVER);
        assertThat(host.present()).contains(pin(SERVER, FIRST), pin(SERVER, SECOND));
        pinned.follow("c-2", LOCAL, SERVER);
        assertThat(host.present()).contains(pin(SERVER, SECOND)).doesNotContain(pin(SERVER, FIRST));
        host.defaultRoute(FIRST);
        pinned.follow("c-1", LOCAL, SERVER);
        host.defaultRoute(SECOND);
        bothFollow();
        assertThat(host.present()).contains(pin(SERVER, SECOND)).doesNotContain(pin(SERVER, FIRST));
        ledger.release("c-1");
        assertThat(host.present()).contains(pin(SERVER, SECOND));
        ledger.release("c-2");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void oneOfTwoReleasedBetweenTheirMoves_leavesNothing_H6() {
        connect(ledger, "c-1", SERVER, 1);
        connect(ledger, "c-2", SERVER, 2);
        host.defaultRoute(SECOND);
        pinned.follow("c-1", LOCAL, SERVER);
        ledger.release("c-2");
        assertThat(host.present()).contains(pin(SERVER, SECOND)).doesNotContain(pin(SERVER, FIRST));
        ledger.release("c-1");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void routeInAnotherTunnelOfOurs_isLeftAlone() {
        connect(ledger, "c-1", SERVER, 1);
        connect(ledger, "c-2", OTHER_SERVER, 2);
        HostChange nested = new HostChange.Route(OTHER_SERVER, 32, "dial0", null, 0);
        assertThat(host.present()).contains(nested);
        host.defaultRoute(SECOND);
        assertThat(pinned.follow("c-2", LOCAL, OTHER_SERVER)).isEqualTo(Outlook.STANDS);
        assertThat(host.present()).contains(nested).doesNotContain(pin(OTHER_SERVER, SECOND));
        host.loseDefaultRoute();
        assertThat(pinned.follow("c-2", LOCAL, OTHER_SERVER)).isEqualTo(Outlook.STANDS);
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.NO_WAY);
    }

    @Test
    void routeByRulesOfAnotherVpn_isLeftAlone() {
        NextHop inside = new NextHop("wg0", null, LOCAL);
        host.addAddress("wg0", InetAddress.ofLiteral("10.200.0.2"));
        String link = ledger.open("c-1").name();
        ledger.apply(
                "c-1",
                NetworkPlanner.plan(
                        Entry.of("office").with(EntryOption.SERVER, "vpn.example"),
                        ScriptedTunnel.PROJECTION,
                        link,
                        SERVER,
                        Optional.of(inside),
                        1));
        pinned.made("c-1", List.of());
        int before = host.history().size();
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.STANDS);
        host.defaultRoute(SECOND);
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.STANDS);
        assertThat(host.history()).hasSize(before);
        assertThat(host.present()).contains(pin(SERVER, inside));
        pinned.released("c-1");
        pinned.follow("c-1", LOCAL, SERVER);
        assertThat(host.present()).contains(pin(SERVER, SECOND)).doesNotContain(pin(SERVER, inside));
    }

    @Test
    void linkOfTheOldRouteGone_newRouteIsMadeAndNothingIsLeft_H6() {
        connect(ledger, "c-1", SERVER, 1);
        host.removeLink(MemoryHost.OUTER_LINK);
        host.addAddress("wlan0", LOCAL);
        host.defaultRoute(SECOND);
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.STANDS);
        assertThat(host.present()).contains(pin(SERVER, SECOND));
        ledger.release("c-1");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void releasedMeanwhile_nothingIsMade() {
        connect(ledger, "c-1", SERVER, 1);
        ledger.release("c-1");
        host.defaultRoute(SECOND);
        assertThat(pinned.follow("c-1", LOCAL, SERVER)).isEqualTo(Outlook.STANDS);
        assertThat(host.present()).isEmpty();
    }

    @Test
    void hostThatCannotBeAsked_connectionIsLeftToItsLink() {
        connect(ledger, "c-1", SERVER, 1);
        host.defaultRoute(SECOND);
        Host mute = (Host) Proxy.newProxyInstance(
                Host.class.getClassLoader(), new Class<?>[] {Host.class}, (_, method, _) -> {
                    throw new HostException(Failure.of(716, Layer.HOST, method.getName() + " fails (ENOBUFS)"));
                });
        HostLedger unknowing = new HostLedger(mute, Journal.open(lines));
        assertThat(new PinnedRoutes(unknowing, new Exclusions(unknowing, false)).follow("c-1", LOCAL, SERVER))
                .isEqualTo(Outlook.STANDS);
        assertThat(host.present()).contains(pin(SERVER, FIRST));
    }

    /// The manager is killed.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// Lets some changes and journal lines pass; the manager is killed right before the next.
    private static final class Life {
        private int left = Integer.MAX_VALUE;

        void step() {
            if (left-- <= 0) {
                throw new Killed();
            }
        }
    }

    private Host mortal(Life life) {
        return (Host) Proxy.newProxyInstance(
                Host.class.getClassLoader(), new Class<?>[] {Host.class}, (_, method, arguments) -> {
                    boolean changes = Set.of("apply", "undo").contains(method.getName());
                    if (changes) {
                        life.step();
                    }
                    try {
                        return method.invoke(host, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private LineFile mortalLines(Life life) {
        return new LineFile() {
            @Override
            public List<String> lines() {
                return lines.lines();
            }

            @Override
            public void append(String line, boolean toDisk) {
                life.step();
                lines.append(line, toDisk);
            }

            @Override
            public void replace(List<String> fresh) {
                life.step();
                lines.replace(fresh);
            }

            @Override
            public String name() {
                return "mortal";
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void killedWhileARouteMoves_successorLeavesTheHostAsBefore_H6() {
        int kills = 0;
        boolean done = false;
        boolean sawBoth = false;
        for (int steps = 0; !done; steps++) {
            host.defaultRoute(FIRST);
            Life life = new Life();
            HostLedger killed = new HostLedger(mortal(life), Journal.open(mortalLines(life)));
            connect(killed, "c-1", SERVER, 1);
            host.defaultRoute(SECOND);
            life.left = steps;
            try {
                new PinnedRoutes(killed, new Exclusions(killed, false)).follow("c-1", LOCAL, SERVER);
                done = true;
            } catch (Killed e) {
                kills++;
            }
            sawBoth |= host.present().containsAll(Set.of(pin(SERVER, FIRST), pin(SERVER, SECOND)));
            host.crash();
            new HostLedger(host, Journal.open(lines)).recover();
            assertThat(host.present()).as("killed at step %d", steps).isEmpty();
            assertThat(lines.lines()).isEmpty();
        }
        assertThat(kills).isEqualTo(4);
        assertThat(sawBoth).isTrue();
    }

    private static NetworkPlan told(HostLedger ledger, String link, String... prefixes) {
        List<Route> routes = Arrays.stream(prefixes)
                .map(Prefix::parse)
                .map(prefix -> new Route(prefix.network(), prefix.length(), Origin.DHCP))
                .toList();
        return NetworkPlanner.plan(
                Entry.of("office").with(EntryOption.SERVER, "vpn.example").with(EntryOption.DEFAULT_ROUTE, "false"),
                ScriptedTunnel.PROJECTION.with(new LearnedNetwork(
                        routes, false, List.of(), List.of(), List.of(), prefixes.length == 0 ? 0 : 1300)),
                link,
                SERVER,
                ledger.routeTo(SERVER),
                1);
    }

    @Test
    void killedWhileWhatIsToldChanges_successorLeavesTheHostAsBefore_H6() {
        int kills = 0;
        boolean done = false;
        for (int steps = 0; !done; steps++) {
            Life life = new Life();
            HostLedger killed = new HostLedger(mortal(life), Journal.open(mortalLines(life)));
            String link = killed.open("c-1").name();
            killed.apply("c-1", told(killed, link));
            life.left = steps;
            try {
                killed.change("c-1", told(killed, link, "10.32.0.0/11", "198.51.0.0/16"));
                killed.change("c-1", told(killed, link, "172.16.0.0/12"));
                done = true;
            } catch (Killed e) {
                kills++;
            }
            host.crash();
            new HostLedger(host, Journal.open(lines)).recover();
            assertThat(host.present()).as("killed at step %d", steps).isEmpty();
            assertThat(lines.lines()).isEmpty();
        }
        assertThat(kills).isGreaterThan(8);
    }
}
