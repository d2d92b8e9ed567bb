package dev.dialtone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Some hundred runs of the whole, judged by the checker; `./simulate` does as many as one likes.
class ContractUnderFaultsTest {
    static final List<Mutant> MUTANTS = MutantList.ALL;

    @BeforeAll
    static void quiet() {
        // managers say much about what the seeds do to them
        java.util.logging.Logger.getLogger("dev.dialtone").setLevel(java.util.logging.Level.OFF);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 101, 201, 301})
    void hundredRuns_breakNoRule(long firstSeed) {
        Simulate.Result result = Simulate.run(new Simulate.Task(100, firstSeed, 1, null, 20, List.of(), true));
        assertThat(result.broken()).isEmpty();
        assertThat(result.tally().runsWith("Connected")).isGreaterThan(30);
        assertThat(result.tally().runsWith("an error")).isGreaterThan(30);
        assertThat(result.tally().runsWith("an ending")).isGreaterThan(30);
    }

    @Test
    void sameSeed_isTheSameRunLineByLine() {
        for (long seed = 1; seed <= 40; seed++) {
            List<String> once = new World(new Seed(seed), new Tally()).run();
            assertThat(new World(new Seed(seed), new Tally()).run()).isEqualTo(once);
        }
    }

    /// A mutant is a change to a source: when that changes, so must the mutant.
    @ParameterizedTest
    @FieldSource("MUTANTS")
    void mutant_fitsItsSource(Mutant mutant) throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("verify"))) {
            root = root.getParent();
        }
        String source = Files.readString(root.resolve(mutant.source()));
        assertThat(mutant.applyTo(source)).isNotEqualTo(source);
    }
}
