package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.RasException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookTomlTest {
    private static Hook read(String text) {
        return HookToml.read("tell", "/etc/dialtone/hooks.d/tell.toml", text);
    }

    @Test
    void decodesAProgramForAllEventsAndEntries() {
        assertThat(read("program = \"/usr/local/sbin/vpn changed\"\n"))
                .isEqualTo(new Hook(
                        "tell",
                        EnumSet.allOf(HookEvent.class),
                        Set.of(),
                        new Hook.Target.Program(Path.of("/usr/local/sbin/vpn changed"))));
    }

    @Test
    void decodesAUrlForSomeOfThem() {
        Hook hook = read("""
                # tells the team
                url = "https://hooks.example.org/t/secret-token?x=1"
                events = ["connected", "failed"]
                entries = ["office", "büro"]
                """);
        assertThat(hook.events()).containsExactlyInAnyOrder(HookEvent.CONNECTED, HookEvent.FAILED);
        assertThat(hook.entries()).containsExactlyInAnyOrder("office", "büro");
        assertThat(hook.target())
                .isEqualTo(new Hook.Target.Web(URI.create("https://hooks.example.org/t/secret-token?x=1")));
        assertThat(hook.toString()).doesNotContain("secret-token");
    }

    @Test
    void rejectsWhatIsNestedTooDeeply_E4() {
        assertThatThrownBy(() -> read("entries = " + "[".repeat(16_000)))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageStartingWith("/etc/dialtone/hooks.d/tell.toml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                             | either a program or a url",
                "program = '/a'\\nurl = 'http://h/'             | either a program or a url",
                "program = 'bin/a'                              | line 1, column 1: program: must be the absolute path",
                "program = 7                                    | program: must be text",
                "program = '/a'\\nevents = []                   | line 2, column 1: events: must be a list",
                "program = '/a'\\nevents = 'connected'          | events: must be a list of texts",
                "program = '/a'\\nevents = ['dialled']          | there is no event \"dialled\"; there are connected, ",
                "program = '/a'\\nentries = [1]                 | entries: must be a list of texts",
                "program = '/a'\\n\\nuser = 'root'              | line 3, column 1: user: is no key",
                "url = 'ftp://h/'                               | url: must be https://",
                "url = 'https:///path'                          | url: must be https://",
                "url = 'https://ann:pw@h/'                      | url: must be https://",
                "url = 'h:/ /'                                  | url: must be https://",
                "url =                                          | line 1, column "
            })
    void rejectsWithItsPlace_E4(String text, String why) {
        String toml = text.replace("\\n", "\n");
        assertThatThrownBy(() -> read(toml))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageStartingWith("/etc/dialtone/hooks.d/tell.toml")
                .hasMessageContaining(why.strip())
                .message()
                .doesNotContain("ann:pw");
    }
}
