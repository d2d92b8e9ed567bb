package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The way out as if we had no routes, and how a pinned route follows it; in a namespace of its own.
@Tag("namespace")
class OuterRouteNamespaceTest {
    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = new TestNamespace();
        namespace.ethernet("eth9");
        namespace.ethernet("eth8");
        namespace.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        namespace.make("ip", "address", "add", "192.0.3.7/24", "dev", "eth8");
        namespace.make("ip", "address", "add", "2001:db8:2::7/64", "dev", "eth9", "nodad");
        namespace.make("ip", "address", "add", "2001:db8:3::7/64", "dev", "eth8", "nodad");
    }

    @AfterEach
    void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void tunnelTakesEverything_outerRouteTo_givesTheRealGateway() {
        namespace.make("ip", "route", "add", "default", "via", "192.0.2.1");
        namespace.make("ip", "-6", "route", "add", "default", "via", "2001:db8:2::1");
        assertThat(namespace.probe(
                        "open dial0",
                        "up dial0 1400",
                        "address dial0 10.9.0.2 32 10.9.0.1",
                        "address dial0 2001:db8:9::2 64",
                        "route dial0 0.0.0.0/1 - 0",
                        "route dial0 128.0.0.0/1 - 0",
                        "route dial0 ::/1 - 0",
                        "route dial0 8000::/1 - 0",
                        "route eth8 198.51.100.1/32 192.0.3.1 0",
                        "to 203.0.113.1",
                        "outer 203.0.113.1",
                        "outer 198.51.100.1",
                        "outer 10.9.0.1",
                        "outer 2001:db8:77::1",
                        "outer 192.0.3.9"))
                .isEqualTo("""
                        to NextHop[link=dial0, gateway=null, source=/10.9.0.2]
                        outer Optional[NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]]
                        outer Optional[NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]]
                        outer Optional[NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]]
                        outer Optional[NextHop[link=eth9, gateway=/2001:db8:2:0:0:0:0:1, source=/2001:db8:2:0:0:0:0:7]]
                        outer Optional[NextHop[link=eth8, gateway=null, source=/192.0.3.7]]
                        """);
    }

    @Test
    void severalRoutes_outerRouteTo_takesLongestPrefixThenLowestMetric() {
        namespace.make("ip", "address", "add", "192.0.2.8/24", "dev", "eth9");
        namespace.make("ip", "route", "add", "default", "via", "192.0.2.1", "metric", "600", "src", "192.0.2.8");
        namespace.make("ip", "route", "add", "default", "via", "192.0.3.1", "metric", "100");
        namespace.make("ip", "route", "add", "198.51.100.0/24", "via", "192.0.2.9", "metric", "700");
        namespace.make("ip", "route", "add", "unreachable", "198.51.100.128/25");
        namespace.make("ip", "route", "add", "203.0.113.0/24", "tos", "0x10", "via", "192.0.2.9");
        namespace.make("ip", "route", "add", "203.0.113.1", "via", "192.0.2.9", "table", "77");
        assertThat(namespace.probe(
                        "outer 203.0.113.1",
                        "outer 198.51.100.1",
                        "outer 198.51.100.200",
                        "run ip link set eth8 down",
                        "outer 203.0.113.1",
                        "run ip route del default",
                        "outer 203.0.113.1",
                        "outer 2001:db8:77::1"))
                .isEqualTo("""
                        outer Optional[NextHop[link=eth8, gateway=/192.0.3.1, source=/192.0.3.7]]
                        outer Optional[NextHop[link=eth9, gateway=/192.0.2.9, source=/192.0.2.7]]
                        outer Optional.empty
                        $ ip link set eth8 down
                        outer Optional[NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.8]]
                        $ ip route del default
                        outer Optional.empty
                        outer Optional.empty
                        """);
    }

    @Test
    void severalWaysOfOneRoute_outerRouteTo_takesOneThatIsUp() {
        namespace.make("sh", "-c", "ip route add default nexthop via 192.0.3.1 nexthop via 192.0.2.1");
        namespace.make("ip", "-6", "route", "add", "default", "via", "2001:db8:3::1");
        namespace.make("ip", "-6", "route", "append", "default", "via", "2001:db8:2::1");
        String[] steps = {"outer 203.0.113.1", "outer 2001:db8:77::1"};
        assertThat(namespace.probe(steps)).contains("gateway=/192.0.3.1", "gateway=/2001:db8:3:0:0:0:0:1");
        namespace.make("ip", "link", "set", "eth8", "down");
        assertThat(namespace.probe(steps)).contains("gateway=/192.0.2.1", "gateway=/2001:db8:2:0:0:0:0:1");
    }

    @Test
    void addressOfThisHost_outerRouteTo_isTheLoopback() {
        assertThat(namespace.probe("outer 127.0.0.1", "outer ::1", "outer 192.0.3.7"))
                .isEqualTo("""
                        outer Optional[NextHop[link=lo, gateway=null, source=/127.0.0.1]]
                        outer Optional[NextHop[link=lo, gateway=null, source=/0:0:0:0:0:0:0:1]]
                        outer Optional[NextHop[link=lo, gateway=null, source=/192.0.3.7]]
                        """);
    }

    @Test
    void addresses_hasAddress_onlyOnLinksThatAreUp() {
        assertThat(namespace.probe(
                        "has 192.0.2.7",
                        "has 2001:db8:3::7",
                        "has 127.0.0.5",
                        "has ::1",
                        "has 192.0.2.8",
                        "run ip link set eth9 down",
                        "has 192.0.2.7",
                        "run ip address del 192.0.3.7/24 dev eth8",
                        "has 192.0.3.7"))
                .isEqualTo("""
                        has true
                        has true
                        has true
                        has true
                        has false
                        $ ip link set eth9 down
                        has false
                        $ ip address del 192.0.3.7/24 dev eth8
                        has false
                        """);
    }

    @Test
    void wholeDestination_wayAround_takesWhatCoversAllOfIt() {
        namespace.make("ip", "route", "add", "default", "via", "192.0.2.1");
        namespace.make("ip", "route", "add", "10.1.2.0/24", "via", "192.0.3.1");
        namespace.make("ip", "route", "add", "10.1.0.0/24", "via", "192.0.3.1");
        namespace.make("ip", "route", "add", "172.16.0.0/12", "via", "192.0.3.1");
        assertThat(namespace.probe(
                        "open dial0",
                        "up dial0 1400",
                        "route dial0 0.0.0.0/1 - 0",
                        "around 10.1.0.0/16",
                        "around 10.1.2.0/25",
                        "around 172.16.5.0/24",
                        "around 192.0.3.0/24",
                        "around 192.0.3.7/32",
                        "around 2001:db8:77::/48"))
                .isEqualTo("""
                        around Optional[NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]]
                        around Optional[NextHop[link=eth8, gateway=/192.0.3.1, source=/192.0.3.7]]
                        around Optional[NextHop[link=eth8, gateway=/192.0.3.1, source=/192.0.3.7]]
                        around Optional[NextHop[link=eth8, gateway=null, source=/192.0.3.7]]
                        around Optional[NextHop[link=lo, gateway=null, source=/192.0.3.7]]
                        around Optional.empty
                        """);
    }

    @Test
    void unreachable_isRefused_givesWayToAnyRoute_andOnlyOursIsTakenBack() {
        namespace.make("ip", "route", "add", "unreachable", "198.18.0.0/15", "metric", "1000000");
        assertThat(namespace.probe(
                        "nowhere 203.0.113.0/24",
                        "nowhere 2001:db8:9::/48",
                        "run ip route show 203.0.113.0/24",
                        "run ip -6 route show 2001:db8:9::/48",
                        "run ip route get 203.0.113.5",
                        "route eth9 203.0.113.0/24 192.0.2.1 0",
                        "route eth9 2001:db8:9::/48 2001:db8:2::1 0",
                        "to 203.0.113.5",
                        "to 2001:db8:9::5",
                        "unroute eth9 203.0.113.0/24 192.0.2.1 0",
                        "run ip route show 203.0.113.0/24",
                        "undo",
                        "run ip route show 203.0.113.0/24",
                        "run ip -6 route show 2001:db8:9::/48"))
                .isEqualTo("""
                        $ ip route show 203.0.113.0/24
                        unreachable 203.0.113.0/24 proto 209 metric 1000000\s
                        $ ip -6 route show 2001:db8:9::/48
                        unreachable 2001:db8:9::/48 dev lo proto 209 metric 1000000 pref medium
                        $ ip route get 203.0.113.5
                        RTNETLINK answers: No route to host
                        to NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]
                        to NextHop[link=eth9, gateway=/2001:db8:2:0:0:0:0:1, source=/2001:db8:2:0:0:0:0:7]
                        $ ip route show 203.0.113.0/24
                        unreachable 203.0.113.0/24 proto 209 metric 1000000\s
                        $ ip route show 203.0.113.0/24
                        $ ip -6 route show 2001:db8:9::/48
                        """);
        assertThat(namespace.probe("nowhere 198.18.0.0/15")).startsWith("refused error=716 layer=host");
        assertThat(namespace.run("ip", "route", "show", "198.18.0.0/15").output())
                .contains("unreachable");
    }

    private static String family(String destination) {
        return destination.contains(":") ? "-6" : "-4";
    }

    private String pinned(String destination) {
        return namespace
                .run("ip", family(destination), "route", "show", destination)
                .output();
    }

    private String moved(String destination, String... steps) {
        String show = "run ip " + family(destination) + " route show " + destination;
        return namespace.probe(
                steps[0], show, steps[1], show, "to " + destination, "un" + steps[0], show, "undo", show);
    }

    @Test
    void pinnedRoute_movedToAnotherLink_standsAtEveryMoment() {
        assertThat(moved(
                        "198.51.100.1",
                        "route eth9 198.51.100.1/32 192.0.2.1 0",
                        "route eth8 198.51.100.1/32 192.0.3.1 0"))
                .isEqualTo("""
                        $ ip -4 route show 198.51.100.1
                        198.51.100.1 via 192.0.2.1 dev eth9 proto 209\s
                        $ ip -4 route show 198.51.100.1
                        198.51.100.1 via 192.0.3.1 dev eth8 proto 209\s
                        198.51.100.1 via 192.0.2.1 dev eth9 proto 209\s
                        to NextHop[link=eth8, gateway=/192.0.3.1, source=/192.0.3.7]
                        $ ip -4 route show 198.51.100.1
                        198.51.100.1 via 192.0.3.1 dev eth8 proto 209\s
                        $ ip -4 route show 198.51.100.1
                        """);
    }

    @Test
    void pinnedIpv6Route_movedToAnotherGateway_standsAtEveryMoment() {
        for (String next :
                new String[] {"eth9 2001:db8:77::1/128 2001:db8:2::2", "eth8 2001:db8:77::1/128 2001:db8:3::1"}) {
            String[] said = moved(
                            "2001:db8:77::1", "route eth9 2001:db8:77::1/128 2001:db8:2::1 0", "route " + next + " 0")
                    .split("\\$ .*\n", -1);
            String from = "via 2001:db8:2::1 dev eth9";
            String to = "via " + next.split(" ", -1)[2] + " dev " + next.split(" ", -1)[0];
            assertThat(said).hasSize(5);
            assertThat(said[1]).contains(from).doesNotContain(to);
            assertThat(said[2]).contains(from, to).contains("to NextHop[link=eth");
            assertThat(said[3]).contains(to).doesNotContain(from);
            assertThat(said[4]).isEmpty();
        }
    }

    @Test
    void killedInTheMiddleOfAMove_bothAreUndoneByTheNext() {
        String[] four = {"route eth9 198.51.100.1/32 192.0.2.1 0", "route eth8 198.51.100.1/32 192.0.3.1 0"};
        String[] six = {"route eth9 2001:db8:77::1/128 2001:db8:2::1 0", "route eth9 2001:db8:77::1/128 2001:db8:2::2 0"
        };
        namespace.probe(four[0], four[1], six[0], six[1], "die");
        assertThat(pinned("198.51.100.1")).contains("192.0.2.1", "192.0.3.1");
        assertThat(namespace.probe("un" + four[1], "un" + four[0], "un" + six[1], "un" + six[0]))
                .isEmpty();
        assertThat(pinned("198.51.100.1") + pinned("2001:db8:77::1")).isEmpty();
    }

    @Test
    void routeOfAnotherInThePlace_move_isRefusedAndNothingIsLost() {
        namespace.make("ip", "route", "add", "198.51.100.1", "via", "192.0.2.9");
        assertThat(namespace.probe("route eth8 198.51.100.1/32 192.0.3.1 0"))
                .startsWith("refused error=716 layer=host");
        assertThat(pinned("198.51.100.1")).isEqualTo("198.51.100.1 via 192.0.2.9 dev eth9 \n");
    }
}
