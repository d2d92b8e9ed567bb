package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainRateTest {
    private static final long MILLI = 1_000_000;

    private final DrainRate rate = new DrainRate(0);
    private long now;

    /// So many bytes each millisecond for a second, the writer held for a part of it.
    private void aSecond(int bytes, double heldPart) {
        for (int i = 0; i < 1_000; i++) {
            now += MILLI;
            boolean _ = rate.sent(bytes, (long) (heldPart * MILLI), now);
        }
    }

    @Test
    void full_andSlow_isTheNarrowPart() {
        aSecond(6_250, 0.9);
        assertThat(rate.isSlow()).isTrue();
        assertThat(rate.isModerate()).isTrue();
        assertThat(rate.isOver()).isFalse();
        assertThat(rate.batchBytes(262_144)).isEqualTo(25_000);
    }

    @Test
    void full_andFast_isThisMachine() {
        aSecond(300_000, 0.9);
        assertThat(rate.isSlow()).isFalse();
        assertThat(rate.isFast()).isTrue();
        assertThat(rate.isOver()).isTrue();
        assertThat(rate.batchBytes(262_144)).isEqualTo(262_144);
    }

    @Test
    void littleToSend_isNotNarrow() {
        aSecond(100, 0.01);
        assertThat(rate.isSlow()).isFalse();
        assertThat(rate.isModerate()).isFalse();
    }

    @Test
    void notFullForASecond_isOver_andKeepsTheBatch() {
        aSecond(6_250, 0.9);
        aSecond(6_250, 0.05);
        assertThat(rate.isOver()).isTrue();
        assertThat(rate.isSlow()).isFalse();
        assertThat(rate.batchBytes(262_144)).isEqualTo(25_000);
    }

    @Test
    void sent_saysOnceAWindowThatThereIsSomethingNew() {
        int news = 0;
        for (int i = 0; i < 1_000; i++) {
            now += MILLI;
            news += rate.sent(1, 0, now) ? 1 : 0;
        }
        assertThat(news).isEqualTo(10);
    }
}
