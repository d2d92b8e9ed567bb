package dev.dialtone.benchmarks.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private final Figures figures = new Figures();

    private void add(Quantity quantity, double... rounds) {
        for (double value : rounds) {
            figures.add("a", Load.TCP_UP, Map.of(quantity, value));
        }
    }

    @Test
    void median_ofEachPeerLoadAndQuantity() {
        add(Quantity.MBIT, 3, 1, 2);
        figures.add("b", Load.TCP_UP, Map.of(Quantity.MBIT, 9.0));

        assertThat(figures.median("a", Load.TCP_UP, Quantity.MBIT)).hasValue(2);
        assertThat(figures.median("a", Load.TCP_DOWN, Quantity.MBIT)).isEmpty();
        assertThat(figures.median("c", Load.TCP_UP, Quantity.MBIT)).isEmpty();
    }

    @Test
    void lastRound_thatMovesAMedianByMoreThanTheTwentieth_isSeen() {
        add(Quantity.MBIT, 100, 100, 100, 200);
        assertThat(figures.moved()).isFalse();

        add(Quantity.CPU_BOTH, 1, 1.2);
        assertThat(figures.moved()).isTrue();
    }

    @Test
    void roundTripTimesAndLoss_mayMove() {
        add(Quantity.RTT_P99, 1, 5);
        add(Quantity.LOSS, 0, 5);

        assertThat(figures.moved()).isFalse();
    }
}
