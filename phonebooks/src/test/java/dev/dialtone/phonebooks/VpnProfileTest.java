package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.phonebooks.Remark.Fate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VpnProfileTest {
    private static final String SOUND = """
        <VPNProfile>
          <NativeProfile>
            <Servers>h</Servers>
            <NativeProtocolType>Sstp</NativeProtocolType>
          </NativeProfile>
        </VPNProfile>
        """;

    private static ImportedEntry read(String file) {
        Imported imported = Corpus.read(file);
        assertThat(imported.wrong()).isEmpty();
        return imported.entries().getFirst();
    }

    private static String text(Entry entry) {
        return new String(BookFormat.PROFILEXML.write(List.of(entry)).content(), UTF_8);
    }

    private static Imported parsed(String text) {
        return BookFormat.PROFILEXML.read(text.getBytes(UTF_8), "f");
    }

    private static List<String> complaints(String text) {
        return parsed(text).wrong().stream()
                .map(remark -> remark.complaint("f"))
                .toList();
    }

    @Test
    void profile_isCarriedOver() {
        ImportedEntry entry = read("always-on.xml");
        assertThat(entry.name()).isEqualTo("Büro & Lager");
        Map<String, String> options = new TreeMap<>();
        entry.options().forEach((option, value) -> options.put(option.key(), value));
        assertThat(options)
                .containsOnly(
                        Map.entry("protocol", "ikev2"),
                        Map.entry("server", "vpn.example.com"),
                        Map.entry("alternates", "vpn2.example.com"),
                        Map.entry("authentication", "eap"),
                        Map.entry("default-route", "false"),
                        Map.entry("routes", "10.0.0.0/8@5,2001:db8::/32"),
                        Map.entry("route-exclude", "10.9.0.0/16"),
                        Map.entry("domains", "corp.example,~lab.example"),
                        Map.entry("metric", "30"),
                        Map.entry("remember", "true"),
                        Map.entry("trusted-networks", "corp.example"),
                        Map.entry("dns-registration", "address"));
        assertThat(entry.remarks())
                .filteredOn(remark -> remark.fate() == Fate.NOT_DONE)
                .extracting(Remark::key)
                .containsExactly(
                        "AlwaysOn",
                        "NativeProfile/Authentication/Eap/Configuration/EapHostConfig/EapMethod/Type",
                        "DomainNameInformation/DnsServers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"always-on.xml", "force.xml"})
    void roundTripsToTheByte(String file) {
        ImportedEntry entry = read(file);
        Entry stored = entry.entry(entry.name());
        assertThat(BookFormat.PROFILEXML.write(List.of(stored)).content()).isEqualTo(Corpus.file(file));
        assertThat(BookFormat.remarks(stored)).isEqualTo(entry.remarks());
    }

    @Test
    void crLfAndMark_areGivenBack() {
        String text = "\uFEFF" + SOUND.replace("\n", "\r\n");
        Entry entry = parsed(text).entries().getFirst().entry("f");
        assertThat(text(entry)).isEqualTo(text);
        assertThat(text(entry.with("always-on", "true")))
                .isEqualTo(text.replace(
                        "  </NativeProfile>\r\n", "  </NativeProfile>\r\n  <AlwaysOn>true</AlwaysOn>\r\n"));
    }

    @Test
    void everyValueIsSpokenAbout() throws Exception {
        String text = new String(Corpus.file("always-on.xml"), StandardCharsets.UTF_8);
        long leaves = Pattern.compile("<([A-Za-z0-9:]+)[^<>]*>[^<]+</\\1>")
                .matcher(text)
                .results()
                .count();
        assertThat(leaves).isGreaterThan(15);
        assertThat(read("always-on.xml").remarks().stream()
                        .filter(remark -> remark.line() > 0)
                        .count())
                .isEqualTo(leaves);
    }

    @Test
    void secretsAreNeverKept() {
        ImportedEntry entry = read("secret.xml");
        assertThat(entry.toString()).doesNotContain("hunter");
        assertThat(entry.remarks())
                .filteredOn(remark -> remark.fate() == Fate.LEFT_OUT)
                .extracting(Remark::line)
                .containsExactly(2, 7, 10, 11);
        assertThat(entry.remarks())
                .filteredOn(remark -> remark.key().equals("DnsSuffix"))
                .singleElement()
                .satisfies(remark -> assertThat(remark.line()).isEqualTo(14));
        assertThat(text(entry.entry("x")))
                .doesNotContain("hunter")
                .contains("<L2tpPsk></L2tpPsk>", "ask Ann for the password", "sharedSecret=\"\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "server#other.example#<Servers>other.example,vpn2.example.com</Servers>",
                "alternates#c.example,vpn2.example.com#<Servers>vpn.example.com;Head office,c.example,vpn2.example.com</Servers>",
                "protocol#sstp#<NativeProtocolType>Sstp</NativeProtocolType>",
                "authentication#mschapv2#<UserMethod>MSChapv2</UserMethod>",
                "default-route#true#<RoutingPolicyType>ForceTunnel</RoutingPolicyType>",
                "class-route#true#<DisableClassBasedDefaultRoute>false</DisableClassBasedDefaultRoute>",
                "routes#10.1.0.0/16#<Route><Address>10.1.0.0</Address><PrefixSize>16</PrefixSize></Route>",
                "metric#7#<IPv6InterfaceMetric>7</IPv6InterfaceMetric>",
                "metric-ipv6#9#<IPv6InterfaceMetric>9</IPv6InterfaceMetric>",
                "remember#false#<RememberCredentials>false</RememberCredentials>",
                "trusted-networks#a.example,b.example#<TrustedNetworkDetection>a.example,b.example</TrustedNetworkDetection>",
                "domains#~lab.example,~x.example#<DomainName>.x.example</DomainName>",
            })
    void changedOption_changesItsElement(String key, String value, String after) {
        Entry entry = read("always-on.xml").entry("Büro & Lager");
        String text = text(entry.with(key, value));
        assertThat(text).contains(after);
        assertThat(text(entry)).doesNotContain(after);
        Imported again = parsed(text);
        assertThat(again.wrong()).isEmpty();
        assertThat(again.entries().getFirst().entry("f").text(EntryOption.named(key)))
                .isEqualTo(value);
    }

    @Test
    void rulesForNamesThatStay_areNotTouched() {
        Entry entry = read("always-on.xml").entry("Büro & Lager");
        assertThat(text(entry.with("domains", "~lab.example,~x.example")))
                .contains("<DnsServers>10.0.0.53</DnsServers>");
        assertThat(text(entry.with("domains", "")))
                .doesNotContain("DomainNameInformation", "DnsSuffix>")
                .contains("<RegisterDNS>");
        assertThat(text(entry.renamed("Neu"))).contains("<ProfileName>Neu</ProfileName>");
    }

    @Test
    void metricOfOneFamily_isThatFamilysAlone() {
        Entry entry = parsed(
                        SOUND.replace("</VPNProfile>", "<IPv6InterfaceMetric>40</IPv6InterfaceMetric></VPNProfile>"))
                .entries()
                .getFirst()
                .entry("six");
        assertThat(entry.number(EntryOption.METRIC)).isZero();
        assertThat(entry.number(EntryOption.METRIC_IPV6)).isEqualTo(40);
        assertThat(text(entry.with("metric", "7"))).contains("<IPv4InterfaceMetric>7<", "<IPv6InterfaceMetric>40<");
    }

    @Test
    void registration_thatAProfileHasNoWordFor_isNamed() {
        Entry entry = read("always-on.xml").entry("Büro & Lager");
        assertThat(text(entry.with("dns-registration", ""))).doesNotContain("RegisterDNS");
        Exported exported = BookFormat.PROFILEXML.write(List.of(entry.with("dns-registration", "domains")));
        assertThat(new String(exported.content(), UTF_8)).doesNotContain("RegisterDNS");
        assertThat(exported.remarks().get("Büro & Lager"))
                .extracting(Remark::key)
                .containsExactly("dns-registration");
    }

    @Test
    void writtenAnew_readsTheSame() {
        Entry entry = Entry.of("A & B")
                .with("server", "2001:db8::7")
                .with("port", "8443")
                .with("default-route", "false")
                .with("routes", "10.0.0.0/8@3,192.0.2.7/32")
                .with("domains", "corp.example,~lab.example")
                .with("always-on", "true")
                .with("metric-ipv6", "40")
                .with("remember", "true");
        Imported imported = parsed(text(entry));
        assertThat(imported.wrong()).isEmpty();
        ImportedEntry read = imported.entries().getFirst();
        assertThat(read.name()).isEqualTo("A & B");
        assertThat(read.entry("A & B").with(EntryOption.ORIGINAL, "")).isEqualTo(entry);
        Exported exported =
                BookFormat.PROFILEXML.write(List.of(entry.with("user", "ann").with("authentication", "pap")));
        assertThat(exported.remarks().get("A & B")).extracting(Remark::key).containsExactly("user", "authentication");
    }

    @Test
    void oneFileIsOneEntry() {
        assertThatThrownBy(() -> BookFormat.PROFILEXML.write(List.of(Entry.of("a"), Entry.of("b"))))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87));
        assertThatThrownBy(() -> text(Entry.of("a").with("protocol", "pppoe"))).hasMessageContaining("pppoe");
    }

    @Test
    void brokenProfiles_areNamedByPlace_E4() {
        assertThat(complaints(SOUND)).isEmpty();
        assertThat(complaints("")).containsExactly("f:1:1: found \"the end\", expected an element");
        assertThat(complaints("<VPNProfile>")).containsExactly("f:1:13: found \"the end\", expected </VPNProfile>");
        assertThat(complaints("<SyncML/>")).containsExactly("f:1:1: found \"<SyncML>\", expected <VPNProfile>");
        assertThat(complaints("hello")).containsExactly("f:1:1: found \"hello\", expected nothing outside the element");
        assertThat(complaints(SOUND.replace("</Servers>", "</Server>")).getFirst())
                .isEqualTo("f:3:15: found \"</Server>\", expected </Servers>");
        assertThat(complaints(SOUND.replace("Sstp", "OpenVpn")))
                .containsExactly("f:4:25 NativeProfile/NativeProtocolType: found \"OpenVpn\", expected Sstp, IKEv2,"
                        + " L2tp, Pptp, Automatic or ProtocolList");
        assertThat(complaints(SOUND.replace(">h<", ">a b<")).getFirst())
                .startsWith("f:3:14 NativeProfile/Servers: found \"a b\", expected what server takes here");
        assertThat(complaints(SOUND.replace(">h<", ">&copy;<")).getFirst()).startsWith("f:3:14: found \"&copy;</S");
        assertThat(complaints(SOUND.replace(">h<", ">x<a/><")).getFirst())
                .isEqualTo("f:3:5: found \"<Servers>\", expected text or elements in it, not both");
        assertThat(complaints("<VPNProfile><PluginProfile/></VPNProfile>").getFirst())
                .startsWith("f:1:1 NativeProfile: found nothing");
    }

    @Test
    void secretInsideOfAText_isNotKept() {
        ImportedEntry entry = parsed(SOUND.replace(
                        "</NativeProfile>",
                        "<Authentication><Eap><Configuration><![CDATA[<x><Password>hunter</Password></x>]]></Configuration>"
                                + "</Eap></Authentication></NativeProfile>"))
                .entries()
                .getFirst();
        assertThat(entry.toString()).doesNotContain("hunter");
        assertThat(text(entry.entry("s"))).doesNotContain("hunter").contains("<Configuration></Configuration>");
    }

    @Test
    void documentTypes_areRefused_soNothingOutsideIsRead() {
        String bomb =
                "<!DOCTYPE VPNProfile [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n" + SOUND.replace(">h<", ">&x;<");
        assertThat(complaints(bomb))
                .containsExactly(
                        "f:1:1: found \"<!DOCTYPE\", expected an element: document types are not read, nor what"
                                + " they name");
        assertThat(complaints(SOUND.replace(">h<", ">&x;<")).getFirst()).startsWith("f:3:14: found \"&x;");
        assertThat(complaints("<a>".repeat(50)).getFirst()).contains("expected at most 4000 elements, 32 deep");
    }
}
