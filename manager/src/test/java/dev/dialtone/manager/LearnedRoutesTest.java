package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearnedNetwork.Domain;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.carriers.LearnedNetwork.Server;
import dev.dialtone.carriers.NameServers;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver.LinkDns;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What of a peer's words becomes routes, addresses and names, and what must not.
class LearnedRoutesTest {
    private static final Entry EVERYTHING = Entry.of("office").with(EntryOption.SERVER, "vpn.example");
    private static final Entry SPLIT = EVERYTHING.with(EntryOption.DEFAULT_ROUTE, "false");
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress SERVER_V6 = InetAddress.ofLiteral("2001:db8::7");
    private static final NextHop WAY = new NextHop("eth0", InetAddress.ofLiteral("192.0.2.1"), null);
    private static final NextHop WAY_V6 = new NextHop("eth0", InetAddress.ofLiteral("fe80::99"), null);
    private static final Inet6Address OURS = (Inet6Address) InetAddress.ofLiteral("fd00:9::2");

    private static TunnelProjection told(LearnedNetwork learned) {
        TunnelProjection p = ScriptedTunnel.PROJECTION;
        return new TunnelProjection(
                p.ipv4(),
                p.ipv4Peer(),
                null,
                (Inet6Address) InetAddress.ofLiteral("fe80::2"),
                (Inet6Address) InetAddress.ofLiteral("fe80::1"),
                null,
                p.dns(),
                p.nbns(),
                p.mtu(),
                p.authMethod(),
                learned);
    }

    private static LearnedNetwork routes(String... prefixes) {
        List<Route> routes = Arrays.stream(prefixes)
                .map(Prefix::parse)
                .map(p -> new Route(p.network(), p.length(), p.isIpv4() ? Origin.DHCP : Origin.ROUTER))
                .toList();
        return new LearnedNetwork(routes, false, List.of(), List.of(), List.of(), 0);
    }

    private static LearnedNetwork router(String... prefixes) {
        return new LearnedNetwork(routes(prefixes).routes(), true, List.of(OURS), List.of(), List.of(), 0);
    }

    private static NetworkPlan plan(Entry entry, LearnedNetwork learned) {
        return NetworkPlanner.plan(entry, told(learned), "dial0", SERVER, Optional.of(WAY), 1);
    }

    private static NetworkPlan plan(Entry entry, LearnedNetwork learned, InetAddress server, @Nullable NextHop way) {
        return NetworkPlanner.plan(entry, told(learned), "dial0", server, Optional.ofNullable(way), 1);
    }

    @Test
    void split_takesWhatIsTold() {
        assertThat(plan(SPLIT, routes("10.32.0.0/11", "fd00:a::/32")).routes())
                .containsExactly("10.32.0.0/11", "fd00:a::/32", "10.9.0.53/32");
        Entry more = SPLIT.with(EntryOption.ROUTES, "172.16.0.0/12");
        assertThat(plan(more, routes("10.0.0.0/8")).routes()).containsExactly("172.16.0.0/12", "10.0.0.0/8");
    }

    @Test
    void split_serverRoutesOff_takesNone() {
        Entry own = SPLIT.with(EntryOption.SERVER_ROUTES, "false");
        assertThat(plan(own, routes("10.32.0.0/11", "fd00:a::/32")).routes()).containsExactly("10.9.0.53/32");
    }

    @Test
    void everything_takesIpv6FromARouter_andIpv4AsBefore() {
        NetworkPlan plan = plan(EVERYTHING, router("10.32.0.0/11", "fd00:9::/64"));
        assertThat(plan.routes()).containsExactly("0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1");
        assertThat(plan.changes()).contains(new HostChange.Address("dial0", OURS, 128, null));
    }

    @Test
    void everything_withoutRouter_takesItsIpv6Networks() {
        assertThat(plan(EVERYTHING, routes("10.32.0.0/11", "fd00:9::/64")).routes())
                .containsExactly("0.0.0.0/1", "128.0.0.0/1", "fd00:9::/64");
    }

    @Test
    void split_routerIsNoDefault() {
        assertThat(plan(SPLIT, router("fd00:9::/64")).routes()).containsExactly("fd00:9::/64", "10.9.0.53/32");
    }

    /// SECURITY: of the host itself, of its link, of nobody, or of everybody.
    @Test
    void hostileDestinations_areRefused() {
        LearnedNetwork hostile = routes(
                "127.0.0.0/8",
                "127.0.0.53/32",
                "169.254.0.0/16",
                "224.0.0.0/8",
                "239.1.0.0/16",
                "240.0.0.0/8",
                "255.255.255.255/32",
                "0.0.0.0/8",
                "0.0.0.0/1",
                "128.0.0.0/1",
                "64.0.0.0/2",
                "::/1",
                "2000::/3",
                "::1/128",
                "::/96",
                "fe80::/64",
                "fe00::/7",
                "ff02::/16");
        assertThat(plan(SPLIT, hostile).routes()).containsExactly("10.9.0.53/32");
        assertThat(plan(EVERYTHING, hostile).routes()).containsExactly("0.0.0.0/1", "128.0.0.0/1");
    }

    @Test
    void manyRoutes_onlySoManyAreTaken() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add("10.%d.%d.0/24".formatted(i / 256, i % 256));
        }
        assertThat(plan(SPLIT, routes(many.toArray(String[]::new))).routes()).hasSize(256 + 1);
    }

    private static HostChange.Route pin(InetAddress server, NextHop way) {
        return new HostChange.Route(server, server.getAddress().length * 8, way.link(), way.gateway(), 0);
    }

    /// SECURITY: the carrier never goes through its own tunnel.
    @Test
    void routeThatCoversTheServer_isTakenWithAPinOnly() {
        NetworkPlan plan = plan(SPLIT, routes("198.51.0.0/16"));
        assertThat(plan.routes()).contains("198.51.0.0/16");
        assertThat(plan.changes()).contains(pin(SERVER, WAY));
        assertThat(plan.changes().indexOf(pin(SERVER, WAY)))
                .isLessThan(plan.changes()
                        .indexOf(new HostChange.Route(InetAddress.ofLiteral("198.51.0.0"), 16, "dial0", null, 999)));
        assertThat(plan(SPLIT, routes("198.51.0.0/16", "10.0.0.0/8"), SERVER, null)
                        .routes())
                .containsExactly("10.0.0.0/8");
        assertThat(plan(SPLIT, routes("2001:db8::/32"), SERVER_V6, WAY_V6).changes())
                .contains(pin(SERVER_V6, WAY_V6));
        assertThat(plan(EVERYTHING, router(), SERVER_V6, WAY_V6).changes()).contains(pin(SERVER_V6, WAY_V6));
        assertThat(plan(EVERYTHING, router(), SERVER_V6, null).routes())
                .containsExactly("0.0.0.0/1", "128.0.0.0/1", "8000::/1");
    }

    @Test
    void routeToTheServerAlone_isRefused_asIsItsAddressAsANameServer() {
        assertThat(plan(SPLIT, routes("198.51.100.7/32")).routes()).containsExactly("10.9.0.53/32");
        assertThat(plan(SPLIT, routes("2001:db8::7/128"), SERVER_V6, WAY_V6).routes())
                .containsExactly("10.9.0.53/32");
        LearnedNetwork dns = new LearnedNetwork(
                List.of(), false, List.of(OURS), List.of(new Server(SERVER_V6, Origin.ROUTER)), List.of(), 0);
        assertThat(plan(SPLIT, dns, SERVER_V6, WAY_V6).routes()).containsExactly("10.9.0.53/32");
    }

    private static LearnedNetwork names(List<Inet6Address> addresses, List<String> servers, List<String> domains) {
        return new LearnedNetwork(
                List.of(),
                false,
                addresses,
                servers.stream()
                        .map(InetAddress::ofLiteral)
                        .map(server -> new Server(server, Origin.DHCP))
                        .toList(),
                domains.stream().map(name -> new Domain(name, Origin.DHCP)).toList(),
                0);
    }

    private static LinkDns dns(Entry entry, LearnedNetwork learned) {
        return Objects.requireNonNull(plan(entry, learned).dns());
    }

    @Test
    void names_areAddedToIpcps() {
        LearnedNetwork learned = names(List.of(OURS), List.of("10.9.0.99", "fd00:9::53"), List.of("corp.example"));
        LinkDns dns = dns(EVERYTHING.with(EntryOption.DOMAINS, "home.example"), learned);
        assertThat(dns.servers())
                .containsExactly(InetAddress.ofLiteral("10.9.0.53"), InetAddress.ofLiteral("fd00:9::53"));
        assertThat(dns.domains()).containsExactly("home.example", "corp.example");
        assertThat(plan(EVERYTHING.with(EntryOption.DNS, "false"), learned).dns())
                .isNull();
    }

    @Test
    void nameServersOfDhcp_countWhenIpcpGaveNone() {
        TunnelProjection p = told(names(List.of(), List.of("10.9.0.99", "fd00:9::53"), List.of()));
        TunnelProjection without = new TunnelProjection(
                p.ipv4(),
                p.ipv4Peer(),
                null,
                p.ipv6(),
                p.ipv6Peer(),
                null,
                List.of(),
                List.of(),
                p.mtu(),
                "pap",
                p.learned());
        assertThat(NameServers.of(without)).containsExactly(InetAddress.ofLiteral("10.9.0.99"));
        assertThat(NetworkPlanner.lacks(EVERYTHING, without)).isTrue();
        assertThat(NetworkPlanner.lacks(EVERYTHING, p)).isFalse();
        assertThat(NetworkPlanner.lacks(SPLIT, p)).isTrue();
        assertThat(NetworkPlanner.lacks(SPLIT.with(EntryOption.ROUTES, "10.0.0.0/8"), p))
                .isFalse();
        assertThat(NetworkPlanner.lacks(SPLIT.with(EntryOption.SERVER_ROUTES, "false"), p))
                .isFalse();
    }

    @Test
    void domainsOfTheNetwork_areLeftOutOnRequest() {
        LearnedNetwork learned = names(List.of(OURS), List.of("fd00:9::53"), List.of("corp.example"));
        LinkDns dns = dns(
                EVERYTHING.with(EntryOption.DOMAINS, "home.example").with(EntryOption.SERVER_DOMAINS, "false"),
                learned);
        assertThat(dns.domains()).containsExactly("home.example");
    }

    @Test
    void hostileNames_areRefused() {
        LearnedNetwork learned = names(
                List.of(OURS),
                List.of("::1", "::", "ff02::1", "127.0.0.1", "255.255.255.255"),
                List.of("a b", "x\nnameserver 192.0.2.66", "-x", "ok.example"));
        LinkDns dns = dns(EVERYTHING, learned);
        assertThat(dns.servers()).containsExactly(InetAddress.ofLiteral("10.9.0.53"));
        assertThat(dns.domains()).containsExactly("ok.example");
    }

    /// SECURITY: an IPv6 address that holds the IPv4 loopback is the loopback to a resolver.
    @Test
    void nameServersThatAreThisHost_areRefused_whoeverTellsThem() throws UnknownHostException {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
        LearnedNetwork learned = new LearnedNetwork(
                List.of(),
                false,
                List.of(OURS),
                List.of(new Server(Inet6Address.getByAddress(null, mapped, -1), Origin.ROUTER)),
                List.of(),
                0);
        assertThat(NameServers.of(told(learned))).containsExactly(InetAddress.ofLiteral("10.9.0.53"));
        TunnelProjection p = told(names(List.of(), List.of("10.9.0.99"), List.of()));
        TunnelProjection ipcp = new TunnelProjection(
                p.ipv4(),
                p.ipv4Peer(),
                null,
                p.ipv6(),
                p.ipv6Peer(),
                null,
                List.of(InetAddress.ofLiteral("127.0.0.1")),
                List.of(),
                p.mtu(),
                "pap",
                p.learned());
        assertThat(NameServers.of(ipcp)).containsExactly(InetAddress.ofLiteral("10.9.0.99"));
    }

    @Test
    void smallerMtuOfTheNetwork_isTheInterfaces() {
        LearnedNetwork small = new LearnedNetwork(List.of(), false, List.of(), List.of(), List.of(), 1300);
        LearnedNetwork large = new LearnedNetwork(List.of(), false, List.of(), List.of(), List.of(), 9000);
        assertThat(plan(EVERYTHING, small).changes()).contains(new HostChange.LinkUp("dial0", 1300));
        assertThat(plan(EVERYTHING, large).changes()).contains(new HostChange.LinkUp("dial0", 1400));
    }
}
