package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an entry excludes, with a real kernel: counted by the client's router where it comes in, IPv4 and IPv6, while
/// the way out moves between two links of the client, and after a hang-up or a killed daemon.
@Tag("namespace")
@OwnMachines
@Timeout(180)
class RouteExclusionTest {
    private static final String EXCLUDED = "198.51.100.0/24";
    private static final String EXCLUDED_V6 = "2001:db8:9::/48";
    private static final String OUTSIDE_V6 = "2001:db8:9::9";
    private static final String FIRST = "near";
    private static final String SECOND = "near2";
    private static final String TUNNEL = "dts";
    private static final String ELSEWHERE = "203.0.114.80";
    private static final String[] EVERYTHING = {
        "default-route=false",
        "routes=0.0.0.0/1,128.0.0.0/1,::/1,8000::/1@77",
        "route-exclude=" + EXCLUDED + "," + EXCLUDED_V6,
        "metric=42"
    };

    @TempDir
    Path folder;

    private SafetyRig rig;

    @BeforeEach
    void up() {
        Requires.program("/usr/sbin/nft", "nftables");
        rig = SafetyRig.up(folder);
        rig.sh(
                rig.client,
                "ip link add second type veth peer name near2 netns " + rig.router
                        + "; ip link set second addrgenmode none; ip address add 203.0.113.2/24 dev second;"
                        + " ip link set second up");
        rig.sh(
                rig.router,
                "ip link set near2 addrgenmode none; ip address add 203.0.113.1/24 dev near2; ip link set near2 up;"
                        + " echo 1 > /proc/sys/net/ipv6/conf/all/forwarding;"
                        + " ip address add 2001:db8::1/64 dev near nodad; ip address add 2001:db8:3::1/64 dev near2 nodad;"
                        + " ip address add 2001:db8:9::1/64 dev far nodad;"
                        // what a router looks for neighbours with
                        + " for link in near near2 far; do ip address add fe80::1/64 dev $link nodad; done");
        rig.sh(
                rig.outside,
                "ip address add " + OUTSIDE_V6 + "/64 dev outer nodad; ip -6 route add default via 2001:db8:9::1");
        StringBuilder rules = new StringBuilder(
                "add table inet watch; add chain inet watch seen { type filter hook prerouting priority -300; };");
        for (String from : new String[] {FIRST, SECOND, TUNNEL}) {
            String link = from.equals(TUNNEL) ? "dts*" : from;
            rules.append(" add rule inet watch seen iifname \"" + link + "\" ip daddr " + SafetyRig.OUTSIDE
                    + " counter comment \"" + from + "-4\";");
            rules.append(" add rule inet watch seen iifname \"" + link + "\" ip6 daddr " + OUTSIDE_V6
                    + " counter comment \"" + from + "-6\";");
        }
        rig.sh(rig.router, "nft '" + rules + "'");
    }

    @AfterEach
    void down() {
        if (rig != null) {
            rig.close();
        }
    }

    private void ipv6Outside() {
        rig.sh(
                rig.client,
                "ip address add 2001:db8::2/64 dev outer nodad; ip address add 2001:db8:3::2/64 dev second nodad;"
                        + " ip -6 route add default via 2001:db8::1");
    }

    private void noIpv6Outside() {
        rig.sh(
                rig.client,
                "ip -6 route del default; ip address del 2001:db8::2/64 dev outer;"
                        + " ip address del 2001:db8:3::2/64 dev second");
    }

    private void dial() {
        rig.dial();
        // IPv6 may open a moment after IPv4
        awaitRoute("-6", "8000::/1", "dev dial0");
    }

    private void awaitRoute(String family, String destination, String words) {
        rig.sh(
                rig.client,
                "for i in $(seq 100); do ip " + family + " route show " + destination + " | grep -qF '" + words
                        + "' && exit 0; sleep 0.1; done; ip " + family + " route; exit 1");
    }

    /// How many packets to the host outside came in there.
    private long seen(String from, int family) {
        String rules = rig.sh(rig.router, "nft list chain inet watch seen");
        return Long.parseLong(rules.replaceAll(
                "(?s).*counter packets (\\d+) bytes \\d+ comment \"" + from + "-" + family + "\".*", "$1"));
    }

    private void reach() {
        rig.sh(rig.client, "ping -c 2 -i 0.2 -W 2 " + SafetyRig.OUTSIDE + " && ping -c 2 -i 0.2 -W 2 " + OUTSIDE_V6);
    }

    private JsonObject projection() {
        return Json.object(
                        rig.dialtone("status", SafetyRig.ENTRY, "--json").text().strip())
                .object("projection")
                .orElseThrow();
    }

    @Test
    void excluded_leavesByTheOuterLink_followsTheDefaultRoute_andIsUndone_H6() {
        ipv6Outside();
        rig.entry(EVERYTHING);
        String before = rig.state();

        dial();
        assertThat(rig.deviceTo(ELSEWHERE)).isEqualTo("dial0");
        assertThat(rig.deviceTo("2001:db8:10::1")).isEqualTo("dial0");
        assertThat(rig.sh(rig.client, "ip route show 128.0.0.0/1; ip -6 route show ::/1; ip -6 route show 8000::/1"))
                .contains("128.0.0.0/1 dev dial0 proto 209 scope link metric 42", "::/1 dev dial0 proto 209 metric 42")
                .contains("8000::/1 dev dial0 proto 209 metric 77");
        reach();
        assertThat(seen(FIRST, 4)).isEqualTo(2);
        assertThat(seen(FIRST, 6)).isEqualTo(2);
        assertThat(rig.dialtone("status", SafetyRig.ENTRY).text())
                .contains("0.0.0.0/1, 128.0.0.0/1, ::/1, 8000::/1@77 (metric 42)")
                .contains(EXCLUDED + " by 192.0.2.1 on outer, " + EXCLUDED_V6 + " by 2001:db8::1 on outer");

        rig.sh(rig.client, "ip route replace default via 203.0.113.1; ip -6 route replace default via 2001:db8:3::1");
        awaitRoute("-4", EXCLUDED, "via 203.0.113.1 dev second");
        awaitRoute("-6", EXCLUDED_V6, "via 2001:db8:3::1 dev second");
        reach();
        assertThat(seen(SECOND, 4)).isEqualTo(2);
        assertThat(seen(SECOND, 6)).isEqualTo(2);
        assertThat(seen(TUNNEL, 4) + seen(TUNNEL, 6)).as("through the tunnel").isZero();

        rig.sh(rig.client, "ip route replace default via 192.0.2.1; ip -6 route replace default via 2001:db8::1");
        awaitRoute("-4", EXCLUDED, "via 192.0.2.1 dev outer");
        awaitRoute("-6", EXCLUDED_V6, "via 2001:db8::1 dev outer");
        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(rig.state()).isEqualTo(before);

        dial();
        rig.killDaemon();
        assertThat(rig.sh(rig.client, "ip route; ip -6 route")).contains(EXCLUDED, EXCLUDED_V6);
        rig.startDaemon();
        assertThat(rig.state()).isEqualTo(before);
    }

    @Test
    void nothingOutsideLeadsThere_refusedRatherThanInside_untilThereIsAWay_H6() {
        rig.entry(EVERYTHING);
        String before = rig.state();

        dial();
        assertThat(rig.sh(rig.client, "ip -6 route get 2001:db8:10::1")).contains("dev dial0");
        assertThat(rig.sh(rig.client, "ip -6 route get " + OUTSIDE_V6 + " 2>&1 || true"))
                .contains("No route to host");
        assertThat(rig.dialtone("status", SafetyRig.ENTRY).text())
                .contains(EXCLUDED_V6 + " unreachable, for want of a way outside");
        assertThat(projection().objects("excluded").getLast().has("link")).isFalse();
        rig.killDaemon();
        rig.startDaemon();
        assertThat(rig.state()).isEqualTo(before);

        dial();
        ipv6Outside();
        awaitRoute("-6", EXCLUDED_V6, "via 2001:db8::1 dev outer");
        reach();
        assertThat(seen(FIRST, 6)).isEqualTo(2);
        assertThat(seen(TUNNEL, 6)).isZero();
        noIpv6Outside();
        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(rig.state()).isEqualTo(before);
    }
}
