package dev.dialtone.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerProgramTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return CheckerProgram.run(arguments, new PrintStream(out), new PrintStream(err));
    }

    @Test
    void soundRuns_exitWith0() throws IOException {
        Files.write(folder.resolve("run-1.jsonl"), Scenarios.whole().lines);
        Files.write(folder.resolve("other.jsonl"), Scenarios.whole().without("\"end\"").lines);
        assertThat(run(folder.toString())).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("1 runs, ").endsWith(", 0 violations" + System.lineSeparator());
    }

    @Test
    void violations_arePrintedWithSeedRuleAndLine() throws IOException {
        Files.write(folder.resolve("run-1.jsonl"), Scenarios.whole().lines);
        Files.write(folder.resolve("run-2.jsonl"), Scenarios.whole().without("\"end\"").lines);
        assertThat(run(folder.toString())).isEqualTo(1);
        int line = Scenarios.whole().lines.size();
        assertThat(out.toString().lines())
                .containsExactly("7, facts, " + line + ", A run is whole: each line a fact, in the order of time."
                        + " But the run is not whole: it has no `end`.");
    }

    @Test
    void nothingToJudge_isNoAcquittal() {
        assertThat(run(folder.toString())).isEqualTo(2);
        assertThat(run(folder.resolve("none").toString())).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }
}
