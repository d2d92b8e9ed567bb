package dev.dialtone.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Test
    void percentiles_areWithinABucket() {
        LatencyHistogram delays = new LatencyHistogram();
        for (int i = 1; i <= 10_000; i++) {
            delays.add(i);
        }
        assertThat(delays.percentileMillis(50)).isCloseTo(5.0, within(0.7));
        assertThat(delays.percentileMillis(99)).isCloseTo(9.9, within(0.7));
        assertThat(delays.maxMillis()).isEqualTo(10.0);
    }

    @Test
    void roundTripsAsText_andIsEmptyAfterwards() {
        LatencyHistogram delays = new LatencyHistogram();
        delays.add(3);
        delays.add(70_000_000);
        LatencyHistogram read = LatencyHistogram.of(delays.take());
        assertThat(read.count()).isEqualTo(2);
        assertThat(read.maxMillis()).isEqualTo(70_000);
        assertThat(delays.count()).isZero();
        assertThat(LatencyHistogram.of(delays.take()).percentileMillis(99)).isZero();
    }
}
