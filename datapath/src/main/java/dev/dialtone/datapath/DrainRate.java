package dev.dialtone.datapath;

/// How much a carrier takes, and whether it is full, which is when whoever writes to it is held by it most of
/// the time.
/// For one thread; the caller has the clock.
final class DrainRate {
    /// Looked at so long: a carrier takes what fits into its buffers at once, and then nothing for a while.
    static final long WINDOW_NANOS = 100_000_000;

    /// A carrier that is full and takes less is the narrow part of the way; one that takes more is as fast as this
    /// machine.
    static final long SLOW_BYTES_PER_SECOND = 60_000_000;

    static final long FAST_BYTES_PER_SECOND = 120_000_000;

    static final long MODERATE_BYTES_PER_SECOND = 300_000;

    /// So many windows in a row without being full, and it is not narrow any more.
    static final int FREE_WINDOWS = 10;

    /// So long one batch may keep the carrier busy.
    private static final long BATCH_NANOS = 4_000_000;

    private static final int LEAST_BATCH_BYTES = 3_000;
    private static final long NANOS = 1_000_000_000;

    private long begun;
    private long bytes;
    private long held;
    private boolean isFull;
    private int free;
    private long perSecond;
    private long perSecondFull;

    DrainRate(long nowNanos) {
        begun = nowNanos;
    }

    /// Notes that the carrier took so much.
    ///
    /// @param heldNanos how long it held whoever wrote
    /// @return whether there is something new to be said
    boolean sent(int taken, long heldNanos, long nowNanos) {
        bytes += taken;
        held += heldNanos;
        long time = nowNanos - begun;
        if (time < WINDOW_NANOS) {
            return false;
        }
        perSecond = (long) ((double) bytes * NANOS / time);
        isFull = held > time / 2;
        if (isFull) {
            perSecondFull = perSecond;
        }
        free = held > time / 10 ? 0 : free + 1;
        begun = nowNanos;
        bytes = 0;
        held = 0;
        return true;
    }

    /// Whether much goes through, though not so much that only this machine could be the limit.
    boolean isModerate() {
        return perSecond > MODERATE_BYTES_PER_SECOND && perSecond < SLOW_BYTES_PER_SECOND;
    }

    boolean isFast() {
        return perSecond > FAST_BYTES_PER_SECOND;
    }

    /// Whether the carrier is the narrow part of the way.
    boolean isSlow() {
        return isFull && perSecondFull < SLOW_BYTES_PER_SECOND;
    }

    /// Whether it has stopped to be that.
    boolean isOver() {
        return isFast() || free >= FREE_WINDOWS;
    }

    /// Bytes that the carrier takes in 4 ms.
    ///
    /// @param most at most
    int batchBytes(int most) {
        return (int) Math.clamp(perSecondFull * BATCH_NANOS / NANOS, LEAST_BATCH_BYTES, most);
    }
}
