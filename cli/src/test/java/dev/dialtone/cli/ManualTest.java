package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.EntryOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The manual is written by hand; what it must not leave out is known here.
class ManualTest {
    private static final String MANUAL = read();

    private static String read() {
        try {
            // fonts and escaped hyphens are no part of the words
            return Files.readString(Path.of("..", "dist", "dialtone.1"))
                    .replaceAll("\\\\f[BIRP]", "")
                    .replace("\\-", "-");
        } catch (IOException e) {
            throw new IllegalStateException("the manual is not beside this module", e);
        }
    }

    private static CommandLine parser() {
        Shell shell = new Shell(
                _ -> {
                    throw new AssertionError("no manager may be asked");
                },
                new Screen(System.out, System.err, false, false),
                System.in,
                Map.of(),
                false,
                new ConsoleTerminal(),
                _ -> () -> {},
                new ProcessSuccessor());
        return Commands.parser(shell, List.of());
    }

    @Test
    void namesEveryCommandAndOption() {
        TreeSet<String> words = new TreeSet<>();
        parser().getSubcommands().forEach((name, command) -> collect(name, command, words));
        assertThat(words).contains("answer", "entry set", "--gate-limit", "--release", "--always-on");
        assertThat(words).allMatch(MANUAL::contains);
    }

    private static void collect(String path, CommandLine command, TreeSet<String> words) {
        command.getSubcommands().forEach((name, sub) -> collect(path + " " + name, sub, words));
        if (command.getSubcommands().isEmpty()) {
            words.add(path);
        }
        command.getCommandSpec().options().forEach(option -> words.add(option.longestName()));
    }

    @Test
    void namesEveryKeyOfAnEntryWithItsDefault() {
        assertThat(EntryOption.values())
                .allMatch(option -> MANUAL.contains("\n" + option.key() + "|" + option.standard() + "|"));
    }
}
