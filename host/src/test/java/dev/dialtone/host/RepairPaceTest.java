package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepairPaceTest {
    private long now = Long.MAX_VALUE - 5;
    private final RepairPace pace = new RepairPace(now);

    /// The time until the next look.
    private Duration after(boolean rewritten) {
        assertThat(pace.due(now)).isTrue();
        pace.looked(now, rewritten);
        long begin = now;
        while (!pace.due(now)) {
            now += Duration.ofMillis(250).toNanos();
        }
        return Duration.ofNanos(now - begin);
    }

    @Test
    void quiet_looksEachSecond() {
        assertThat(after(false)).isEqualTo(RepairPace.SOONEST);
        assertThat(after(false)).isEqualTo(RepairPace.SOONEST);
    }

    @Test
    void rewrittenAgainAndAgain_looksHalfAsOftenEachTimeAndRecovers() {
        assertThat(after(true)).isEqualTo(Duration.ofSeconds(2));
        assertThat(after(true)).isEqualTo(Duration.ofSeconds(4));
        for (int i = 0; i < 10; i++) {
            after(true);
        }
        assertThat(after(true)).isEqualTo(RepairPace.LATEST);
        assertThat(after(false)).isEqualTo(RepairPace.LATEST.dividedBy(2));
        for (int i = 0; i < 10; i++) {
            after(false);
        }
        assertThat(after(false)).isEqualTo(RepairPace.SOONEST);
    }
}
