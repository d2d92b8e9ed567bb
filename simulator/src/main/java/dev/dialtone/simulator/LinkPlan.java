package dev.dialtone.simulator;

/// How one stream of a carrier is.
///
/// @param latencyNanos from one end to the other, at least
/// @param jitterNanos  how much longer it may take; what was sent first arrives first all the same
/// @param chunking     in what pieces bytes arrive
public record LinkPlan(long latencyNanos, long jitterNanos, Chunking chunking) {
    /// In what pieces bytes arrive.
    public enum Chunking {
        /// As they were sent.
        WHOLE,
        /// Cut at random places, the pieces one after another.
        SPLIT,
        /// Each byte by itself.
        BYTES,
        /// All that is on its way at once, in one piece.
        GLUED
    }

    public LinkPlan {
        if (latencyNanos < 0 || jitterNanos < 0) {
            throw new IllegalArgumentException("latency and jitter are not negative");
        }
    }

    /// Without jitter, and as it was sent.
    public static LinkPlan of(long latencyNanos) {
        return new LinkPlan(latencyNanos, 0, Chunking.WHOLE);
    }
}
