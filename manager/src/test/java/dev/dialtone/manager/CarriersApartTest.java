package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.ManualLoop;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Several connections: the routes of one must not lead the carrier of another into its tunnel.
class CarriersApartTest {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.10");
    private static final NextHop WAY = new NextHop(MemoryHost.OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), LOCAL);
    private static final InetAddress FIRST = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress SECOND = InetAddress.ofLiteral("203.0.113.7");
    private static final Entry EVERYTHING = Entry.of("all").with(EntryOption.SERVER, "vpn.example");
    private static final Entry SPLIT =
            EVERYTHING.with(EntryOption.DEFAULT_ROUTE, "false").with(EntryOption.ROUTES, "10.50.0.0/16");

    private final ManualLoop loop = new ManualLoop();
    private final MemoryHost host = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private final HostDesk desk = new HostDesk(new HostLedger(host, Journal.open(lines)), Runnable::run);
    private final Map<String, String> links = new HashMap<>();

    private void connect(String connection, Entry entry, InetAddress server) {
        desk.open(
                connection,
                Placement.ofMachine(entry.text(EntryOption.NETNS)),
                "",
                loop,
                device -> links.put(connection, device.name()),
                refused -> {
                    throw refused;
                });
        loop.drain();
        desk.apply(
                connection,
                entry,
                ScriptedTunnel.PROJECTION,
                links.get(connection),
                new InetSocketAddress(server, 443),
                false,
                loop,
                _ -> {},
                refused -> {
                    throw refused;
                });
        loop.drain();
    }

    private void release(String connection) {
        desk.release(connection, false, loop, () -> {});
        loop.drain();
    }

    private static HostChange pin(InetAddress server) {
        return new HostChange.Route(server, 32, WAY.link(), WAY.gateway(), 0);
    }

    @Test
    void splitOne_thenOneForEverything_bothCarriersKeepTheirWay_H6() {
        connect("c-1", SPLIT, FIRST);
        assertThat(host.present()).doesNotContain(pin(FIRST));
        connect("c-2", EVERYTHING, SECOND);
        assertThat(host.routeTo(FIRST).link()).isEqualTo(MemoryHost.OUTER_LINK);
        assertThat(host.routeTo(SECOND).link()).isEqualTo(MemoryHost.OUTER_LINK);
        release("c-1");
        assertThat(host.present()).as("it may be dialled again").contains(pin(FIRST));
        release("c-2");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void oneInANamespace_thenOneForEverythingOutside_bothCarriersKeepTheirWay_H6() {
        connect("c-1", EVERYTHING.with(EntryOption.NETNS, "blue"), FIRST);
        connect("c-2", EVERYTHING, SECOND);
        assertThat(host.routeTo(FIRST).link()).isEqualTo(MemoryHost.OUTER_LINK);
        release("c-2");
        release("c-1");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void sessionsOfSshNotKept_carriersAre() {
        host.logIn(InetAddress.ofLiteral("203.0.113.99"));
        connect("c-1", SPLIT, FIRST);
        connect("c-2", EVERYTHING.with(EntryOption.KEEP_SSH, "false"), SECOND);
        assertThat(host.present()).contains(pin(FIRST)).doesNotContain(pin(InetAddress.ofLiteral("203.0.113.99")));
    }

    /// The network moves, and before anybody has followed it the network inside tells something.
    @Test
    void wayOutMoves_whileRoutesChange_sessionsFollowAllTheSame_H6() {
        InetAddress admin = InetAddress.ofLiteral("203.0.113.99");
        NextHop moved = new NextHop("wlan0", InetAddress.ofLiteral("192.0.2.2"), null);
        Entry split = SPLIT.with(EntryOption.ROUTES, "203.0.113.0/24");
        host.logIn(admin);
        connect("c-1", split, FIRST);
        assertThat(host.present()).contains(pin(admin));
        host.defaultRoute(moved);
        desk.change("c-1", split, ScriptedTunnel.PROJECTION, String.valueOf(links.get("c-1")), FIRST, loop, _ -> {});
        desk.follow("c-1", LOCAL, FIRST, loop, _ -> {});
        loop.drain();
        assertThat(host.present())
                .contains(new HostChange.Route(admin, 32, "wlan0", moved.gateway(), 0))
                .doesNotContain(pin(admin));
        release("c-1");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void dialledThroughTheOther_staysInIt_whenTheOthersRoutesChange_H6() {
        connect("c-1", EVERYTHING, FIRST);
        connect("c-2", SPLIT, SECOND);
        assertThat(host.routeTo(SECOND).link()).isEqualTo(links.get("c-1"));
        desk.change(
                "c-1", EVERYTHING, ScriptedTunnel.PROJECTION, String.valueOf(links.get("c-1")), FIRST, loop, _ -> {});
        loop.drain();
        assertThat(host.routeTo(SECOND).link()).isEqualTo(links.get("c-1"));
        release("c-1");
        release("c-2");
        assertThat(host.present()).isEmpty();
    }
}
