package dev.dialtone.host;

import java.time.Duration;
import java.util.OptionalLong;

/// Makes one call of many changes: it is due a while after the first change that no call has told yet. Times are of
/// one monotonic clock, in nanoseconds.
final class ChangePace {
    /// From the first change of a burst to its call, and so the least time between two calls.
    static final Duration DELAY = Duration.ofMillis(200);

    private OptionalLong dueNanos = OptionalLong.empty();

    void changed(long nowNanos) {
        if (dueNanos.isEmpty()) {
            dueNanos = OptionalLong.of(nowNanos + DELAY.toNanos());
        }
    }

    /// Whether the call is to be made now. Yes is said once; what changes afterwards gets a call of its own.
    boolean takeDue(long nowNanos) {
        if (dueNanos.isEmpty() || dueNanos.getAsLong() - nowNanos > 0) {
            return false;
        }
        dueNanos = OptionalLong.empty();
        return true;
    }

    /// How long nothing will be due, at most the given time.
    Duration quiet(long nowNanos, Duration most) {
        if (dueNanos.isEmpty()) {
            return most;
        }
        long left = Math.max(0, dueNanos.getAsLong() - nowNanos);
        return Duration.ofNanos(Math.min(left, most.toNanos()));
    }
}
