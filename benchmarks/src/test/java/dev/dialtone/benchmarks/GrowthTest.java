package dev.dialtone.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    @Test
    void of_comparesTheMediansOfTheFirstAndTheLastQuarter() {
        Growth growth = Growth.of(List.of(90.0, 100.0, 500.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 1.0, 110.0, 111.0));
        assertThat(growth).isEqualTo(new Growth(100, 110));
        assertThat(growth.isFlat()).isTrue();
        assertThat(growth.inWords("MB")).isEqualTo("100.0 MB in the first quarter, 110.0 MB in the last (+10.0 %)");
    }

    @Test
    void isFlat_moreThanATenthMore_isNot() {
        assertThat(new Growth(100, 110.2).isFlat()).isFalse();
        assertThat(new Growth(100, 20).isFlat()).isTrue();
    }
}
