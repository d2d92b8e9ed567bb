package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.phonebooks.Remark.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwanConfTest {
    private static final String FILE = "gateways.conf";

    private static Map<String, String> options(String name) {
        Map<String, String> options = new TreeMap<>();
        Corpus.entry(FILE, name).options().forEach((option, value) -> options.put(option.key(), value));
        return options;
    }

    private static List<Entry> stored(Imported imported) {
        assertThat(imported.wrong()).isEmpty();
        List<Entry> entries = new ArrayList<>();
        imported.entries().forEach(entry -> entries.add(entry.entry(entry.name())));
        return entries;
    }

    private static String text(List<Entry> entries) {
        return new String(BookFormat.SWANCTL.write(entries).content(), UTF_8);
    }

    private static Imported parsed(String text) {
        return BookFormat.SWANCTL.read(text.getBytes(UTF_8), "f");
    }

    private static List<String> complaints(String text) {
        return parsed(text).wrong().stream()
                .map(remark -> remark.complaint("f"))
                .toList();
    }

    @Test
    void connections_areCarriedOver() {
        assertThat(Corpus.read(FILE).entries())
                .extracting(ImportedEntry::name)
                .containsExactly("office", "all", "l2tp-router");
        assertThat(options("office"))
                .containsOnly(
                        Map.entry("protocol", "ikev2"),
                        Map.entry("server", "vpn.example.com"),
                        Map.entry("alternates", "192.0.2.9"),
                        Map.entry("server-name", "gw.example.com"),
                        Map.entry("authentication", "eap"),
                        Map.entry("user", "ann"),
                        Map.entry("ipv6", "false"),
                        Map.entry("default-route", "false"),
                        Map.entry("routes", "10.0.0.0/8,192.0.2.0/24"));
        assertThat(options("all")).containsOnly(Map.entry("protocol", "ikev2"), Map.entry("server", "2001:db8::7"));
        assertThat(options("l2tp-router"))
                .containsOnly(Map.entry("protocol", "l2tp"), Map.entry("server", "192.0.2.7"));
    }

    @Test
    void whatIsNotDoneIsNamed() {
        assertThat(Corpus.entry(FILE, "office").remarks())
                .filteredOn(remark -> remark.fate() == Fate.NOT_DONE)
                .extracting(Remark::key)
                .containsExactly("include", "proposals", "cacerts", "start_action");
        assertThat(Corpus.entry(FILE, "l2tp-router").remarks())
                .filteredOn(remark -> remark.fate() == Fate.NOT_DONE)
                .extracting(Remark::line)
                .containsExactly(37, 48);
    }

    @Test
    void roundTripsToTheByte() {
        List<Entry> entries = stored(Corpus.read(FILE));
        assertThat(text(entries)).isEqualTo(new String(Corpus.file(FILE), UTF_8));
        assertThat(text(entries.reversed())).isEqualTo(new String(Corpus.file(FILE), UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void oneOfThem_isAFileOfItsOwn(int which) {
        Entry entry = stored(Corpus.read(FILE)).get(which);
        Imported alone = parsed(text(List.of(entry)));
        assertThat(alone.wrong()).isEmpty();
        assertThat(alone.entries()).singleElement().satisfies(read -> {
            assertThat(read.name()).isEqualTo(entry.name());
            assertThat(read.entry("x").with(EntryOption.ORIGINAL, ""))
                    .isEqualTo(entry.renamed("x").with(EntryOption.ORIGINAL, ""));
        });
    }

    @Test
    void withoutTheMiddleOne_theRestStays() {
        List<Entry> entries = stored(Corpus.read(FILE));
        String text = text(List.of(entries.get(0), entries.get(2)));
        assertThat(parsed(text).entries()).extracting(ImportedEntry::name).containsExactly("office", "l2tp-router");
        assertThat(text).contains("# connections of the tests", "pool1").doesNotContain("2001:db8::7");
    }

    @Test
    void secretsAreNeverKept() {
        Imported imported = Corpus.read("secrets.conf");
        assertThat(imported.wrong()).isEmpty();
        assertThat(imported.toString()).doesNotContain("hunter", "918273");
        assertThat(imported.entries().getFirst().remarks())
                .filteredOn(remark -> remark.fate() == Fate.LEFT_OUT)
                .extracting(Remark::line)
                .containsExactly(4);
        assertThat(imported.entries().getLast().remarks())
                .filteredOn(remark -> remark.fate() == Fate.LEFT_OUT)
                .extracting(Remark::line)
                .containsExactly(17, 21, 25);
        assertThat(imported.entries().getLast().remarks())
                .filteredOn(remark -> remark.key().equals("handle"))
                .extracting(Remark::line)
                .containsExactly(24);
        assertThat(text(stored(imported))).doesNotContain("hunter", "918273").contains("    # secret =\n", "id = ann");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "server#other.example#remote_addrs = other.example, 192.0.2.9",
                "alternates#x.example#remote_addrs = vpn.example.com, x.example",
                "user#zoe#eap_id = zoe",
                "server-name#x.example#id = x.example",
                "ipv6#true#vips = 0.0.0.0, ::",
                "routes#10.1.0.0/16#remote_ts = 10.1.0.0/16",
                "default-route#true#remote_ts = 0.0.0.0/0, ::/0",
            })
    void changedOption_changesItsSetting(String key, String value, String after) {
        Entry entry = stored(Corpus.read(FILE)).getFirst();
        String text = text(List.of(entry.with(key, value)));
        assertThat(text).contains(after);
        assertThat(text(List.of(entry))).doesNotContain(after);
        assertThat(parsed(text).entries().getFirst().entry("f").text(EntryOption.named(key)))
                .isEqualTo(value);
    }

    @Test
    void settingThatIsNotThere_isAddedWhereItBelongs() {
        Entry entry = stored(Corpus.read(FILE))
                .get(1)
                .with("user", "ann")
                .with("server-name", "gw.example")
                .renamed("rest.of");
        String text = text(List.of(entry));
        ImportedEntry read = parsed(text).entries().getFirst();
        assertThat(read.name()).isEqualTo("rest-of");
        assertThat(read.options())
                .containsEntry(EntryOption.USER, "ann")
                .containsEntry(EntryOption.SERVER_NAME, "gw.example");
        assertThat(text).contains("auth = pubkey", "certs = ann.pem");
    }

    @Test
    void writtenAnew_readsTheSame() {
        Entry entry = Entry.of("neu")
                .with("protocol", "ikev2")
                .with("server", "ike.example")
                .with("authentication", "eap")
                .with("user", "ann b")
                .with("default-route", "false")
                .with("routes", "10.0.0.0/8");
        Imported imported = parsed(text(List.of(entry, entry.renamed("zwei"))));
        assertThat(imported.wrong()).isEmpty();
        assertThat(imported.entries()).extracting(ImportedEntry::name).containsExactly("neu", "zwei");
        assertThat(imported.entries().getFirst().entry("neu").with(EntryOption.ORIGINAL, ""))
                .isEqualTo(entry);
        assertThatThrownBy(() -> text(List.of(Entry.of("a")))).hasMessageContaining("there is no sstp in");
    }

    @Test
    void namesThatComeToTheSame_areNotWrittenAsOne() {
        Entry one = Entry.of("a b").with("protocol", "ikev2").with("server", "h");
        assertThatThrownBy(() -> text(List.of(one, one.renamed("a.b"))))
                .hasMessageContaining("\"a b\" and \"a.b\" would both be a-b");
    }

    @Test
    void manySecretsInManyConnections_areEachToldOnce() {
        StringBuilder text = new StringBuilder("connections {\n");
        for (int i = 0; i < 2_000; i++) {
            text.append(" c").append(i).append(" {\n  remote_addrs = h\n  psk = hunter\n  secret = hunter\n }\n");
        }
        Imported imported = parsed(text.append("}\n").toString());
        assertThat(imported.entries())
                .hasSize(2_000)
                .allSatisfy(entry ->
                        assertThat(entry.leftOut()).extracting(Remark::key).containsExactly("psk", "secret"));
        assertThat(imported.toString()).doesNotContain("hunter");
    }

    @Test
    void brokenFiles_areNamedByPlace_E4() {
        assertThat(complaints("connections {\n a {\n  remote_addrs = h\n }\n}\n"))
                .isEmpty();
        assertThat(complaints(""))
                .containsExactly("f:1:1: found \"no connection\", expected connections { NAME { … } }");
        assertThat(complaints("connections {\n a {\n")).containsExactly("f:3:1: found \"the end\", expected } for a");
        assertThat(complaints("}\n")).containsExactly("f:1:1: found \"}\", expected a { before it");
        assertThat(complaints("connections {\n a\n b\n}\n")).containsExactly("f:3:2 a: found \"b\", expected { or =");
        assertThat(complaints("connections {\n a { x = \"y\n } }\n"))
                .containsExactly("f:2:10 x: found \"a quote\", expected another one at its end");
        assertThat(complaints("connections {\n a { }\n a { }\n}\n"))
                .containsExactly("f:3:2: found \"a\", expected a name of its own: line 2 has it already");
        assertThat(complaints("connections {\n a {\n  remote_addrs = a b\n }\n}\n")
                        .getFirst())
                .startsWith("f:3:18 remote_addrs: found \"a b\", expected what server takes here");
        assertThat(complaints("connections {\n a { version = 3\n } }\n"))
                .containsExactly("f:2:16 version: found \"3\", expected 0, 1 or 2");
        assertThat(complaints("x {\n".repeat(30)).getFirst()).contains("at most 16 sections in each other");
    }
}
