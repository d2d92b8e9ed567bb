package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.phonebooks.Remark.Fate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PbkReadingTest {
    private static Map<String, String> options(String file, String name) {
        Map<String, String> options = new TreeMap<>();
        Corpus.entry(file, name).options().forEach((option, value) -> options.put(option.key(), value));
        return options;
    }

    private static Remark remark(String file, String name, String key) {
        return Corpus.entry(file, name).remarks().stream()
                .filter(remark -> remark.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sstpThroughASplitTunnel() {
        assertThat(options("vpns.pbk", "Office"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("server", "vpn.example.com"),
                        Map.entry("port", "8443"),
                        Map.entry("alternates", "vpn2.example.com"),
                        Map.entry("metric", "15"),
                        Map.entry("class-route", "true"),
                        Map.entry("default-route", "false"),
                        Map.entry("domains", "corp.example"),
                        Map.entry("redial-attempts", "3"),
                        Map.entry("redial-seconds", "60"),
                        Map.entry("reconnect", "true"),
                        Map.entry("remember", "true"),
                        Map.entry("idle-timeout", "1800")));
    }

    @Test
    void whatIsNotDoneIsNamedWithItsLine() {
        assertThat(remark("vpns.pbk", "Office", "NumRoutes"))
                .returns(Fate.NOT_DONE, Remark::fate)
                .returns(91, Remark::line)
                .returns("2", Remark::value);
        assertThat(remark("vpns.pbk", "Branch (automatic)", "DisableClassBasedDefaultRoute")
                        .fate())
                .isEqualTo(Fate.KEPT);
    }

    @ParameterizedTest
    @CsvSource({
        "vpns.pbk, Branch (automatic), automatic",
        "vpns.pbk, Head office, automatic",
        "vpns.pbk, IKEv2 only, ikev2",
        "vpns.pbk, L2TP, l2tp",
        "vpns.pbk, Old router, pptp",
        "broadband.pbk, Fibre, pppoe",
        "modem.pbk, Telephone, modem",
    })
    void eachKindOfDevice_isKnown(String file, String name, String protocol) {
        assertThat(options(file, name)).containsEntry("protocol", protocol);
    }

    @Test
    void weakMethods_onlyWhereTheFileNamesThem() {
        assertThat(options("vpns.pbk", "Office")).doesNotContainKey("authentication");
        assertThat(options("vpns.pbk", "Branch (automatic)")).containsEntry("authentication", "mschapv2,chap-md5");
        assertThat(Corpus.entry("vpns.pbk", "Branch (automatic)").remarks())
                .anyMatch(remark -> remark.text().startsWith("WEAK"));
        assertThat(options("vpns.pbk", "L2TP")).containsEntry("authentication", "mschapv2,chap-md5,pap");
        assertThat(options("vpns.pbk", "Old router")).doesNotContainKey("authentication");
    }

    @Test
    void eapAlone_isNotTurnedIntoAnotherMethod() {
        Entry entry = Corpus.entry("vpns.pbk", "Head office").entry("x");
        assertThat(entry.text(dev.dialtone.api.EntryOption.AUTHENTICATION)).isEqualTo("eap");
        assertThat(dev.dialtone.api.NotBuilt.of(entry)).isPresent();
        assertThat(entry.weak()).isEmpty();
    }

    @Test
    void alwaysOn_isCarriedOver() {
        assertThat(options("vpns.pbk", "Head office")).containsEntry("always-on", "true");
    }

    @Test
    void cachedCredentialsAndOneTimePasswords_areCarriedOver() {
        assertThat(options("odd.pbk", "Odd")).doesNotContainKeys("remember", "one-time");
        String codes = """
                [Codes]
                Type=2
                VpnStrategy=5
                CacheCredentials=0
                AuthTypeOTP=1
                MEDIA=rastapi
                DEVICE=vpn
                PhoneNumber=h
                """;
        Entry read = BookFormat.PBK
                .read(codes.getBytes(UTF_8), "f")
                .entries()
                .getFirst()
                .entry("Codes");
        assertThat(read.flag(EntryOption.ONE_TIME)).isTrue();
        assertThat(read.flag(EntryOption.REMEMBER)).isFalse();
    }

    @Test
    void keysMayRepeat_theFirstCounts() {
        assertThat(options("odd.pbk", "Odd"))
                .containsEntry("redial-attempts", "2")
                .containsEntry("default-route", "false");
        assertThat(Corpus.entry("odd.pbk", "Odd").remarks())
                .anyMatch(remark -> remark.line() == 9 && remark.text().startsWith("line 8 has this key"))
                .anyMatch(remark ->
                        remark.key().equals("Frobnicate") && remark.text().contains("not known"));
    }

    @Test
    void deviceAndDEVICE_areTwoKeys() {
        assertThat(remark("modem.pbk", "Telephone", "Device").value()).isEqualTo("Standard 56000 bps Modem");
        assertThat(remark("modem.pbk", "Telephone", "DEVICE").value()).isEqualTo("switch");
        assertThat(Corpus.entry("modem.pbk", "Two lines").remarks())
                .anyMatch(remark -> remark.text().contains("multilink"));
    }

    @Test
    void namesAreReadWithTheirOwnCharacters() {
        assertThat(Corpus.read("utf8.pbk").entries())
                .extracting(ImportedEntry::name)
                .containsExactly("Büro München", "東京オフィス", "Офис 🏢");
        assertThat(Corpus.read("latin1.pbk").entries())
                .extracting(ImportedEntry::name)
                .containsExactly("Büro");
    }

    @Test
    void namesThatAreNotAllowed_haveAProposalThatIs() {
        assertThat(Corpus.read("names.pbk").entries())
                .extracting(entry -> entry.isNameAllowed() + " " + EntryNames.proposal(entry.name()))
                .containsExactly("false A-B", "false hidden-", "true spaced");
        assertThat(EntryNames.proposal("////")).isEqualTo("entry");
        assertThat(EntryNames.proposal("😀".repeat(200))).isEqualTo("entry");
        assertThat(EntryNames.proposal("x" + "😀".repeat(200))).hasSizeLessThanOrEqualTo(256);
    }
}
