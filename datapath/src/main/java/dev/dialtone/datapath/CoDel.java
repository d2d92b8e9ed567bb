package dev.dialtone.datapath;

/// Decides which packets of one queue are to be lost, so that its sender slows down before the queue is long: when
/// everything that leaves has waited longer than 5 ms for 100 ms, one; then more and more often until that is
/// no longer
/// so. A pure machine; the caller has the clock.
// SPEC [RFC 8289 §4, §5]
final class CoDel {
    static final long TARGET_NANOS = 5_000_000;
    static final long INTERVAL_NANOS = 100_000_000;

    /// A drop so soon after the last goes on where that left off.
    private static final long RECENT_NANOS = 16 * INTERVAL_NANOS;

    private long aboveUntil = Long.MIN_VALUE;
    private boolean dropping;
    private long next;
    private int count;
    private int lastCount;

    /// To be asked for each packet that leaves the queue.
    ///
    /// @param waitedNanos how long it was in there
    /// @param last        whether nothing is behind it: a queue of one packet is not long
    /// @return whether it is to be lost
    boolean loses(long waitedNanos, boolean last, long nowNanos) {
        boolean isLong = isLong(waitedNanos, last, nowNanos);
        if (dropping) {
            if (!isLong) {
                dropping = false;
            } else if (nowNanos - next >= 0) {
                count++;
                next += pace();
                return true;
            }
            return false;
        }
        if (!isLong) {
            return false;
        }
        dropping = true;
        int since = count - lastCount;
        count = since > 1 && nowNanos - next < RECENT_NANOS ? since : 1;
        lastCount = count;
        next = nowNanos + pace();
        return true;
    }

    private boolean isLong(long waitedNanos, boolean last, long nowNanos) {
        if (waitedNanos < TARGET_NANOS || last) {
            aboveUntil = Long.MIN_VALUE;
            return false;
        }
        if (aboveUntil == Long.MIN_VALUE) {
            aboveUntil = nowNanos + INTERVAL_NANOS;
            return false;
        }
        return nowNanos - aboveUntil >= 0;
    }

    private long pace() {
        return (long) (INTERVAL_NANOS / Math.sqrt(count));
    }
}
