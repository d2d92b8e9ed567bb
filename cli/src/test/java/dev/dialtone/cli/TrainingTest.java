package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrainingTest {
    /// Every way went wrong once, for want of a field in the answers: commands took 50 ms longer, and nothing said so.
    @Test
    @Timeout(30)
    void everyWayIsWalkedToItsEnd() throws Exception {
        assertThat(Training.walk()).isEmpty();
        assertThat(Training.walkAlone()).isEmpty();
    }

    @Test
    void launchersKnowWhichCommandsHaveACacheOfTheirOwn() throws Exception {
        String line = Files.readAllLines(Path.of("..", "dist", "java.sh")).stream()
                .filter(text -> text.contains("cli_cache=alone"))
                .findFirst()
                .orElseThrow();
        String words = line.substring(0, line.indexOf(')')).replace("'", "");
        assertThat(Arrays.stream(words.split("\\|"))
                        .map(word -> List.of(word.strip().split(" "))))
                .containsExactlyInAnyOrderElementsOf(Commands.ALONE.keySet());
    }
}
