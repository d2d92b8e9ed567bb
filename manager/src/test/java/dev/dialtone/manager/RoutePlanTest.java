package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.HostChange;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a connection takes, leaves and pins. The tunnel's address is 10.9.0.2, its peer's 10.9.0.1, its name server
/// 10.9.0.53.
class RoutePlanTest {
    private static final int AUTOMATIC = 999;
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final Entry EVERYTHING = Entry.of("office").with(EntryOption.SERVER, "vpn.example");
    private static final Entry SPLIT = EVERYTHING.with(EntryOption.DEFAULT_ROUTE, "false");

    private static TunnelProjection projection(String ipv4, LearnedNetwork learned) {
        TunnelProjection p = ScriptedTunnel.PROJECTION;
        return new TunnelProjection(
                (Inet4Address) InetAddress.ofLiteral(ipv4),
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

    private static LearnedNetwork told(boolean router, String... prefixes) {
        List<Route> routes = Arrays.stream(prefixes)
                .map(Prefix::parse)
                .map(p -> new Route(p.network(), p.length(), p.isIpv4() ? Origin.DHCP : Origin.ROUTER))
                .toList();
        List<Inet6Address> ours = router ? List.of((Inet6Address) InetAddress.ofLiteral("fd00:9::2")) : List.of();
        return new LearnedNetwork(routes, router, ours, List.of(), List.of(), 0);
    }

    private static RoutePlan plan(Entry entry, LearnedNetwork learned) {
        return RoutePlan.of(entry, projection("10.9.0.2", learned), SERVER, true, AUTOMATIC);
    }

    private static RoutePlan plan(Entry entry) {
        return plan(entry, LearnedNetwork.NONE);
    }

    private static Entry excluding(Entry entry, String prefixes) {
        return entry.with(EntryOption.ROUTE_EXCLUDE, prefixes);
    }

    private static List<String> takes(RoutePlan plan) {
        return plan.takes().stream().map(RoutePlan.Taken::toString).toList();
    }

    private static List<String> leaves(RoutePlan plan) {
        return plan.leaves().stream().map(Prefix::toString).toList();
    }

    @Test
    void everything_excludedPart_isLeft() {
        RoutePlan plan = plan(excluding(EVERYTHING, "203.0.113.0/24,198.18.0.9,2001:db8::/32"), told(true));
        assertThat(takes(plan)).containsExactly("0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1");
        assertThat(leaves(plan)).containsExactly("203.0.113.0/24", "198.18.0.9/32", "2001:db8::/32");
    }

    @Test
    void excludedIpv6_whenTheTunnelTakesNone_needsNothing() {
        assertThat(leaves(plan(excluding(EVERYTHING, "2001:db8::/32")))).isEmpty();
    }

    @Test
    void split_excludedMoreSpecific_isLeft_andWhatNothingCoversIsNot() {
        Entry entry = SPLIT.with(EntryOption.ROUTES, "10.0.0.0/8");
        RoutePlan plan = plan(excluding(entry, "10.1.0.0/16,172.16.0.0/12"));
        assertThat(takes(plan)).containsExactly("10.0.0.0/8");
        assertThat(leaves(plan)).containsExactly("10.1.0.0/16");
    }

    @Test
    void excludedEqual_wins_andIsLeftWhereALargerOneCoversIt() {
        Entry entry = SPLIT.with(EntryOption.ROUTES, "10.1.0.0/16,172.16.0.0/12");
        RoutePlan alone = plan(excluding(entry, "10.1.0.0/16"));
        assertThat(takes(alone)).containsExactly("172.16.0.0/12", "10.9.0.53/32");
        assertThat(leaves(alone)).isEmpty();
        Entry larger = SPLIT.with(EntryOption.ROUTES, "10.0.0.0/8,10.1.0.0/16");
        RoutePlan covered = plan(excluding(larger, "10.1.0.0/16"));
        assertThat(takes(covered)).containsExactly("10.0.0.0/8");
        assertThat(leaves(covered)).containsExactly("10.1.0.0/16");
    }

    @Test
    void excludedHalfOfEverything_isNotTaken() {
        RoutePlan plan = plan(excluding(EVERYTHING, "0.0.0.0/1"));
        assertThat(takes(plan)).containsExactly("128.0.0.0/1");
        assertThat(leaves(plan)).isEmpty();
    }

    @Test
    void entrysOwnPartOfWhatItExcludes_isTaken() {
        Entry entry = SPLIT.with(EntryOption.ROUTES, "10.0.0.0/8,10.1.2.0/24");
        RoutePlan plan = plan(excluding(entry, "10.1.0.0/16"));
        assertThat(takes(plan)).containsExactly("10.0.0.0/8", "10.1.2.0/24");
        assertThat(leaves(plan)).containsExactly("10.1.0.0/16");
    }

    /// SECURITY: a peer cannot take back by its words what the entry keeps from it.
    @Test
    void partThatIsTold_ofWhatIsExcluded_isRefused() {
        LearnedNetwork learned = told(false, "10.1.2.0/24", "10.1.0.0/16", "10.0.0.0/9", "fd00:1:2::/48");
        RoutePlan plan = plan(excluding(SPLIT, "10.1.0.0/16,fd00:1::/32"), learned);
        assertThat(takes(plan)).containsExactly("10.0.0.0/9");
        assertThat(leaves(plan)).containsExactly("10.1.0.0/16");
    }

    @Test
    void nameServerInWhatIsExcluded_isAskedInside_unlessItsAddressIsNamed() {
        RoutePlan plan = plan(excluding(EVERYTHING, "10.0.0.0/8"));
        assertThat(takes(plan)).containsExactly("0.0.0.0/1", "128.0.0.0/1", "10.9.0.53/32");
        assertThat(leaves(plan)).containsExactly("10.0.0.0/8");
        assertThat(takes(plan(excluding(SPLIT, "10.0.0.0/8")))).containsExactly("10.9.0.53/32");
        assertThat(takes(plan(excluding(EVERYTHING, "10.9.0.53")))).containsExactly("0.0.0.0/1", "128.0.0.0/1");
        assertThat(leaves(plan(excluding(EVERYTHING, "10.9.0.53")))).containsExactly("10.9.0.53/32");
        assertThat(takes(plan(excluding(EVERYTHING, "10.0.0.0/8").with(EntryOption.DNS, "false"))))
                .containsExactly("0.0.0.0/1", "128.0.0.0/1");
    }

    @Test
    void excludedServer_orTheTunnelsOtherEnd_changesNothing() {
        RoutePlan plan = plan(excluding(EVERYTHING, "198.51.100.0/24,10.9.0.1"));
        assertThat(plan.covers(SERVER)).as("it is pinned as ever").isTrue();
        assertThat(leaves(plan)).containsExactly("198.51.100.0/24");
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.0.2, 10.0.0.0/8",
        "126.255.0.1, 126.0.0.0/8",
        "128.0.0.1, 128.0.0.0/16",
        "191.255.3.4, 191.255.0.0/16",
        "192.168.5.7, 192.168.5.0/24",
        "223.1.2.3, 223.1.2.0/24",
    })
    void classRoute_takesTheClassfulNetwork(String address, String network) {
        Entry entry = SPLIT.with(EntryOption.CLASS_ROUTE, "true").with(EntryOption.DNS, "false");
        assertThat(takes(RoutePlan.of(entry, projection(address, LearnedNetwork.NONE), SERVER, true, AUTOMATIC)))
                .containsExactly(network);
    }

    @Test
    void classRoute_offByDefault_notForEverything_notOfNobodysAddress_notOverTheServerWithoutAPin() {
        Entry classful = SPLIT.with(EntryOption.CLASS_ROUTE, "true").with(EntryOption.DNS, "false");
        assertThat(takes(plan(SPLIT.with(EntryOption.DNS, "false")))).isEmpty();
        assertThat(takes(plan(EVERYTHING.with(EntryOption.CLASS_ROUTE, "true"))))
                .containsExactly("0.0.0.0/1", "128.0.0.0/1");
        for (String address : List.of("127.0.0.5", "0.1.2.3", "224.0.0.7", "255.255.255.255", "169.254.3.4")) {
            assertThat(takes(RoutePlan.of(classful, projection(address, LearnedNetwork.NONE), SERVER, true, AUTOMATIC)))
                    .as(address)
                    .isEmpty();
        }
        TunnelProjection beside = projection("198.51.100.200", LearnedNetwork.NONE);
        assertThat(takes(RoutePlan.of(classful, beside, SERVER, true, AUTOMATIC)))
                .containsExactly("198.51.100.0/24");
        assertThat(takes(RoutePlan.of(classful, beside, SERVER, false, AUTOMATIC)))
                .isEmpty();
        assertThat(takes(plan(excluding(classful, "10.0.0.0/8")))).isEmpty();
    }

    @Test
    void ipv6Apart_takesEverythingOrPartsOfItsFamilyAlone() {
        Entry six = SPLIT.with(EntryOption.DEFAULT_ROUTE_IPV6, "true").with(EntryOption.ROUTES, "10.0.0.0/8,fd00::/8");
        assertThat(takes(plan(six, told(true, "10.1.0.0/16", "fd77::/32"))))
                .containsExactlyInAnyOrder("10.0.0.0/8", "10.1.0.0/16", "::/1", "8000::/1");
        assertThat(takes(plan(six.with(EntryOption.SERVER_ROUTES, "false"), told(true, "10.1.0.0/16"))))
                .containsExactlyInAnyOrder("10.0.0.0/8", "::/1", "8000::/1");
        Entry four = EVERYTHING
                .with(EntryOption.DEFAULT_ROUTE_IPV6, "false")
                .with(EntryOption.ROUTES, "10.0.0.0/8,fd00::/8");
        assertThat(takes(plan(four, told(true, "10.1.0.0/16", "fd77::/32"))))
                .containsExactlyInAnyOrder("0.0.0.0/1", "128.0.0.0/1", "fd00::/8", "fd77::/32");
        assertThat(takes(plan(four.with(EntryOption.SERVER_ROUTES, "false"), told(true, "fd77::/32"))))
                .containsExactlyInAnyOrder("0.0.0.0/1", "128.0.0.0/1", "fd00::/8");
    }

    @Test
    void ipv6Apart_withoutARouter_piecesAreAllThereIs() {
        Entry six = SPLIT.with(EntryOption.DEFAULT_ROUTE_IPV6, "true")
                .with(EntryOption.SERVER_ROUTES, "false")
                .with(EntryOption.DNS, "false");
        assertThat(takes(plan(six, told(false, "10.1.0.0/16", "fd77::/32")))).containsExactly("fd77::/32");
    }

    @Test
    void givenNameServer_isADestinationOfASplitConnection_ofEitherFamily_dnsOffToo() {
        TunnelProjection given = projection("10.9.0.2", told(true))
                .withDns(List.of(InetAddress.ofLiteral("192.0.2.53"), InetAddress.ofLiteral("2001:db8::53")));
        Entry entry = SPLIT.with(EntryOption.DNS, "false").with(EntryOption.DNS_SERVERS, "192.0.2.53,2001:db8::53");
        assertThat(takes(RoutePlan.of(entry, given, SERVER, true, AUTOMATIC)))
                .containsExactly("192.0.2.53/32", "2001:db8::53/128");
        Entry six = entry.with(EntryOption.DEFAULT_ROUTE_IPV6, "true");
        assertThat(takes(RoutePlan.of(six, given, SERVER, true, AUTOMATIC)))
                .as("the server of IPv6 is inside already")
                .containsExactly("::/1", "8000::/1", "192.0.2.53/32");
    }

    @Test
    void givenIPv6Address_leadsItsPrefix_orEverythingWithoutARouter() {
        LearnedNetwork given = LearnedNetwork.NONE.at((Inet6Address) InetAddress.ofLiteral("2001:db8:7:1::7"));
        Entry part = SPLIT.with(EntryOption.DNS, "false").with(EntryOption.ADDRESS_IPV6, "2001:db8:7:1::7/48");
        assertThat(takes(plan(part, given))).containsExactly("2001:db8:7::/48");
        assertThat(takes(plan(part.with(EntryOption.ROUTES, "2001:db8:7::/48@9"), given)))
                .containsExactly("2001:db8:7::/48@9");
        assertThat(takes(plan(part.with(EntryOption.ADDRESS_IPV6, "2001:db8:7:1::7/128"), given)))
                .isEmpty();
        assertThat(takes(plan(part.with(EntryOption.DEFAULT_ROUTE_IPV6, "true"), given)))
                .containsExactly("::/1", "8000::/1");
        assertThat(takes(plan(part.with(EntryOption.DEFAULT_ROUTE_IPV6, "true"), LearnedNetwork.NONE)))
                .as("before the address is there")
                .isEmpty();
    }

    @Test
    void metricOfIPv6_isItsOwn() {
        RoutePlan plan = plan(EVERYTHING.with(EntryOption.METRIC_IPV6, "70"), told(true));
        assertThat(metric(plan, "0.0.0.0/1")).isEqualTo(AUTOMATIC);
        assertThat(metric(plan, "::/1")).isEqualTo(70);
        Entry both = SPLIT.with(EntryOption.METRIC, "20")
                .with(EntryOption.METRIC_IPV6, "70")
                .with(EntryOption.ROUTES, "10.0.0.0/8,fd00::/8,fd00:1::/32@60");
        assertThat(metric(plan(both), "10.0.0.0/8")).isEqualTo(20);
        assertThat(metric(plan(both), "fd00::/8")).isEqualTo(70);
        assertThat(metric(plan(both), "fd00:1::/32")).isEqualTo(60);
    }

    private static int metric(RoutePlan plan, String prefix) {
        return plan.takes().stream()
                .filter(taken -> taken.to().equals(Prefix.parse(prefix)))
                .map(taken -> plan.route(taken, "dial0"))
                .mapToInt(HostChange.Route::metric)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void metric_automatic_theEntrys_orTheRoutesOwn_IPv4AndIPv6() {
        Entry entry = SPLIT.with(EntryOption.ROUTES, "10.0.0.0/8,10.1.0.0/16@50,fd00::/8,fd00:1::/32@60");
        RoutePlan automatic = plan(entry);
        assertThat(takes(automatic)).containsExactly("10.0.0.0/8", "10.1.0.0/16@50", "fd00::/8", "fd00:1::/32@60");
        assertThat(metric(automatic, "10.0.0.0/8")).isEqualTo(AUTOMATIC);
        assertThat(metric(automatic, "10.1.0.0/16")).isEqualTo(50);
        RoutePlan explicit = plan(entry.with(EntryOption.METRIC, "20"));
        assertThat(explicit.metric()).isEqualTo(20);
        assertThat(metric(explicit, "10.0.0.0/8")).isEqualTo(20);
        assertThat(metric(explicit, "fd00::/8")).isEqualTo(20);
        assertThat(metric(explicit, "fd00:1::/32")).isEqualTo(60);
        RoutePlan everything = plan(EVERYTHING.with(EntryOption.METRIC, "30"), told(true));
        assertThat(everything.takes())
                .extracting(taken -> everything.route(taken, "dial0").metric())
                .containsExactly(30, 30, 30, 30);
    }
}
