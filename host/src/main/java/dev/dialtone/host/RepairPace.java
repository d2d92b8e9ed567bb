package dev.dialtone.host;

import java.time.Duration;

/// When to look again at what others may rewrite: each second, and after each time that it was, half as often; so two
/// programs that both insist do not fight at full speed for ever. Times are of one monotonic clock. For one thread.
final class RepairPace {
    static final Duration SOONEST = Duration.ofSeconds(1);
    static final Duration LATEST = Duration.ofSeconds(64);

    private long nextNanos;
    private Duration pause = SOONEST;

    RepairPace(long nowNanos) {
        nextNanos = nowNanos;
    }

    boolean due(long nowNanos) {
        return nowNanos - nextNanos >= 0;
    }

    /// @param rewritten what the look found
    void looked(long nowNanos, boolean rewritten) {
        Duration next = rewritten ? pause.multipliedBy(2) : pause.dividedBy(2);
        pause = next.compareTo(SOONEST) < 0 ? SOONEST : next.compareTo(LATEST) > 0 ? LATEST : next;
        nextNanos = nowNanos + pause.toNanos();
    }
}
