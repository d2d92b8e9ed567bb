package dev.dialtone.ppp;

import dev.dialtone.core.Step;
import java.util.concurrent.TimeUnit;

/// Whether the peer of an open link lives: an echo when it was idle for long, and one at once when somebody
/// doubts it.
final class Liveness {
    /// So many echoes in a row without an answer and the link is dead.
    private static final int MAX_MISSES = 3;

    /// So long after a probe nothing at all was heard and the link is dead.
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(5);

    enum Due {
        NOTHING,
        ECHO,
        DEAD
    }

    private final long intervalNanos;
    private long lastEcho;
    private int misses;
    private long probeDeadline = Step.NEVER;

    /// @param intervalNanos idle time before an echo; 0 for none
    Liveness(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    void begin(long now) {
        lastEcho = now;
    }

    /// Something came from the peer.
    void heard() {
        probeDeadline = Step.NEVER;
    }

    /// The caller sends an echo now.
    ///
    /// @return false when one is under way already
    boolean probe(long now) {
        boolean first = probeDeadline == Step.NEVER;
        if (first) {
            probeDeadline = now + PROBE_NANOS;
        }
        return first;
    }

    /// @param lastReceived when the peer was last heard
    Due tick(long lastReceived, long now) {
        if (probeDeadline <= now) {
            return Due.DEAD;
        }
        if (echoDeadline(lastReceived) > now) {
            return Due.NOTHING;
        }
        misses = lastReceived < lastEcho ? misses + 1 : 0;
        lastEcho = now;
        return misses >= MAX_MISSES ? Due.DEAD : Due.ECHO;
    }

    /// @param lastReceived as above
    long deadline(long lastReceived) {
        return Math.min(probeDeadline, echoDeadline(lastReceived));
    }

    private long echoDeadline(long lastReceived) {
        return intervalNanos > 0 ? Math.max(lastReceived, lastEcho) + intervalNanos : Step.NEVER;
    }
}
