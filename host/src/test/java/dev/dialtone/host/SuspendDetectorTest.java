package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuspendDetectorTest {
    private long monotonic = 1_000_000_000_000L;
    private long boottime = monotonic + 5_000_000_000L;

    /// How long the thread waits for the processor between two readings, for so many readings.
    private Duration stall = Duration.ZERO;

    private int stalls;

    private final SuspendDetector detector = new SuspendDetector(new MachineClock() {
        @Override
        public long monotonicNanos() {
            return monotonic;
        }

        @Override
        public long boottimeNanos() {
            if (stalls-- > 0) {
                run(stall);
            }
            return boottime;
        }
    });

    private void run(Duration time) {
        monotonic += time.toNanos();
        boottime += time.toNanos();
    }

    private void sleep(Duration time) {
        boottime += time.toNanos();
    }

    @Test
    void awake_look_saysNothing() {
        run(Duration.ofDays(40));
        assertThat(detector.look()).isEmpty();
        sleep(Duration.ofSeconds(2));
        assertThat(detector.look()).as("exactly the limit").isEmpty();
    }

    @Test
    void slept_look_saysForHowLongOnce() {
        sleep(Duration.ofSeconds(2).plusNanos(1));
        run(Duration.ofSeconds(3));
        assertThat(detector.look()).contains(Duration.ofSeconds(2).plusNanos(1));
        assertThat(detector.look()).isEmpty();
        sleep(Duration.ofHours(9));
        assertThat(detector.look()).contains(Duration.ofHours(9));
    }

    @Test
    void threadHeldUpBetweenTheClocks_look_isNoSuspend() {
        stall = Duration.ofSeconds(30);
        stalls = 3;
        assertThat(detector.look()).isEmpty();
        assertThat(detector.look()).isEmpty();
    }

    @Test
    void heldUpAndSlept_look_saysTheSleepAlone() {
        stall = Duration.ofSeconds(30);
        stalls = 1;
        sleep(Duration.ofMinutes(4));
        assertThat(detector.look()).contains(Duration.ofMinutes(4));
    }
}
