package dev.dialtone.carriers;

import java.util.concurrent.TimeUnit;

/// How many of the peer's echoes are answered: a flood of them must not fill our send queue.
final class EchoBudget {
    private static final int PER_SECOND = 20;

    private int left = PER_SECOND;
    private long windowStart;
    private boolean started;

    boolean allows(long now) {
        if (!started || now - windowStart >= TimeUnit.SECONDS.toNanos(1)) {
            started = true;
            windowStart = now;
            left = PER_SECOND;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
