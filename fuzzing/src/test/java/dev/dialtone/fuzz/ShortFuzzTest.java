package dev.dialtone.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every target with every input that is kept for it, and with some thousand made of those: the same ones each time.
/// `-Ddialtone.fuzz.seed=N` gives others; `./fuzz` looks for more with coverage to guide it.
class ShortFuzzTest {
    private static final long SEED = Long.getLong("dialtone.fuzz.seed", 20_261_125L);
    private static final int INPUTS = Integer.getInteger("dialtone.fuzz.inputs", 20_000);
    /// Targets with a file, a certificate or a socket in each run are slow.
    private static final long MOST_NANOS = 1_000_000L * Long.getLong("dialtone.fuzz.millis", 1_000L);

    @TestFactory
    Stream<DynamicTest> targets() {
        return Target.all().stream().map(target -> dynamicTest(target.name(), () -> holds(target)));
    }

    private static void holds(Target target) throws Throwable {
        Target.Run run = target.run();
        List<byte[]> kept = new ArrayList<>();
        for (Path file : target.kept()) {
            byte[] input = Files.readAllBytes(file);
            kept.add(input);
            check(run, input, target.name() + " with " + file);
        }
        Mutator mutator = new Mutator(SEED, kept);
        long start = System.nanoTime();
        for (int i = 0; i < INPUTS && System.nanoTime() - start < MOST_NANOS; i++) {
            byte[] input = mutator.next();
            check(run, input, target.name() + ", seed " + SEED + ", input " + i);
        }
    }

    private static void check(Target.Run run, byte[] input, String which) throws IOException {
        try {
            run.on(input.clone());
        } catch (Throwable e) {
            Path file = Path.of("target", "failed-input");
            Files.write(file, input);
            throw new AssertionError(
                    which + " (in " + file + "): " + HexFormat.of().formatHex(input), e);
        }
    }

    @Test
    void everyTarget_hasInputsToStartFrom() {
        List<Target> targets = Target.all();
        assertThat(targets).hasSizeGreaterThan(25);
        assertThat(targets)
                .allSatisfy(
                        target -> assertThat(target.kept()).as(target.name()).isNotEmpty());
    }

    @Test
    void theMutator_makesTheSameOfTheSameSeed() {
        List<byte[]> kept = List.of(new byte[] {1, 2, 3, 4});
        Mutator one = new Mutator(7, kept);
        Mutator other = new Mutator(7, kept);
        for (int i = 0; i < 1000; i++) {
            assertThat(one.next()).isEqualTo(other.next());
        }
    }
}
