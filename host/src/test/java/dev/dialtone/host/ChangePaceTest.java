package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChangePaceTest {
    private static final Duration MOST = Duration.ofSeconds(5);
    // near the wrap of the clock, which may begin anywhere
    private static final long START = Long.MAX_VALUE - 50_000_000;

    private final ChangePace pace = new ChangePace();

    private static long at(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }

    @Test
    void nothingChanged_isNeverDue() {
        assertThat(pace.takeDue(at(0))).isFalse();
        assertThat(pace.quiet(at(0), MOST)).isEqualTo(MOST);
    }

    @Test
    void burst_isDueOnce_200msAfterItsFirst() {
        pace.changed(at(0));
        pace.changed(at(10));
        pace.changed(at(199));
        assertThat(pace.takeDue(at(199))).isFalse();
        assertThat(pace.quiet(at(150), MOST)).isEqualTo(Duration.ofMillis(50));
        assertThat(pace.quiet(at(150), Duration.ofMillis(7))).isEqualTo(Duration.ofMillis(7));
        assertThat(pace.quiet(at(300), MOST)).isZero();
        assertThat(pace.takeDue(at(200))).isTrue();
        assertThat(pace.takeDue(at(900))).isFalse();
        assertThat(pace.quiet(at(900), MOST)).isEqualTo(MOST);
    }

    @Test
    void endlessBurst_isDueEach200ms() {
        int calls = 0;
        for (int millis = 0; millis < 2000; millis++) {
            pace.changed(at(millis));
            calls += pace.takeDue(at(millis)) ? 1 : 0;
        }
        assertThat(calls).isEqualTo(9);
    }

    @Test
    void changeRightAfterTheCall_getsACallOfItsOwn() {
        pace.changed(at(0));
        assertThat(pace.takeDue(at(200))).isTrue();
        pace.changed(at(200));
        assertThat(pace.takeDue(at(399))).isFalse();
        assertThat(pace.takeDue(at(400))).isTrue();
    }
}
