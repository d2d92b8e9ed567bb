package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Entry;
import dev.dialtone.api.NoManagerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {
    @TempDir
    private Path folder;

    /// What bash offers for the words typed so far, the last of which is not finished; the manager's names are what
    /// the program `dialtone` in the test's folder says.
    private List<String> bash(String... words) throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("script"),
                new Run(new FakeAccess()).command("completion").out());
        Path program = Files.writeString(
                folder.resolve("dialtone"),
                "#!/bin/sh\nprintf '%s\\n' \"$3\" office \"Head office\" 'it'\"'\"'s' '$(id)'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        // bash has it only while a key is pressed
        String offers = "compopt() { echo \"compopt $*\"; }; . \"$1\"; shift; COMP_WORDS=(\"$@\");"
                + " COMP_CWORD=$(($# - 1)); _dialtone; [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' \"${COMPREPLY[@]}\"";
        List<String> command =
                new ArrayList<>(List.of("bash", "--norc", "-u", "-c", offers, "bash", script.toString(), "dialtone"));
        command.addAll(Arrays.asList(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (old, first) -> first + ":" + old);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.lines().toList();
    }

    @Test
    void bashOffersCommandsAndTheirOptions() throws Exception {
        assertThat(bash("")).contains("dial", "hangup", "entry", "completion", "demo");
        assertThat(bash("en")).containsExactly("entry");
        assertThat(bash("entry", "")).contains("list", "set", "import").doesNotContain("dial");
        assertThat(bash("entry", "set", "office", "--ro")).containsExactly("--route");
        assertThat(bash("dial", "--password-f")).containsExactly("--password-file");
    }

    @Test
    void bashOffersNamesWhereTheyStand() throws Exception {
        assertThat(bash("dial", "")).containsExactly("entries", "office", "Head\\ office", "it\\'s", "\\$\\(id\\)");
        assertThat(bash("dial", "o")).containsExactly("office");
        assertThat(bash("dial", "Head\\ ")).containsExactly("Head\\ office");
        assertThat(bash("dial", "\"Head ")).containsExactly("Head office");
        assertThat(bash("dial", "\"$")).as("nothing in a name is run").containsExactly("\\$(id)");
        assertThat(bash("dial", "'i")).containsExactly("it'\\''s");
        assertThat(bash("dial", "--user", "ann", "--json", "of")).containsExactly("office");
        assertThat(bash("dial", "--user", "of")).isEmpty();
        assertThat(bash("dial", "office", "")).isEmpty();
        assertThat(bash("hangup", "")).startsWith("connections");
        assertThat(bash("log", "")).startsWith("all");
        assertThat(bash("credentials", "set", "of")).containsExactly("office");
        assertThat(bash("entry", "export", "office", "Head\\ office", "of")).containsExactly("office");
    }

    @Test
    void bashOffersValues() throws Exception {
        assertThat(bash("entry", "set", "office", "ipv")).containsExactly("compopt -o nospace", "ipv4=", "ipv6=");
        // as bash parts it
        assertThat(bash("entry", "set", "office", "ipv4", "=")).containsExactly("true", "false");
        assertThat(bash("entry", "set", "office", "ipv4", "=", "f")).containsExactly("false");
        assertThat(bash("entry", "set", "office", "mtu", "=", "1300", "ipv4", "=", "f"))
                .containsExactly("false");
        assertThat(bash("entry", "set", "office", "--protocol", "ss")).containsExactly("sstp");
        assertThat(bash("entry", "set", "office", "--protocol", "=", "ss")).containsExactly("sstp");
        assertThat(bash("entry", "export", "--format", "pb")).containsExactly("pbk");
        assertThat(bash("entry", "set", "office", "--ca", "")).containsExactly("compopt -o default");
        assertThat(bash("completion", "")).containsExactly("bash", "zsh", "fish");
    }

    @ParameterizedTest
    @CsvSource({"bash, complete -F _dialtone dialtone", "zsh, #compdef dialtone", "fish, complete -c dialtone -f"})
    void eachShellHasItsScript(String shell, String has) {
        Run.Result result = new Run(new FakeAccess()).command("completion", shell);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains(has, "password-stdin", "confirm");
        // longer than a text that our own reader takes from a peer
        assertThat(new Run(new FakeAccess())
                        .command("completion", shell, "--json")
                        .out())
                .startsWith("{\"" + shell + "\":\"#")
                .endsWith("\"}\n")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcsh", "--names everything"})
    void whatThereIsNoneForIsAWrongCommand(String rest) {
        Run.Result result = new Run(new FakeAccess()).command(("completion " + rest).split(" ", -1));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(rest.substring(rest.indexOf(' ') + 1));
    }

    @Test
    void namesAreTheManagersOneALine() {
        FakeAccess access = new FakeAccess()
                .with(Entry.of("office"))
                .with(Entry.of("Head office"))
                .with(new FakeConnection("c-1", "office").enter(ConnectionState.CONNECT_DEVICE))
                .with(new FakeConnection("c-2", "vpn.example.org").enter(ConnectionState.CONNECT_DEVICE));
        Run run = new Run(access);
        assertThat(run.command("completion", "--names", "entries").out()).isEqualTo("office\nHead office\n");
        assertThat(run.command("completion", "--names", "connections").out())
                .isEqualTo("office\nvpn.example.org\nc-1\nc-2\n");
        assertThat(run.command("completion", "--names", "all").out())
                .isEqualTo("office\nHead office\nvpn.example.org\nc-1\nc-2\n");
        assertThat(run.command("completion", "--names", "entries", "--json").objects())
                .extracting(object -> object.text("name"))
                .containsExactly("office", "Head office");
    }

    @Test
    void namesOfNoManager_orOfOneThatIsStuck_areNone() {
        Run.Result none = new Run(_ -> {
                    throw new NoManagerException("connection refused", "");
                })
                .command("completion", "--names", "all");
        CountDownLatch never = new CountDownLatch(1);
        Run.Result stuck = new Run(_ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IllegalStateException();
                })
                .command("completion", "--names", "all");
        never.countDown();
        for (Run.Result result : List.of(none, stuck)) {
            assertThat(result.code()).isZero();
            assertThat(result.out() + result.err()).isEmpty();
        }
    }

    /// A command that is renamed must not lose what it is offered.
    @Test
    void commandsThatAreNamedHereExist() {
        String script = new Run(new FakeAccess()).command("completion", "bash").out();
        assertThat(CompletionValue.ACTIVE_ONLY).allMatch(command -> script.contains("'" + command + " 1'"));
    }
}
