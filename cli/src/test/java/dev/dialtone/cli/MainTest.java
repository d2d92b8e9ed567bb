package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final FakeAccess access = new FakeAccess();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dial",
                "hangup",
                "answer",
                "confirm",
                "list",
                "status",
                "watch",
                "log",
                "capture",
                "entry",
                "entry list",
                "entry show",
                "entry set",
                "entry remove",
                "entry rename",
                "entry validate",
                "credentials",
                "credentials set",
                "credentials clear",
                "credentials show",
                "devices",
                "explain",
                "doctor",
                "completion"
            })
    void helpTeaches(String command) {
        Run.Result help = new Run(access).command((command + " --help").split(" ", -1));
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("Usage: dialtone " + command, "Examples:", "  dialtone ");
        if (!command.equals("entry") && !command.equals("credentials")) {
            assertThat(help.out()).contains("Exit codes:", "--json", "--socket");
        }
    }

    @Test
    void helpOfEntrySetListsEveryKey() {
        String help = new Run(access).command("entry", "set", "--help").out();
        for (EntryOption option : EntryOption.values()) {
            if (option != EntryOption.ORIGINAL) {
                // that one is written by an import, not by hand
                assertThat(help).contains("  " + option.key() + " ", option.help());
            }
        }
    }

    @Test
    void helpListsEveryCommand() {
        String help = new Run(access).command("--help").out();
        assertThat(help).contains("dial ", "hangup ", "daemon ", "demo ", "completion ", "explain ");
    }

    /// Without options nothing is parsed; that must not be seen.
    @ParameterizedTest
    @ValueSource(strings = {"list", "entry list"})
    void saysTheSameWithoutOptions(String command) {
        access.with(new FakeConnection("c-1", "office").connected());
        access.with(Entry.of("office").with(EntryOption.USER, "ann"));
        Run.Result alone = new Run(access).command(command.split(" ", -1));
        assertThat(alone.out()).contains("office");
        assertThat(alone).isEqualTo(new Run(access).command((command + " --debug").split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "entry list"})
    void failsTheSameWithoutOptions_E4(String command) {
        Run run = new Run(_ -> {
            throw new NoManagerException("connection refused", "");
        });
        Run.Result alone = run.command(command.split(" ", -1));
        assertThat(alone.code()).isEqualTo(ExitCode.NO_MANAGER);
        assertThat(alone).isEqualTo(run.command((command + " --socket /run/test.sock").split(" ", -1)));
    }

    @Test
    void versionIsALine() {
        Run.Result version = new Run(access).command("--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("dialtone ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dail office",
                "list --colour",
                "status",
                "dial",
                "dial a b",
                "dial a --timeout soon",
                "dial a --background --bound",
                "dial a --gate-limit 5",
                "dial a --pause-limit 5",
                "dial a --gated --gate-limit soon",
                "dial a --ca x",
                "dial --server h -o nonsense",
                "hangup",
                "hangup a --all",
                "hangup --all --release",
                "answer",
                "answer a --trust yes",
                "confirm",
                "dial a --confirm-within 0",
                "entry set a --redial often",
                "watch a --since -1",
                "capture a",
                "capture -w x",
                "capture a -w x --count -1",
                "capture a -w x --seconds 9999999",
                "capture a -w - --json",
                "entry",
                "entry set",
                "entry set a b",
                "entry set a --port ssl",
                "entry rename a",
                "credentials set a",
                "explain",
                "explain e691",
                "explain -- -5",
                "daemon",
                "demo"
            })
    void wrongCommandsEndWith2AndSayWhy(String line) {
        Run.Result result = new Run(access).command(line.isEmpty() ? new String[0] : line.split(" ", -1));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("dialtone: ").doesNotContain("\tat ");
    }

    @Test
    void wrongCommandNamesNearOnes() {
        assertThat(new Run(access).command("hangpu").err()).contains("perhaps  hangup");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dial a",
                "hangup a",
                "hangup --all",
                "hangup a --release",
                "answer a",
                "confirm a",
                "list",
                "status a",
                "watch",
                "watch a",
                "log a",
                "capture a -w x",
                "entry list",
                "entry show a",
                "entry set a",
                "entry remove a",
                "entry rename a b",
                "entry validate a",
                "credentials set a --user u",
                "credentials clear a",
                "credentials show a",
                "devices",
                "doctor"
            })
    void noManagerEndsWith3AndSaysHowToStartOne(String line) {
        Run run = new Run(_ -> {
            throw new NoManagerException("connection refused", "");
        });
        Run.Result plain = run.command(line.split(" ", -1));
        assertThat(plain.code()).isEqualTo(3);
        assertThat(plain.out() + plain.err()).contains("/run/test.sock", "start one with: dialtone daemon");
        Run.Result json = run.command((line + " --json").split(" ", -1));
        assertThat(json.code()).isEqualTo(3);
        assertThat(json.objects()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dial a",
                "hangup a",
                "answer a",
                "confirm a",
                "list",
                "status a",
                "watch a",
                "log a",
                "capture a -w x",
                "entry show a",
                "entry set a",
                "devices"
            })
    void refusedAsNotPermittedEndsWith4(String line) {
        access.refusal = RasException.of(RasError.ACCESS_DENIED, "not yours");
        Run.Result plain = new Run(access).command(line.split(" ", -1));
        assertThat(plain.code()).isEqualTo(4);
        assertThat(plain.err()).contains("not yours").endsWith("RAS_ERROR=5\n");
        Run.Result json = new Run(access).command((line + " --json").split(" ", -1));
        assertThat(json.code()).isEqualTo(4);
        assertThat(json.objects().getFirst().number("error")).isEqualTo(5);
        assertThat(json.err()).isEqualTo("RAS_ERROR=5\n");
    }

    @Test
    void unexpectedErrorIsOneLineUnlessDebugged() {
        access.refusal = new IllegalStateException("broken\nin two");
        Run.Result plain = new Run(access).command("list");
        assertThat(plain.code()).isEqualTo(1);
        assertThat(plain.err())
                .isEqualTo("dialtone: unexpected error: java.lang.IllegalStateException: broken"
                        + " (--debug shows where it arose)\nRAS_ERROR=635\n");
        assertThat(new Run(access).command("list", "--debug").err()).contains("\tat ");
    }

    @Test
    void socketOptionWins() {
        Run run = new Run(access);
        run.command("list", "--socket", "/tmp/other.sock");
        assertThat(run.connectedTo).hasToString("/tmp/other.sock");
        run.command("list");
        assertThat(run.connectedTo).hasToString("/run/test.sock");
    }

    @Test
    void noControlCharacterReachesTheTerminal() {
        String evil = "x\u001b[31m\u0007\u009b\u202ey";
        access.with(Entry.of("a").with("user", "ann"));
        access.with(new FakeConnection(evil, evil).enter(ConnectionState.OPEN_PORT));
        for (String line :
                new String[] {"list", "status " + evil, "log " + evil, "hangup " + evil, "entry show " + evil}) {
            for (String form : new String[] {"", " --json"}) {
                Run.Result result = new Run(access).command((line + form).split(" ", -1));
                assertThat(result.out() + result.err())
                        .describedAs(line + form)
                        .isNotEmpty()
                        .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e");
            }
        }
        assertThat(new Run(access).command("--\u001b[31m").err()).doesNotContain("\u001b");
        assertThat(new Run(access).command("entry", "set", evil).err())
                .contains("RAS_ERROR=123")
                .doesNotContain("\u001b");
    }

    @Test
    void jsonKeepsWhatTheTerminalMustNotSee() {
        access.with(new FakeConnection("c-1", "a\u009bb").enter(ConnectionState.OPEN_PORT));
        Run.Result result = new Run(access).command("list", "--json");
        assertThat(result.out().toLowerCase(Locale.ROOT)).contains("a\\u009bb");
        assertThat(result.objects().getFirst().text("entry")).isEqualTo("a\u009bb");
    }

    @Test
    void looksAreOnlyForTerminals() {
        access.with(new FakeConnection("c-1", "a").connected());
        assertThat(new Run(access).command("status", "a").out()).doesNotContain("\u001b");
        assertThat(new Run(access).styled().command("status", "a").out()).contains("\u001b[1m");
        assertThat(new Run(access).styled().command("status", "a", "--json").out())
                .doesNotContain("\u001b");
    }
}
