package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Entries as texts that people write.
class EntryTextTest {
    private static final String TEXT = """
        # The office's line. Ask Ann.
        server = "vpn.example"   # the new one

        "port" = 8443
        # only the lab
        routes = [
            "10.0.0.0/8",  # ] all of it
            '192.0.2.0/24',
        ]
        default-route = false
        user = 'ann "a" # b'# no comment before
        # the end
        """;

    @TempDir
    Path directory;

    private FilePhoneBook book() {
        return new FilePhoneBook(directory);
    }

    private static Entry office() {
        return EntryToml.read("office", "f", TEXT);
    }

    private static String changed(Entry entry) {
        return EntryToml.changed(TEXT, entry).orElseThrow();
    }

    /// An option that is set to nothing is not set, of whatever kind it is.
    @Test
    void nothing_isTheDefault() {
        assertThat(EntryToml.read("x", "f", "port = \"\"\nmtu = \"\"\nserver = \"a.example\"\n"))
                .isEqualTo(Entry.of("x").with("server", "a.example"));
    }

    /// The library throws what nobody expects at the first, and overflows the stack at the second.
    @Test
    void whatTheLibraryGivesUpOn_isAnErrorOfTheText_E4() {
        for (String text : new String[] {"[18# c\r__[", "a = " + "[".repeat(100_000)}) {
            assertThatThrownBy(() -> EntryToml.read("x", "f", text))
                    .isInstanceOfSatisfying(
                            RasException.class, e -> assertThat(e.error()).isEqualTo(625))
                    .hasMessageStartingWith("f:1:");
        }
    }

    @Test
    void textIsKeptAsItIs() {
        FilePhoneBook book = book();
        book.setText("office", TEXT);
        assertThat(book.text("office")).isEqualTo(TEXT);
        assertThat(book.entry("office").text(EntryOption.ROUTES)).isEqualTo("10.0.0.0/8,192.0.2.0/24");
        assertThat(book.entry("office").text(EntryOption.USER)).isEqualTo("ann \"a\" # b");
        assertThatThrownBy(() -> book.text("nobody")).isInstanceOf(RasException.class);
    }

    @Test
    void changedValue_leavesAllElseAsItWas() {
        assertThat(changed(office())).isEqualTo(TEXT);
        assertThat(changed(office().with("server", "other.example")))
                .isEqualTo(TEXT.replace("\"vpn.example\"", "\"other.example\""));
        assertThat(changed(office().with("port", "443"))).isEqualTo(TEXT.replace("8443", "443"));
        assertThat(changed(office().with("user", "zoe"))).contains("user = \"zoe\"# no comment before\n# the end\n");
        assertThat(changed(office().with("routes", "10.1.0.0/16")))
                .contains("# only the lab\nroutes = [\"10.1.0.0/16\"]\ndefault-route");
    }

    @Test
    void valueThatIsGone_takesItsLinesOnly() {
        assertThat(changed(office().with("routes", "").with("default-route", "")))
                .contains("\"port\" = 8443\n# only the lab\nuser = ");
        assertThat(changed(office().with("user", ""))).endsWith("default-route = false\n# the end\n");
    }

    @Test
    void newValue_isAddedAtTheEnd() {
        assertThat(changed(office().with("mtu", "1300"))).isEqualTo(TEXT + "mtu = 1300\n");
        assertThat(EntryToml.changed(
                        "server = 'h'", Entry.of("x").with("server", "h").with("mtu", "1300")))
                .contains("server = 'h'\nmtu = 1300\n");
    }

    @Test
    void setKeepsTheCommentsOfTheFile() throws IOException {
        Files.writeString(directory.resolve("office.toml"), TEXT);
        FilePhoneBook book = book();
        book.set(book.entry("office").with("mtu", "1300").with("server", "other.example"));
        assertThat(Files.readString(directory.resolve("office.toml")))
                .isEqualTo(TEXT.replace("vpn.example", "other.example") + "mtu = 1300\n");
    }

    @Test
    void textThatSomebodyBroke_isNotReplacedButMended_E4() throws IOException {
        Path file = directory.resolve("office.toml");
        FilePhoneBook book = book();
        book.setText("office", TEXT);
        Files.writeString(file, "broken # but mine\n");
        Entry other = Entry.of("office").with("server", "h");
        assertThatThrownBy(() -> book.set(other))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(625))
                .hasMessageStartingWith(file + ":1:");
        assertThat(book.text("office")).isEqualTo("broken # but mine\n");
        book.setText("office", "server = \"h\" # mine\n");
        assertThat(book.entry("office")).isEqualTo(other);
        Files.writeString(file, "broken\n");
        book.remove("office");
        assertThat(file).doesNotExist();
    }

    @Test
    void textThatIsTooLong_isRefusedBeforeAnythingIsLost_E4() {
        FilePhoneBook book = book();
        book.setText("office", TEXT);
        assertThatThrownBy(() -> book.setText("office", "#".repeat((1 << 20) + 1)))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87));
        assertThat(book.text("office")).isEqualTo(TEXT);
    }

    @Test
    void importedEntry_keepsItsOriginalWhenItsTextIsEdited() {
        FilePhoneBook book = book();
        String original = "pbk utf-8 0123456789abcdef 1 office\n[office]\n";
        book.set(Entry.of("office").with("server", "h").with(EntryOption.ORIGINAL, original));
        assertThat(book.text("office")).doesNotContain("original");
        book.setText("office", book.text("office") + "# mine\nmtu = 1300\n");
        assertThat(book.entry("office").values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(EntryOption.SERVER, "h", EntryOption.MTU, "1300", EntryOption.ORIGINAL, original));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "server = \"h\"|port = 0~text:2:8 port: found 0, expected what port takes: it is \"0\"; must be a number"
                        + " from 1 to 65535",
                "mtu = \"x\"~text:1:7 mtu: found \"x\", expected what mtu takes: it is \"x\"; must be a number from 576 to"
                        + " 1500",
                "  sever = 1~text:1:3 sever: found no such option, expected perhaps one of server, ",
                "[tables]~text:1:1 tables: found no such option",
                "dns = 2020-01-01~text:1:7 dns: found 2020-01-01, expected what dns takes: it",
            })
    void wrongText_isToldByItsPlaceAndNotStored_E4(String text, String message) {
        FilePhoneBook book = book();
        book.setText("office", TEXT);
        assertThatThrownBy(() -> book.setText("office", text.replace("|", "\n")))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(625))
                .hasMessageStartingWith(message);
        assertThat(book.text("office")).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server = ", "server = \"h", "server", "server = [1", "= 1", "server = \"h\" x", "\"\"\""})
    void whatIsNoToml_isToldByItsPlace_E4(String text) {
        assertThatThrownBy(() -> book().setText("office", "mtu = 1300\n" + text + "\n"))
                .hasMessageMatching("(?s)text:[0-9]+:[0-9]+: found .*, expected .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a]\nb = 1\n", "a.b = 1\n", "a = {b = 1}\n", "a = \"x\n", "a\n", "a = \n", "a = 1 2 \"\n"})
    void textOfMoreThanSettings_isNotTakenApart(String text) {
        TomlText.of(text).ifPresent(read -> assertThat(read.written("a")).isEqualTo("1 2 \""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "server = \"h\"\n",
                "# c\n\nserver = 'h' # x\nport=8443\ndns = false",
                "user = \"a \\\"b\\\" \\\\ c\"\n",
                "routes = [ \"10.0.0.0/8\" , '192.0.2.0/24', ]\n",
                "routes = [\n  \"10.0.0.0/8\"\n]\n",
                "routes = []\nuser = \"\"\n",
                "\"mtu\" = 1300\n",
            })
    void plainText_readsAsTheLibraryReadsIt(String text) {
        Entry entry = EntryToml.readAny("x", "f", text);
        assertThat(PlainToml.read(text).map(values -> new Entry("x", values))).contains(entry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port = 0x1F\n",
                "port = 8_443\n",
                "port = 08443\n",
                "user = \"\\u0041\"\n",
                "user = 3\nuser = 4\n",
                "routes = [\"10.0.0.0/8\" # c\n]\n",
                "routes = [\"10.0.0.0/8\" \"11.0.0.0/8\"]\n",
                "routes = [[\"10.0.0.0/8\"]]\n",
                "mtu = 1\n",
                "sever = 1\n",
                "user = '''a'''\n",
                "[x]\n",
                "mtu = 1300\r\n",
            })
    void whatIsNotPlain_isLeftToTheLibrary(String text) {
        assertThat(PlainToml.read(text)).isEmpty();
    }
}
