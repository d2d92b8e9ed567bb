package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.phonebooks.Remark.Fate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NmProfileTest {
    private static ImportedEntry read(String file) {
        Imported imported = Corpus.read(file);
        assertThat(imported.wrong()).isEmpty();
        return imported.entries().getFirst();
    }

    private static Entry office() {
        return read("office.nmconnection").entry("Büro SSTP");
    }

    private static String text(Entry entry) {
        return new String(BookFormat.NMCONNECTION.write(List.of(entry)).content(), UTF_8);
    }

    private static List<String> complaints(String text) {
        return BookFormat.NMCONNECTION.read(text.getBytes(UTF_8), "f").wrong().stream()
                .map(remark -> remark.complaint("f"))
                .toList();
    }

    @Test
    void sstpProfile_isCarriedOver() {
        Map<String, String> options = new TreeMap<>();
        read("office.nmconnection").options().forEach((option, value) -> options.put(option.key(), value));
        assertThat(options)
                .containsOnly(
                        Map.entry("server", "vpn.example.com"),
                        Map.entry("port", "8443"),
                        Map.entry("user", "ann"),
                        Map.entry("domain", "CORP"),
                        Map.entry("proxy", "http://proxy.example.com:3128"),
                        Map.entry("default-route", "false"),
                        Map.entry("routes", "10.0.0.0/8,192.0.2.0/24@5,2001:db8::/32"),
                        Map.entry("metric", "50"),
                        Map.entry("dns", "false"),
                        Map.entry("domains", "corp.example,~lab.example"),
                        Map.entry("users", "ann,bob"));
    }

    @Test
    void whatIsNotDoneIsNamed() {
        assertThat(read("office.nmconnection").remarks())
                .filteredOn(remark -> remark.fate() == Fate.NOT_DONE)
                .extracting(Remark::key)
                .containsExactly("ca-cert", "lcp-echo-failure", "lcp-echo-interval", "route2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"office.nmconnection", "ike.nmconnection"})
    void roundTripsToTheByte(String file) {
        ImportedEntry entry = read(file);
        Entry stored = entry.entry("any name");
        assertThat(BookFormat.NMCONNECTION.write(List.of(stored)).content()).isEqualTo(Corpus.file(file));
        long settings = entry.from()
                .body()
                .lines()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .count();
        assertThat(entry.remarks().stream().filter(remark -> remark.line() > 0)).hasSize((int) settings);
        assertThat(BookFormat.remarks(stored)).isEqualTo(entry.remarks());
    }

    @Test
    void ofAKeyThatRepeats_theLastCounts() {
        assertThat(read("ike.nmconnection").options())
                .containsEntry(EntryOption.USER, "bob")
                .containsEntry(EntryOption.PROTOCOL, "ikev2")
                .containsEntry(EntryOption.SERVER, "ike.example.com");
    }

    @Test
    void secretsAreNeverKept() {
        ImportedEntry entry = read("secret.nmconnection");
        assertThat(entry.toString()).doesNotContain("hunter");
        assertThat(entry.remarks())
                .filteredOn(remark -> remark.fate() == Fate.LEFT_OUT)
                .extracting(Remark::line)
                .containsExactly(6, 7, 11);
        assertThat(entry.name()).isEqualTo("by-name");
        assertThat(entry.options())
                .containsEntry(EntryOption.AUTHENTICATION, "eap")
                .containsEntry(EntryOption.IPV6, "false");
        assertThat(text(entry.entry("x"))).contains("ipsec-psk=\n").doesNotContain("hunter");
    }

    @ParameterizedTest
    @CsvSource({
        "server, other.example, gateway=vpn.example.com:8443, gateway=other.example:8443",
        "user, zoe, user=ann, user=zoe",
        "proxy, 'http://[::1]:80', proxy-server=proxy.example.com, proxy-server=[::1]",
        "domains, a.example, dns-search=corp.example;~lab.example;, dns-search=a.example;",
        "users, zoe, permissions=user:ann:;user:bob:;, permissions=user:zoe:;",
        "ipv6, false, method=auto, method=disabled",
        "metric, 7, route-metric=50, route-metric=7",
    })
    void changedOption_changesItsLine(String key, String value, String before, String after) {
        String text = text(office().with(key, value));
        assertThat(text).contains(after + "\n");
        assertThat(text.lines().filter(line -> line.equals(before)).count())
                .isLessThan(text(office())
                        .lines()
                        .filter(line -> line.equals(before))
                        .count());
        Entry again = BookFormat.NMCONNECTION
                .read(text.getBytes(UTF_8), "f")
                .entries()
                .getFirst()
                .entry("Büro SSTP");
        assertThat(again.text(EntryOption.ofKey(key).orElseThrow())).isEqualTo(value);
    }

    @Test
    void routesAreWrittenAnew() {
        Entry entry = office().with("routes", "10.0.0.0/8,fd00::/8").with("dns", "true");
        assertThat(text(entry))
                .contains("route-metric=50\nroute1=10.0.0.0/8\n", "never-default=true\nroute1=fd00::/8\n")
                .doesNotContain("route2", "2001:db8", "ignore-auto-dns");
    }

    @Test
    void nameServersAndMetrics_comeAndGo() {
        Entry entry = office().with("dns-servers", "10.0.0.53,2001:db8::53")
                .with("metric-ipv6", "60")
                .with("routes", "10.0.0.0/8@7,fd00::/8@8");
        String text = text(entry);
        assertThat(text)
                .contains("dns=10.0.0.53;\n", "dns=2001:db8::53;\n", "route-metric=60\n")
                .contains("route1=10.0.0.0/8,0.0.0.0,7\n", "route1=fd00::/8,::,8\n");
        Imported again = BookFormat.NMCONNECTION.read(text.getBytes(UTF_8), "f");
        assertThat(again.wrong()).isEmpty();
        ImportedEntry read = again.entries().getFirst();
        assertThat(read.entry("Büro SSTP").with(EntryOption.ORIGINAL, ""))
                .isEqualTo(entry.with(EntryOption.ORIGINAL, ""));
    }

    /// NetworkManager takes these, and an entry has no place for all of it: the file is not refused for that.
    @Test
    void moreThanAnEntryCanSay_isNamed() {
        String text = """
                [connection]
                id=x
                type=vpn
                [vpn]
                service-type=org.freedesktop.NetworkManager.sstp
                gateway=vpn.example.com
                [ipv4]
                never-default=true
                dns=127.0.0.1;
                route-metric=20000
                route1=10.0.0.0/8,0.0.0.0,5
                route2=10.0.0.0/8,0.0.0.0,6
                route3=10.1.0.0/16,0.0.0.0,70000
                """;
        Imported imported = BookFormat.NMCONNECTION.read(text.getBytes(UTF_8), "f");
        assertThat(imported.wrong()).isEmpty();
        ImportedEntry read = imported.entries().getFirst();
        assertThat(read.options())
                .containsEntry(EntryOption.ROUTES, "10.0.0.0/8@5,10.1.0.0/16")
                .doesNotContainKeys(EntryOption.DNS_SERVERS, EntryOption.METRIC);
        assertThat(read.remarks())
                .filteredOn(remark -> remark.fate() == Fate.NOT_DONE)
                .extracting(Remark::key)
                .containsExactly("dns", "route-metric", "route2", "route3");
    }

    @Test
    void writtenAnew_readsTheSame() {
        Entry entry = Entry.of("neu")
                .with("server", "2001:db8::7")
                .with("port", "8443")
                .with("user", "ann")
                .with("default-route", "false")
                .with("routes", "10.0.0.0/8");
        Imported imported = BookFormat.NMCONNECTION.read(text(entry).getBytes(UTF_8), "f");
        assertThat(imported.wrong()).isEmpty();
        ImportedEntry read = imported.entries().getFirst();
        assertThat(read.entry("neu").with(EntryOption.ORIGINAL, "")).isEqualTo(entry);
        assertThat(read.name()).isEqualTo("neu");
        assertThat(text(office().renamed("Work"))).contains("id=Work\n");
        Exported exported = BookFormat.NMCONNECTION.write(
                List.of(entry.with("kill-switch", "true").with("authentication", "pap")));
        assertThat(exported.remarks().get("neu"))
                .extracting(Remark::key)
                .containsExactlyInAnyOrder("kill-switch", "authentication");
    }

    @Test
    void oneFileIsOneEntry() {
        assertThatThrownBy(() -> BookFormat.NMCONNECTION.write(List.of(Entry.of("a"), Entry.of("b"))))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87));
        assertThatThrownBy(() ->
                        BookFormat.NMCONNECTION.write(List.of(Entry.of("a").with("protocol", "modem"))))
                .hasMessageContaining("modem");
    }

    @Test
    void brokenProfiles_areNamedByPlace_E4() {
        String sound = "[connection]\ntype=vpn\n[vpn]\nservice-type=org.freedesktop.NetworkManager.sstp\ngateway=h\n";
        assertThat(complaints(sound)).isEmpty();
        assertThat(complaints(""))
                .containsExactly("f:1:1: found \"no group\", expected [connection], [vpn] and others");
        assertThat(complaints("type=vpn\n")).containsExactly("f:1:1: found \"type=vpn\", expected [GROUP] before it");
        assertThat(complaints("[vpn\n")).containsExactly("f:1:1: found \"[vpn\", expected [GROUP], with ] at the end");
        assertThat(complaints(sound + "hello\n")).containsExactly("f:6:1: found \"hello\", expected KEY=VALUE");
        assertThat(complaints(sound.replace("type=vpn", "type=wifi")))
                .containsExactly("f:2:6 type: found \"wifi\", expected vpn, for only VPN profiles become entries");
        assertThat(complaints(sound.replace(".sstp", ".openvpn")).getFirst()).startsWith("f:4:14 service-type: found");
        assertThat(complaints(sound.replace("gateway=h", "gateway=a b")).getFirst())
                .startsWith("f:5:9 gateway: found");
        assertThat(complaints(sound + "[ipv4]\nnever-default=true\nroute1=10.0.0.1/8\n")
                        .getFirst())
                .startsWith("f:8:8 route1: found \"10.0.0.1/8\", expected what routes takes here");
        assertThat(complaints("[vpn]\nx=1\n"))
                .containsExactly("f:1:1 type: found nothing, expected type=vpn in [connection]");
    }
}
