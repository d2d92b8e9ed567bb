package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.phonebooks.Remark.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerConfTest {
    private static ImportedEntry read(String file) {
        Imported imported = Corpus.read("peers/" + file);
        assertThat(imported.wrong()).isEmpty();
        return imported.entries().getFirst();
    }

    private static Map<String, String> options(String file) {
        Map<String, String> options = new TreeMap<>();
        read(file).options().forEach((option, value) -> options.put(option.key(), value));
        return options;
    }

    private static String text(Entry entry) {
        return new String(BookFormat.PEERS.write(List.of(entry)).content(), UTF_8);
    }

    private static Imported parsed(String text) {
        return BookFormat.PEERS.read(text.getBytes(UTF_8), "f");
    }

    private static List<String> complaints(String text) {
        return parsed(text).wrong().stream()
                .map(remark -> remark.complaint("f"))
                .toList();
    }

    @Test
    void peers_areCarriedOver() {
        assertThat(options("dsl"))
                .containsOnly(
                        Map.entry("protocol", "pppoe"),
                        Map.entry("user", "ann@provider.example"),
                        Map.entry("mtu", "1492"),
                        Map.entry("reconnect", "true"),
                        Map.entry("redial-seconds", "20"),
                        Map.entry("link-timeout", "60"));
        assertThat(options("sstp"))
                .containsOnly(
                        Map.entry("server", "vpn.example.com"),
                        Map.entry("port", "8443"),
                        Map.entry("user", "CORP\\ann"),
                        Map.entry("address", "10.1.2.3"),
                        Map.entry("default-route", "false"),
                        Map.entry("idle-timeout", "600"),
                        Map.entry("redial-attempts", "3"));
        assertThat(options("pptp"))
                .containsOnly(
                        Map.entry("protocol", "pptp"),
                        Map.entry("server", "old.example.com"),
                        Map.entry("user", "ann"));
        assertThat(options("modem")).contains(Map.entry("protocol", "modem"), Map.entry("dns", "false"));
    }

    @Test
    void whatIsNotDoneIsNamed() {
        assertThat(read("sstp").remarks())
                .filteredOn(remark -> remark.fate() == Fate.NOT_DONE)
                .extracting(Remark::key)
                .containsExactly("file", "frobnicate");
        assertThat(read("dsl").remarks())
                .filteredOn(remark -> remark.fate() == Fate.NOT_DONE)
                .extracting(Remark::key)
                .containsExactly("<device>", "maxfail", "rp_pppoe_service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsl", "sstp"})
    void roundTripsToTheByte(String file) {
        ImportedEntry entry = read(file);
        Entry stored = entry.entry("any name");
        assertThat(BookFormat.PEERS.write(List.of(stored)).content()).isEqualTo(Corpus.file("peers/" + file));
        assertThat(BookFormat.remarks(stored)).isEqualTo(entry.remarks());
    }

    @Test
    void secretsAreNeverKept() {
        ImportedEntry modem = read("modem");
        assertThat(modem.toString()).doesNotContain("hunter", "918273");
        assertThat(modem.remarks())
                .filteredOn(remark -> remark.fate() == Fate.LEFT_OUT)
                .extracting(Remark::line)
                .containsExactly(3, 5, 6);
        assertThat(text(modem.entry("m")))
                .doesNotContain("hunter", "918273")
                .contains("connect \"\"\n", "password \"\"\n", "the password is with Ann");
        assertThat(text(read("pptp").entry("p"))).doesNotContain("hunter").contains("password \"\"\n");
        String command = "pty \"sstpc --password hunter5 --nolaunchpppd --proxy http://ann:hunter6@p:1 h.example\"\n"
                + "plugin sstp-pppd-plugin.so\n";
        ImportedEntry sstp = parsed(command).entries().getFirst();
        assertThat(sstp.toString()).doesNotContain("hunter");
        assertThat(sstp.options()).containsEntry(EntryOption.SERVER, "h.example");
        Entry stored = sstp.entry("s");
        assertThat(text(stored)).doesNotContain("hunter").contains("--password= --nolaunchpppd --proxy= h.example");
        assertThat(text(stored.with("server", "x.example"))).contains("--proxy= x.example");
    }

    /// Each has `hunter` in it, and none of it may be kept.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pty \"sstpc --password 'hunter 2' --nolaunchpppd h.example\"",
                "pty \"sstpc --password \\\"hunter 2\\\" h.example\"",
                "pty 'sstpc --password=\"hunter 2\" h.example'",
                "pty \"sstpc --password hunter\\\\ hunter h.example\"",
                "pty \"sh -c 'PASSWORD=hunter sstpc h.example'\"",
                "pty \"sshpass -p hunter ssh h.example pppd\"",
                "pty \"sstpc http://ann:hunter@h.example\"",
                "pty \"sstpc --proxy ann:hunter@p.example:1 h.example\"",
                "pty \"sstpc h.example --pass hunter\"",
                "connect \"/usr/sbin/chat ogin: ann ssword: hunter\"",
                "connect \"/usr/sbin/chat '' ATDT1 CONNECT '' sername: ann word: hunter\"",
                "connect 'echo Pin hunter; echo AT+CPIN=hunter'",
                "my-password hunter",
                "srp-secret 'hunter hunter'",
                "#my-password = hunter",
            })
    void secretInWhateverForm_isNotKept(String line) {
        String file = "plugin sstp-pppd-plugin.so\n" + line + "\nuser ann\n";
        Imported imported = parsed(file);
        assertThat(imported.wrong()).isEmpty();
        ImportedEntry entry = imported.entries().getFirst();
        assertThat(entry.toString()).doesNotContain("hunter");
        assertThat(entry.remarks()).anyMatch(remark -> remark.fate() == Fate.LEFT_OUT);
        assertThat(text(entry.entry("s"))).doesNotContain("hunter").endsWith("\nuser ann\n");
        assertThat(entry.options()).containsEntry(EntryOption.USER, "ann");
    }

    @Test
    void commandThatIsClear_keepsItsServer() {
        ImportedEntry entry = parsed("pty \"sstpc --password hunter --ipparam x h.example:8443\"\nplugin sstp.so\n")
                .entries()
                .getFirst();
        assertThat(entry.options())
                .containsEntry(EntryOption.SERVER, "h.example")
                .containsEntry(EntryOption.PORT, "8443");
        String plain =
                "pty \"pptp h.example --nolaunchpppd --passive\"\nhide-password\nconnect '/usr/sbin/chat -f /etc/x'\n";
        assertThat(text(parsed(plain).entries().getFirst().entry("s"))).isEqualTo(plain);
    }

    @Test
    void textsMadeToTakeLong_doNot() {
        String dashes = "plugin sstp.so pty 'x " + "-".repeat(15_000) + "'\n";
        String words = "# " + "password".repeat(2_000) + "\n";
        String colons = "pty 'sstpc ://" + ":".repeat(15_000) + "'\nplugin pppoe.so\n";
        for (String text : List.of(dashes, words + "plugin sstp.so\n", colons)) {
            assertThat(assertTimeout(Duration.ofSeconds(5), () -> parsed(text)).wrong())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "server#other.example#--nolaunchpppd other.example:8443\"",
                "user#zoe#name zoe",
                "address#10.9.9.9#10.9.9.9:",
                "default-route#true#defaultroute",
                "mtu#1300#mtu 1300",
                "idle-timeout#0#usepeerdns  maxfail 4",
                "redial-attempts#9#maxfail 10",
                "link-timeout#28#lcp-echo-interval 7",
                "ipv6#false#noipv6",
                "reconnect#true#persist",
            })
    void changedOption_changesItsWord(String key, String value, String after) {
        Entry entry = read("sstp").entry("s");
        String text = text(entry.with(key, value));
        assertThat(text).contains(after);
        assertThat(text(entry)).doesNotContain(after);
        assertThat(parsed(text).entries().getFirst().entry("f").text(EntryOption.named(key)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sstp", "pptp"})
    void writtenAnew_readsTheSame(String protocol) {
        Entry entry = Entry.of("neu")
                .with("protocol", protocol.equals("sstp") ? "" : protocol)
                .with("server", "h.example")
                .with("user", "a b")
                .with("dns", "false");
        Imported imported = parsed(text(entry));
        assertThat(imported.wrong()).isEmpty();
        assertThat(imported.entries().getFirst().entry("neu").with(EntryOption.ORIGINAL, ""))
                .isEqualTo(entry);
        assertThatThrownBy(() -> text(Entry.of("a").with("protocol", "l2tp"))).hasMessageContaining("l2tp");
    }

    @Test
    void brokenFiles_areNamedByPlace_E4() {
        assertThat(complaints("# nothing\n")).containsExactly("f:2:1: found \"no option\", expected options of pppd");
        assertThat(complaints("noauth\nuser")).containsExactly("f:2:5 user: found \"the end\", expected its value");
        assertThat(complaints("noauth 'x\n"))
                .containsExactly("f:1:8: found \"a quote\", expected another one at its end");
        assertThat(complaints("noauth\n").getFirst()).startsWith("f:1:1 plugin: found nothing, expected a plugin");
        assertThat(complaints("plugin pppoe.so mtu x")).containsExactly("f:1:21 mtu: found \"x\", expected a number");
        assertThat(complaints("pty \"pptp a_:b --nolaunchpppd\"").getFirst()).startsWith("f:1:5 pty: found");
    }

    @Test
    void formatIsKnownByTheFolder() {
        assertThat(BookFormat.ofName("/etc/ppp/peers/dsl")).contains(BookFormat.PEERS);
        assertThat(BookFormat.ofName("dsl")).isEmpty();
        assertThat(BookFormat.PEERS.bare("/etc/ppp/peers/dsl")).isEqualTo("dsl");
        assertThat(BookFormat.ofName("x/swanctl.conf")).contains(BookFormat.SWANCTL);
        assertThat(BookFormat.ofName("Profile.XML")).contains(BookFormat.PROFILEXML);
    }
}
