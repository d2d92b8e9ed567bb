package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.cli.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The scripts of `dialtone completion` in the shells that they are for. (bash: `CompletionCommandTest`, for every
/// machine has it.) The manager's names are what a program `dialtone` in the test's folder says.
@Timeout(60)
class CompletionShellsTest {
    private static final String NAMES = "#!/bin/sh\n[ \"$1 $2\" = 'completion --names' ] || exit 1\n"
            + "printf '%s\\n' \"$3\" office 'Head office'\n";

    /// The terminal of an interactive zsh is in the hands of another. What is offered goes into a file.
    private static final String ZSH = """
            zmodload zsh/zpty
            zpty inner zsh -f -i
            zpty -w inner "fpath=($FOLDER \\$fpath); autoload -Uz compinit; compinit -u -D; source $FOLDER/capture"
            zpty -w -n inner "$1"$'\\t'
            zpty -w -n inner $'\\C-a\\C-kprint done >>$FOLDER/offered\\n'
            integer tries=0
            until [[ "$(<$FOLDER/offered)" == *done ]] || (( tries++ > 200 )); do zpty -r -t inner && sleep 0.05; sleep 0.05; done
            zpty -d inner
            """;

    private static final String CAPTURE = """
            PS1= PS2=
            compadd() {
              local -a hits
              if (( ${@[(I)-[OAD]]} )); then builtin compadd "$@"; return; fi
              builtin compadd -O hits "$@"
              print -rl -- $hits >>$FOLDER/offered
              builtin compadd "$@"
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws IOException {
        Path program = Files.writeString(folder.resolve("dialtone"), NAMES);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("_dialtone"), script("zsh"));
        Files.writeString(folder.resolve("script.fish"), script("fish"));
        Files.writeString(folder.resolve("capture"), CAPTURE);
        Files.writeString(folder.resolve("ask.zsh"), ZSH);
    }

    private String script(String shell) {
        InProcess.Result made = InProcess.run(folder.resolve("nowhere"), "completion", shell);
        assertThat(made.exit()).as("%s", made).isZero();
        return made.out();
    }

    private List<String> ask(String... command) {
        PeerProcess process = PeerProcess.start(
                        Map.of(
                                "PATH",
                                folder + ":" + System.getenv("PATH"),
                                "HOME",
                                folder.toString(),
                                "FOLDER",
                                folder.toString(),
                                "TERM",
                                "dumb"),
                        List.of(command))
                .await();
        assertThat(process.code()).as("%s", process).isZero();
        return process.text().lines().toList();
    }

    private List<String> fish(String line) {
        List<String> offered = new ArrayList<>();
        for (String one : ask(
                "fish",
                "--no-config",
                "-c",
                "source " + folder.resolve("script.fish") + "; complete -C '" + line + "'")) {
            offered.add(one.split("\t", 2)[0]);
        }
        return offered;
    }

    private List<String> zsh(String line) throws IOException {
        Path offered = folder.resolve("offered");
        Files.deleteIfExists(offered);
        Files.createFile(offered);
        var unused = ask("zsh", "-f", folder.resolve("ask.zsh").toString(), line);
        List<String> lines = Files.readAllLines(offered);
        assertThat(lines).endsWith("done");
        return lines.subList(0, lines.size() - 1).stream()
                .filter(one -> !one.isEmpty())
                .toList();
    }

    @Test
    void fishOffersCommandsNamesAndValues() {
        Requires.programs("fish");
        assertThat(fish("dialtone ")).contains("dial", "hangup", "entry", "completion");
        assertThat(fish("dialtone entry ")).contains("list", "set").doesNotContain("dial");
        assertThat(fish("dialtone dial ")).containsExactlyInAnyOrder("entries", "office", "Head office");
        assertThat(fish("dialtone dial --user ann --json of")).containsExactly("office");
        assertThat(fish("dialtone dial office ")).isEmpty();
        assertThat(fish("dialtone hangup ")).contains("connections");
        assertThat(fish("dialtone dial --password-f")).containsExactly("--password-file");
        assertThat(fish("dialtone entry set office --protocol ss")).containsExactly("sstp");
        assertThat(fish("dialtone entry set office ipv4=")).containsExactlyInAnyOrder("ipv4=true", "ipv4=false");
        assertThat(fish("dialtone entry set office mt")).containsExactly("mtu=");
        assertThat(fish("dialtone completion ")).containsExactlyInAnyOrder("bash", "zsh", "fish");
    }

    @Test
    void zshOffersCommandsNamesAndValues() throws IOException {
        Requires.programs("zsh");
        assertThat(zsh("dialtone ")).contains("dial", "hangup", "entry", "completion");
        assertThat(zsh("dialtone entry ")).contains("list", "set").doesNotContain("dial");
        assertThat(zsh("dialtone dial ")).containsExactlyInAnyOrder("entries", "office", "Head office");
        assertThat(zsh("dialtone dial --user ann --json of")).containsExactly("office");
        assertThat(zsh("dialtone dial office ")).doesNotContain("office");
        assertThat(zsh("dialtone hangup ")).contains("connections");
        assertThat(zsh("dialtone entry set office --protocol ss")).containsExactly("sstp");
        assertThat(zsh("dialtone entry set office ipv4=f")).containsExactly("false");
        assertThat(zsh("dialtone entry set office mt")).contains("mtu");
        assertThat(zsh("dialtone completion ")).containsExactlyInAnyOrder("bash", "zsh", "fish");
    }
}
