package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrainingTest {
    /// Every way went wrong once, for want of a field in the answers: commands took 50 ms longer, and nothing said so.
    @Test
    @Timeout(30)
    void everyWayIsWalkedToItsEnd() throws Exception {
        assertThat(Training.walk()).isEmpty();
    }
}
