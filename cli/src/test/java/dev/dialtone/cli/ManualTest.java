package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.EntryOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /// What is gone must not be promised.
    @Test
    void namesNoOptionThatThereIsNot() {
        TreeSet<String> known = new TreeSet<>();
        parser().getSubcommands().forEach((name, command) -> collect(name, command, known));
        parser().getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        // read by the daemon itself; and curl's
        known.addAll(List.of(
                "--system",
                "--resolv-conf",
                "--config",
                "--state",
                "--secrets",
                "--secrets-key",
                "--metrics-port",
                "--log-format",
                "--log-level",
                "--interface"));
        TreeSet<String> named = new TreeSet<>();
        Matcher matcher = Pattern.compile("(?<![-\\w])--[a-z][a-z0-9-]*").matcher(MANUAL);
        while (matcher.find()) {
            named.add(matcher.group());
        }
        assertThat(named).hasSizeGreaterThan(30).isSubsetOf(known);
    }

    @Test
    void isOfThisVersion() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        Matcher version = Pattern.compile("<version>([0-9]+\\.[0-9]+)\\.").matcher(pom);
        assertThat(version.find()).isTrue();
        assertThat(MANUAL).contains("\"Dialtone " + version.group(1) + "\"");
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
