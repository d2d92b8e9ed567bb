package dev.dialtone.host;

import java.time.Duration;
import java.util.Optional;

/// Tells that the machine slept: CLOCK_BOOTTIME went ahead of CLOCK_MONOTONIC between two looks. For one thread.
final class SuspendDetector {
    /// Shorter sleeps hurt nobody.
    static final Duration LEAST = Duration.ofSeconds(2);

    private static final long APART_NANOS = 100_000_000;
    private static final int TRIES = 5;

    private final MachineClock clock;
    private long ahead;

    SuspendDetector(MachineClock clock) {
        this.clock = clock;
        ahead = readAhead();
    }

    /// How long the machine slept since the last look, when that is worth telling.
    Optional<Duration> look() {
        long now = readAhead();
        Duration asleep = Duration.ofNanos(now - ahead);
        ahead = now;
        return asleep.compareTo(LEAST) > 0 ? Optional.of(asleep) : Optional.empty();
    }

    /// The clocks are not read at one instant. A thread that had to wait for the processor between the two would
    /// take its wait for a suspend, so that a pair too far apart is read again.
    private long readAhead() {
        for (int i = 1; ; i++) {
            long before = clock.monotonicNanos();
            long boottime = clock.boottimeNanos();
            if (clock.monotonicNanos() - before < APART_NANOS || i == TRIES) {
                return boottime - before;
            }
        }
    }
}
