package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostChangeFieldsTest {
    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    static HostChange[] changes() {
        return new HostChange[] {
            new HostChange.Device("dial0"),
            new HostChange.LinkUp("dial0", 1400),
            new HostChange.Address("dial0", ip("10.9.0.2"), 32, ip("10.9.0.1")),
            new HostChange.Address("dial0", ip("2001:db8::2"), 64, null),
            new HostChange.Route(ip("0.0.0.0"), 0, "dial0", null, 0),
            new HostChange.Route(ip("2001:db8::"), 32, "eth0", ip("fe80::1"), -1),
            new HostChange.ResolvConf("/etc/resolv.conf", "nameserver 192.0.2.1\n# \u00e9 \"quoted\"\n"),
            new HostChange.ResolvedLinks(),
            new HostChange.Unreachable(ip("203.0.113.0"), 24),
            new HostChange.Unreachable(ip("2001:db8::"), 32).in("blue"),
            new HostChange.NewResolvConf("/etc/netns/blue/resolv.conf", 2),
            new HostChange.Namespace("blue"),
            new HostChange.OwnedNamespace("blue", 1001, 100),
            new HostChange.OwnedNamespace("blue", -2, 65_534),
            new HostChange.LinkUp("dial0", 1400).in("blue"),
            new HostChange.Route(ip("0.0.0.0"), 1, "dial0", null, 7).in("red.2"),
            new HostChange.ResolvConf("/etc/netns/blue/resolv.conf", "").in("blue"),
            new HostChange.KillSwitch("office of \u00e9", ip("192.0.2.1"), 443),
            new HostChange.KillSwitch("office", ip("2001:db8::1"), 65_535),
            new HostChange.Route(ip("0.0.0.0"), 0, "dial0", null, 999, 100),
            new HostChange.Route(ip("::"), 0, "dial0", null, 0, Integer.MAX_VALUE),
            HostChange.Rule.of(new Traffic.From(ip("10.9.0.2")), 100),
            HostChange.Rule.of(new Traffic.From(ip("2001:db8::2")), 252),
            HostChange.Rule.of(new Traffic.BoundTo("dial0", false), 256),
            HostChange.Rule.of(new Traffic.BoundTo("dial0", true), Integer.MAX_VALUE),
            HostChange.Rule.of(new Traffic.Marked(1, false), 1),
            HostChange.Rule.of(new Traffic.Marked(-1, true), 1).in("blue"),
            new HostChange.Unmanaged("dial0"),
            new HostChange.FirewallZone("dial0", "trusted", ""),
            new HostChange.FirewallZone("dial0", "corp/vpn-1", "public"),
        };
    }

    @ParameterizedTest
    @MethodSource("changes")
    void roundTrips(HostChange change) {
        Map<String, String> fields = change.toFields();
        assertThat(HostChange.fromFields(fields)).isEqualTo(Decoded.ok(change, fields.size()));
    }

    @Test
    void encodesRoute() {
        assertThat(new HostChange.Route(ip("10.0.0.0"), 8, "dial0", ip("10.9.0.1"), 5).toFields())
                .isEqualTo(Map.of(
                        "kind", "route",
                        "destination", "10.0.0.0",
                        "prefix", "8",
                        "link", "dial0",
                        "gateway", "10.9.0.1",
                        "metric", "5"));
    }

    /// What a daemon before routing tables wrote.
    @Test
    void routeWithoutATable_isOneOfTheMain() {
        HostChange.Route main = new HostChange.Route(ip("10.0.0.0"), 8, "dial0", null, 5, 0);
        assertThat(main).isEqualTo(new HostChange.Route(ip("10.0.0.0"), 8, "dial0", null, 5));
        assertThat(main.toFields()).doesNotContainKey("table");
        assertThat(HostChange.fromFields(main.toFields())).isEqualTo(Decoded.ok(main, 6 - 1));
    }

    @Test
    void encodesRule() {
        assertThat(HostChange.Rule.of(new Traffic.Marked(-2, true), 100).toFields())
                .isEqualTo(Map.of(
                        "kind", "rule",
                        "traffic", "marked",
                        "mark", "4294967294",
                        "family", "ipv6",
                        "priority", "20901",
                        "table", "100"));
    }

    @ParameterizedTest
    @CsvSource({
        "from, traffic, all, no such traffic",
        "from, address, 0.0.0.0, not one address",
        "from, address, 0:0:0:0:0:0:0:0, not one address",
        "from, address, 10.9.0.2/8, not an IP address",
        "from, link, dial0, unknown here",
        "from, priority, 0, not a number from 20900 to 20909",
        "from, priority, 32766, not a number from 20900 to 20909",
        "from, priority, -1, not a number from 20900 to 20909",
        "from, table, 0, not a routing table of a connection",
        "from, table, 253, not a routing table of a connection",
        "from, table, 254, not a routing table of a connection",
        "from, table, 255, not a routing table of a connection",
        "from, table, 2147483648, not a routing table of a connection",
        "from, table, 4294967295, not a routing table of a connection",
        "from, table, 4294967296, not a number from 0 to 4294967295",
        "from, table, -1, not a number from 0 to 4294967295",
        "bound, link, %d, not an interface name of ours",
        "bound, link, '', not an interface name of ours",
        "bound, family, ipx, neither ipv4 nor ipv6",
        "bound, address, 10.9.0.2, unknown here",
        "marked, mark, 0, not a mark",
        "marked, mark, 0x7, not a number from 0 to 4294967295",
        "marked, mark, 4294967296, not a number from 0 to 4294967295",
        "marked, link, dial0, unknown here",
    })
    void rejectsBadRule(String traffic, String field, String value, String complaint) {
        Traffic good = switch (traffic) {
            case "from" -> new Traffic.From(ip("10.9.0.2"));
            case "bound" -> new Traffic.BoundTo("dial0", false);
            default -> new Traffic.Marked(7, false);
        };
        Map<String, String> fields = new HashMap<>(HostChange.Rule.of(good, 100).toFields());
        fields.put(field, value);
        assertThat(HostChange.fromFields(fields))
                .isEqualTo(Decoded.malformed("field \"" + field + "\": " + complaint, 0));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void rejectsEachMissingField(HostChange change) {
        for (String field : change.toFields().keySet()) {
            boolean routesTable = field.equals("table") && change.toFields().containsKey("metric");
            if (field.equals("peer")
                    || field.equals("gateway")
                    || field.equals("namespace")
                    || field.equals("before")
                    || routesTable) {
                continue;
            }
            Map<String, String> fields = new HashMap<>(change.toFields());
            fields.remove(field);
            assertThat(HostChange.fromFields(fields))
                    .isEqualTo(Decoded.malformed("field \"" + field + "\": missing", 0));
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void rejectsUnknownField(HostChange change) {
        Map<String, String> fields = new HashMap<>(change.toFields());
        fields.put("colour", "7");
        assertThat(HostChange.fromFields(fields)).isEqualTo(Decoded.malformed("field \"colour\": unknown here", 0));
    }

    @Test
    void rejectsUnknownFieldWithoutRepeatingItsControlCharacters() {
        assertThat(HostChange.fromFields(Map.of("kind", "resolved-links", "\u001b[2J", "")))
                .isEqualTo(Decoded.malformed("field \"?\": unknown here", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "kind, everything, no such change",
        "link, %d, not an interface name of ours",
        "link, ../etc, not an interface name of ours",
        "link, sixteen_letters_, not an interface name of ours",
        "link, '', not an interface name of ours",
        "destination, localhost, not an IP address",
        "destination, 10.1, not an IP address",
        "destination, fe80::1%lo, not an IP address",
        "prefix, 33, not a number from 0 to 32",
        "prefix, -1, not a number from 0 to 32",
        "prefix, +1, not a number from 0 to 32",
        "prefix, 99999999999, not a number from 0 to 32",
        "gateway, '', not an IP address",
        "metric, 4294967296, not a number from 0 to 4294967295",
        "metric, \u0661, not a number from 0 to 4294967295",
        "table, 0, not a routing table of a connection",
        "table, 254, not a routing table of a connection",
        "table, main, not a number from 0 to 4294967295",
    })
    void rejectsBadValueAndNamesTheField(String field, String value, String complaint) {
        Map<String, String> fields =
                new HashMap<>(new HostChange.Route(ip("10.0.0.0"), 8, "dial0", null, 0).toFields());
        fields.put(field, value);
        assertThat(HostChange.fromFields(fields))
                .isEqualTo(Decoded.malformed("field \"" + field + "\": " + complaint, 0));
    }

    @ParameterizedTest
    @CsvSource({"''", ".", "..", "../etc", "a/b", "-all", "'b\0'"})
    void rejectsNamespaceThatLeavesTheFolder(String name) {
        Map<String, String> fields = new HashMap<>(new HostChange.Device("dial0").toFields());
        fields.put("namespace", name);
        assertThat(HostChange.fromFields(fields))
                .isEqualTo(Decoded.malformed("field \"namespace\": not the name of a network namespace", 0));
        assertThat(HostChange.fromFields(Map.of("kind", "namespace", "name", name)))
                .isEqualTo(Decoded.malformed("field \"name\": not the name of a network namespace", 0));
    }

    @ParameterizedTest
    @CsvSource({"''", "-all", "'a b'", "'z\0'", "\u00e9"})
    void rejectsWhatNamesNoFirewallZone(String zone) {
        for (String field : new String[] {"zone", "before"}) {
            Map<String, String> fields = new HashMap<>(new HostChange.FirewallZone("dial0", "a", "b").toFields());
            fields.put(field, zone);
            assertThat(HostChange.fromFields(fields))
                    .isEqualTo(Decoded.malformed("field \"" + field + "\": not the name of a firewall zone", 0));
        }
    }

    @Test
    void rejectsNamespaceInANamespace() {
        assertThat(HostChange.fromFields(Map.of("kind", "namespace", "name", "blue", "namespace", "red")))
                .isEqualTo(Decoded.malformed("field \"namespace\": not inside a namespace", 0));
        // undone by nobody, it would keep the manager from starting
        assertThat(HostChange.fromFields(Map.of(
                        "kind",
                        "kill-switch",
                        "name",
                        "office",
                        "server",
                        "192.0.2.1",
                        "port",
                        "443",
                        "namespace",
                        "red")))
                .isEqualTo(Decoded.malformed("field \"namespace\": not inside a namespace", 0));
    }

    @Test
    void changeInsideIsAnother() {
        HostChange change = new HostChange.Address("dial0", ip("10.9.0.2"), 32, null);
        assertThat(change.in("")).isSameAs(change);
        assertThat(change.in("blue")).isNotEqualTo(change).isNotEqualTo(change.in("red"));
        assertThat(change.in("blue").outlivesRestart()).isFalse();
        assertThat(new HostChange.NewResolvConf("/x", 1).in("blue").outlivesRestart())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"resolv.conf", "''", "'/etc/\0x'"})
    void rejectsPathThatIsNotAbsolute(String path) {
        assertThat(HostChange.fromFields(Map.of("kind", "resolv-conf", "path", path, "original", "")))
                .isEqualTo(Decoded.malformed("field \"path\": not an absolute path", 0));
    }

    @Test
    void rejectsOversizedOriginal() {
        Map<String, String> fields =
                Map.of("kind", "resolv-conf", "path", "/etc/resolv.conf", "original", "x".repeat(65_537));
        assertThat(HostChange.fromFields(fields))
                .isEqualTo(Decoded.malformed("field \"original\": longer than 65536 characters", 0));
    }
}
