package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "port;0",
                "port;65536",
                "port;4 43",
                "port;x",
                "server;not a host",
                "server;1.2.3",
                "server;-x.example",
                "server;a..b",
                "authentication;mschapv2,md5",
                "ipv4;maybe",
                "routes;10.0.0.0",
                "routes;10.0.0.1/8",
                "routes;10.0.0.0/33",
                "mtu;575",
                "ca;no certificate",
                "address;10.0.0.256",
                "protocol;wireguard",
                "original;a text",
                "dns-servers;ns.example",
                "dns-servers;127.0.0.1",
                "dns-servers;10.0.0.53,::1",
                "dns-servers;::ffff:127.0.0.1",
                "dns-servers;0.0.0.0",
                "dns-servers;255.255.255.255",
                "dns-servers;ff02::1",
                "dns-servers;10.0.0.53,,10.0.0.54",
                "dns-servers;10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5,10.0.0.6,10.0.0.7,10.0.0.8,10.0.0.9",
                "default-route-ipv6;perhaps",
                "address-ipv6;10.0.0.1/24",
                "address-ipv6;2001:db8::7/129",
                "address-ipv6;2001:db8::7/0",
                "guid;0123",
                "guid;{01234567-89ab-cdef-0123-456789abcdeg}",
                "devices;../../etc/passwd",
                "devices;eth0,,eth1",
                "phone-numbers;call me",
                "ike-proposals;AES 256",
                "certificate-eku;1.3.6.x",
                "name-rules;corp.example",
                "name-rules;corp.example=",
                "name-rules;corp.example=10.0.0.53+",
                "name-rules;=10.0.0.53",
                "eap-config;xyz",
                "encryption;strong",
                "users;ann and bob",
                "users;ann:x",
                "users;ann,,bob",
            })
    void refusesWhatDoesNotFit_namingTheOption_E4(String key, String value) {
        if (key.equals("routes") && value.equals("10.0.0.0")) {
            // a bare address is one host
            assertThat(Entry.of("x").with(key, value).text(EntryOption.ROUTES)).isEqualTo("10.0.0.0/32");
            return;
        }
        assertThatThrownBy(() -> Entry.of("x").with(key, value))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageStartingWith(key + ":");
    }

    @Test
    void routes_mayHaveAMetric_canonicalTextHasNoneForZero() {
        Entry entry =
                Entry.of("x").with("routes", "10.0.0.0/8@0, 10.1.0.0/16@50,fd00:0::/32 @ 007,192.0.2.1,10.0.0.0/8");
        assertThat(entry.list(EntryOption.ROUTES))
                .containsExactly("10.0.0.0/8", "10.1.0.0/16@50", "fd00::/32@7", "192.0.2.1/32");
        assertThat(Entry.of("x").with("routes", entry.text(EntryOption.ROUTES))).isEqualTo(entry);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "routes;10.0.0.0/8,10.1.0.0/16@10000;10.1.0.0/16@10000",
                "routes;10.1.0.0/16@;10.1.0.0/16@",
                "routes;10.1.0.0/16@-1;10.1.0.0/16@-1",
                "routes;10.1.0.0/16@5@6;10.1.0.0/16@5@6",
                "routes;10.0.0.0/8,,10.1.0.0/16;not a prefix",
                "routes;10.0.0.0/8@5,10.0.0.0/8@6;10.0.0.0/8 twice",
                "routes;10.0.0.0/8,10.0.0.0/8@6;10.0.0.0/8 twice",
                "route-exclude;10.0.0.0/8,0.0.0.0/0;0.0.0.0/0",
                "route-exclude;::/0;::/0",
                "route-exclude;10.0.0.0/8@5;10.0.0.0/8@5",
                "metric;10000;0 to 9999",
                "class-route;perhaps;true or false",
            })
    void refusesRoutes_namingOptionAndPlace_E4(String key, String value, String place) {
        assertThatThrownBy(() -> Entry.of("x").with(key, value))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageStartingWith(key + ":")
                .hasMessageContaining(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "dns-servers; 10.0.0.53 , FD00:0::53,10.0.0.53;10.0.0.53,fd00::53",
                "dns-servers;10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5,10.0.0.6,10.0.0.7,10.0.0.8,10.0.0.8;"
                        + "10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5,10.0.0.6,10.0.0.7,10.0.0.8",
                "address-ipv6;2001:DB8:0::7;2001:db8::7/64",
                "address-ipv6;2001:db8::7/48;2001:db8::7/48",
                "guid;{01234567-89AB-CDEF-0123-456789ABCDEF};0123456789abcdef0123456789abcdef",
                "guid;0123456789ABCDEF0123456789ABCDEF;0123456789abcdef0123456789abcdef",
                "devices;/dev/ttyUSB0,eth1.7;/dev/ttyUSB0,eth1.7",
                "phone-numbers;+49 (30) 1234,*99#;+49 (30) 1234,*99#",
                "certificate-eku;1.3.6.1.5.5.7.3.2;1.3.6.1.5.5.7.3.2",
                "name-rules;corp.example=10.0.0.53+FD00::53,x.example=10.0.0.1;corp.example=10.0.0.53+fd00::53,x.example=10.0.0.1",
                "protocol-order;SSTP, ikev2;sstp,ikev2",
            })
    void writesOtherFormsOfAValueAlike(String key, String given, String canonical) {
        Entry entry = Entry.of("x").with(key, given);
        assertThat(entry.text(EntryOption.named(key))).isEqualTo(canonical);
        assertThat(Wire.entry(Json.object(Json.text(Wire.of(entry))))).isEqualTo(entry);
        assertThat(entry.with(key, canonical)).isEqualTo(entry);
    }

    @Test
    void takesUsersByNameOrNumber_H7() {
        assertThat(Entry.of("x").with("users", "1000, backup_user, svc$,ann").list(EntryOption.USERS))
                .containsExactly("1000", "backup_user", "svc$", "ann");
    }

    @Test
    void unknownOption_namesItAndTheKnownOnes_E4() {
        assertThatThrownBy(() -> Entry.of("x").with("sever", "a.example"))
                .hasMessageContaining("sever")
                .hasMessageContaining("server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "-x", "a/b/c", "/", "a/", "-a/b", "a b/c", "a:b", "   ", "a\u0007b", "a|b"})
    void refusesBadNames_E4(String name) {
        assertThatThrownBy(() -> Entry.of(name))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(123));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0100, 100", "0x64, 100", "252, 252", "256, 256", "2147483647, 2147483647"})
    void tablesAreCanonical(String given, String canonical) {
        Entry entry = Entry.of("x").with("table", given);
        assertThat(entry.text(EntryOption.TABLE)).isEqualTo(canonical);
        assertThat(Wire.entry(Json.object(Json.text(Wire.of(entry))))).isEqualTo(entry);
        assertThat(entry.with("table", "").values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "253", "254", "255", "0xff", "2147483648", "4294967396", "-1", "+1", "main", "1.0"})
    void rejectsTableThatIsNotAConnections_E4(String value) {
        assertThatThrownBy(() -> Entry.of("x").with("table", value))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageContaining("table: ")
                .hasMessageContaining("but not 253, 254, 255");
    }

    @Test
    void marksHaveAllBits() {
        assertThat(Entry.of("x").with("fwmark", "0xFFFFFFFF").text(EntryOption.FWMARK))
                .isEqualTo("4294967295");
        assertThatThrownBy(() -> Entry.of("x").with("fwmark", "0")).hasMessageContaining("fwmark: ");
    }

    @Test
    void weakMethodsAreMarked() {
        assertThat(Entry.of("x").weak()).isEmpty();
        assertThat(Entry.of("x").with("authentication", "mschapv2,PAP").weak()).isEqualTo("pap");
    }

    @Test
    void basicForTheProxyIsMarked() {
        assertThat(Entry.of("x").with("proxy-authentication", "digest").weak()).isEmpty();
        assertThat(Entry.of("x")
                        .with("authentication", "pap")
                        .with("proxy-authentication", "Digest,basic")
                        .weak())
                .isEqualTo("pap,proxy-basic");
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example.com:3128, http://proxy.example.com:3128",
        "proxy.example.com:3128, http://proxy.example.com:3128",
        "HTTP://proxy.example.com:03128/, http://proxy.example.com:3128",
        "192.0.2.1:80, http://192.0.2.1:80",
        "[2001:db8::1]:8080, http://[2001:db8::1]:8080",
        "NONE, none"
    })
    void proxiesAreCanonical(String given, String canonical) {
        assertThat(Entry.of("x").with("proxy", given).text(EntryOption.PROXY)).isEqualTo(canonical);
        assertThat(Entry.of("x").with("proxy", canonical).text(EntryOption.PROXY))
                .isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://proxy.example.com",
                "[2001:db8::1]",
                "2001:db8::1:80",
                "proxy:0",
                "proxy:65536",
                "http://:80",
                "socks5://proxy:1080",
                "https://proxy:443",
                "proxy:80/path",
                "a b:80"
            })
    void rejectsWhatIsNoProxy_E4(String value) {
        assertThatThrownBy(() -> Entry.of("x").with("proxy", value))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageContaining("proxy: ");
    }

    @Test
    void aPasswordInAProxysUrl_isRefusedWithoutRepeatingIt_E4() {
        assertThatThrownBy(() -> Entry.of("x").with("proxy", "http://ann:hunter2@proxy:3128"))
                .hasMessageContaining("proxy-user")
                .hasMessageContaining("--proxy-password-file")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> Entry.of("x").with("proxy-user", "ann:hunter2"))
                .hasMessageContaining("proxy-user: has a colon")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void emptyListsAreSaid() {
        assertThat(Json.text(java.util.Map.of("list", java.util.List.of()))).isEqualTo("{\"list\":[]}");
    }

    @Test
    void longestCertificateTextFitsJson() {
        String pem = "-----BEGIN CERTIFICATE-----\n" + "A".repeat(OptionKind.MAX_PEM - 28);
        Entry entry = Entry.of("x").with(EntryOption.CA, pem);
        assertThat(Wire.entry(Json.object(Json.text(Wire.of(entry))))).isEqualTo(entry);
        assertThatThrownBy(() -> Entry.of("x").with(EntryOption.CA, pem + "A")).hasMessageContaining("ca: is longer");
    }

    @Test
    void roundTripsThroughJson() {
        Entry entry = Entry.of("Büro")
                .with("server", "vpn.example")
                .with("port", "4443")
                .with("ipv6", "false")
                .with("routes", "10.0.0.0/8,fd00::/8");
        String text = Json.text(Wire.of(entry));
        assertThat(text).contains("\"port\":4443").contains("\"ipv6\":false").contains("[\"10.0.0.0/8\"");
        assertThat(Wire.entry(Json.object(text))).isEqualTo(entry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{\"name\":\"x\"",
                "{\"name\":5}",
                "{\"name\":\"x\",\"options\":5}",
                "{\"name\":\"x\",\"options\":{\"port\":\"x\"}}",
                "{\"name\":\"x\",\"options\":{\"port\":4.5}}",
                "{\"name\":\"x\",\"optoins\":{}}",
                "{\"name\":\"x\",\"options\":{\"port\":{}}}",
                "{\"options\":{}}",
            })
    void badJsonIs87_E4(String text) {
        assertThatThrownBy(() -> Wire.entry(Json.object(text)))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87));
    }

    /// Found by fuzzing: such a list was set, written as nothing, and unset when it was read.
    @Test
    void aListOfBlanks_isUnset() {
        assertThat(Entry.of("x").with(EntryOption.ROUTES, " \u001f")).isEqualTo(Entry.of("x"));
        assertThat(Entry.of("x").with("address", " ")).isEqualTo(Entry.of("x"));
    }

    /// Found by fuzzing: the phone book could write it and not read it.
    @Test
    void rejectsControlCharactersInACertificate_E4() {
        String pem = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----";
        assertThat(Entry.of("x").with(EntryOption.CA, pem.replace("\n", "\r\n")).text(EntryOption.CA))
                .isEqualTo(pem);
        assertThatThrownBy(() -> Entry.of("x").with(EntryOption.CA, "\u0004" + pem))
                .hasMessageContaining("ca: has a control character");
    }

    /// JSON can say half a character, a file cannot hold it; such an entry was stored under another
    /// name and found no more.
    @Test
    void rejectsHalfACharacter_E4() {
        assertThatThrownBy(() -> Entry.of("x\ud800"))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(123));
        assertThatThrownBy(() -> Entry.of("x").with(EntryOption.USER, "\udc00"))
                .hasMessageContaining("user: has half a character");
        assertThat(Entry.of("\ud83d\ude00x").name()).hasSize(3);
    }

    /// The rules of `RasValidateEntryName`, and two of ours.
    @ParameterizedTest
    @ValueSource(strings = {"a", "A \"B\"", "Büro – Süd", "a.b", "9", " x", "100%", "a&b", "日本"})
    void namesThatRasAllows_areAllowed(String name) {
        assertThat(Entry.of(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".a", "--", "a|b", "a>b", "a<b", "a?b", "a*b", "a\\b", "a/b", "a:b", "a;b", "-a", "a\nb"
            })
    void namesThatRasRefuses_areRefused(String name) {
        assertThatThrownBy(() -> Entry.checkName(name))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(123));
    }
}
