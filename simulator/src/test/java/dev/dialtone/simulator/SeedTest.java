package dev.dialtone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeedTest {
    @Test
    void streams_ofOneSeed_differByNameAndNumber() {
        Seed seed = new Seed(42);
        assertThat(seed.stream("a").nextLong()).isNotEqualTo(seed.stream("b").nextLong());
        assertThat(seed.stream("a", 1).nextLong())
                .isNotEqualTo(seed.stream("a", 2).nextLong());
        assertThat(seed.stream("a").nextLong())
                .isNotEqualTo(new Seed(43).stream("a").nextLong());
    }

    @Test
    void streams_areTheSameOnEveryJvm() {
        assertThat(new Seed(42).stream("ties").nextLong()).isEqualTo(6_543_655_953_469_136_709L);
        assertThat(new Seed(42).stream("carrier", 7).nextInt(1_000_000)).isEqualTo(115_684);
    }
}
