package dev.dialtone.ppp;

import dev.dialtone.core.Step;

/// Gets our packets through a peer that sleeps. INTEROP [SoftEther]: its PPP thread takes one packet out of its queue
/// each
/// time that packets arrive together, so the last ones of a burst lie there until something else comes: a TCP
/// handshake
/// behind a fresh tunnel took seconds. An Echo-Request after each burst pushes it on. The queue keeps its
/// order, so the
/// answer to that echo proves that all before it went through; until then, each answer is followed by another push.
final class Pusher {
    /// A burst is over when so long nothing was sent.
    private static final long QUIET_NANOS = 5_000_000L;

    private static final long AGAIN_NANOS = 20_000_000L;
    private static final int MAX_PUSHES = 16;

    private long again = AGAIN_NANOS;
    private long at = Step.NEVER;
    private boolean covered;
    private int ahead;
    private int pushes;

    void roundTrip(long nanos) {
        again = Math.max(AGAIN_NANOS, nanos);
    }

    /// Packets were sent past this machine.
    void sent(long now) {
        at = now + QUIET_NANOS;
        covered = false;
        pushes = 0;
    }

    long deadline() {
        return at;
    }

    /// An echo was sent.
    ///
    /// @param unanswered how many are, with this one
    void pushed(long now, int unanswered) {
        if (!covered) {
            covered = true;
            ahead = unanswered;
        }
        pushes++;
        at = pushes < MAX_PUSHES ? now + again : Step.NEVER;
    }

    /// An echo was answered.
    ///
    /// @return whether to push again at once
    boolean answered() {
        if (!covered) {
            return false;
        }
        ahead--;
        if (ahead <= 0) {
            covered = false;
            at = Step.NEVER;
            return false;
        }
        return pushes < MAX_PUSHES;
    }
}
