package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.host.Resolver.LinkDns;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvConfTextTest {
    private static final String OWN = """
            # by hand
            search home.example
            nameserver 192.0.2.1
            nameserver 192.0.2.2
            options edns0
            """;

    private static LinkDns dns(String link, String servers, String domains, boolean everything) {
        return new LinkDns(
                link,
                list(servers).map(InetAddress::ofLiteral).toList(),
                list(domains).toList(),
                everything);
    }

    private static Stream<String> list(String commas) {
        return Stream.of(commas.split(",")).filter(word -> !word.isEmpty());
    }

    @Test
    void serversThatAreReachedOverTheirLinkAlone_areLeftOut() {
        LinkDns alone = new LinkDns("dial0", List.of(InetAddress.ofLiteral("10.0.0.53")), List.of("x"), false, true);
        assertThat(ResolvConfText.compose(OWN, List.of(alone))).isEqualTo(OWN);
        LinkDns other = dns("dial1", "10.0.0.1", "", false);
        assertThat(ResolvConfText.compose(OWN, List.of(alone, other)))
                .isEqualTo(ResolvConfText.compose(OWN, List.of(other)));
    }

    @Test
    void composesOursFirstAndOthersAsFarAsThereIsRoom() {
        assertThat(ResolvConfText.compose(OWN, List.of(dns("dial0", "10.0.0.1,10.0.0.2", "", false))))
                .isEqualTo("""
                # dialtone begin: for dial0; taken out again when they end, the rest of the file stays
                nameserver 10.0.0.1
                nameserver 10.0.0.2
                # dialtone end
                # by hand
                search home.example
                nameserver 192.0.2.1
                #dialtone# nameserver 192.0.2.2
                options edns0
                """);
    }

    @Test
    void composesForEverythingWithoutTheFilesOwnServers() {
        assertThat(ResolvConfText.compose(OWN, List.of(dns("dial0", "10.0.0.1", "corp.example", true))))
                .isEqualTo("""
                # dialtone begin: for dial0; taken out again when they end, the rest of the file stays
                nameserver 10.0.0.1
                search corp.example home.example
                # dialtone end
                # by hand
                #dialtone# search home.example
                #dialtone# nameserver 192.0.2.1
                #dialtone# nameserver 192.0.2.2
                options edns0
                """);
    }

    @Test
    void composesConnectionsForEverythingBeforeTheOthersAndThreeServersInAll() {
        String text = ResolvConfText.compose(
                OWN,
                List.of(
                        dns("dial2", "10.2.0.1", "c.example", false),
                        dns("dial1", "10.1.0.1,10.1.0.2", "b.example", true),
                        dns("dial0", "10.0.0.1", "a.example,c.example", true)));
        assertThat(text.lines().filter(line -> line.startsWith("nameserver")))
                .containsExactly("nameserver 10.1.0.1", "nameserver 10.1.0.2", "nameserver 10.0.0.1");
        assertThat(text).contains("\nsearch c.example b.example a.example home.example\n");
    }

    @Test
    void composesDomainsAloneAndLeavesServers() {
        assertThat(ResolvConfText.compose(OWN, List.of(dns("dial0", "", "corp.example", true))))
                .contains("\nsearch corp.example home.example\n")
                .contains("\nnameserver 192.0.2.1\nnameserver 192.0.2.2\n");
    }

    @Test
    void composesNothingForConnectionsWithNothingToSay() {
        assertThat(ResolvConfText.compose(OWN, List.of(dns("dial0", "", "", true))))
                .isEqualTo(OWN);
        assertThat(ResolvConfText.compose(OWN, List.of())).isEqualTo(OWN);
    }

    @Test
    void composesLinkLocalServerWithItsLink() {
        assertThat(ResolvConfText.compose("", List.of(dns("dial0", "fe80::53", "", false))))
                .contains("nameserver fe80:0:0:0:0:0:0:53%dial0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil\nnameserver 6.6.6.6", "a b", "", "-x", "a\u0000", "x;y", "\u00e4.example"})
    void composesNoDomainThatCouldSaySomethingElse(String domain) {
        assertThat(ResolvConfText.compose(OWN, List.of(new LinkDns("dial0", List.of(), List.of(domain), true))))
                .isEqualTo(OWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nameserver 192.0.2.1",
                "nameserver 192.0.2.1\n",
                "\n\nsearch a b\n\tnameserver indented\nnameserver\t192.0.2.1\r\nnameserver 192.0.2.3",
                "domain old.example\nsearch new.example\nnameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\n",
                "#dialtone# looks like ours\nnameserver 192.0.2.1\n#dialtone# nameserver 9.9.9.9\n",
                "# dialtone end\n",
                "nameserver \u00ff\u0080\n",
            })
    void roundTripsThroughStrip(String base) {
        List<LinkDns> connections = List.of(
                dns("dial1", "10.1.0.1,2001:db8::53", "corp.example", true), dns("dial0", "10.0.0.1", "", false));
        String composed = ResolvConfText.compose(base, connections);
        assertThat(composed).isNotEqualTo(base);
        assertThat(ResolvConfText.isWhole(composed)).isTrue();
        assertThat(ResolvConfText.strip(composed)).isEqualTo(base);
    }

    @Test
    void stripKeepsWhatOthersWroteMeanwhile() {
        String composed = ResolvConfText.compose(OWN, List.of(dns("dial0", "10.0.0.1", "", true)));
        assertThat(ResolvConfText.strip("# above\n" + composed + "options rotate\n"))
                .isEqualTo("# above\n" + OWN + "options rotate\n");
    }

    @Test
    void stripOfPartWithoutItsEndTakesOutWhatCouldBeOurs() {
        assertThat(ResolvConfText.strip("# dialtone begin: x\nnameserver 10.0.0.1\n# by hand\nnameserver 192.0.2.1\n"))
                .isEqualTo("# by hand\nnameserver 192.0.2.1\n");
    }

    @Test
    void stripOfUnmarkedTextGivesItBack() {
        assertThat(ResolvConfText.strip("#dialtone# x\n")).isEqualTo("#dialtone# x\n");
        assertThat(ResolvConfText.carriesMark(OWN)).isFalse();
    }
}
