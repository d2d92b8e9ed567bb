package dev.dialtone.simulator;

import dev.dialtone.testkit.AnswererStep;

/// One thing that befalls a carrier once.
///
/// @param kind      one of those that befall a stream: STALL, RESET, CLOSE, CUT, CORRUPT, CORRUPT_TLS
/// @param direction the stream it befalls; a reset tells both ends whichever it is
/// @param trigger   when
public record Trouble(FaultKind kind, Direction direction, Trigger trigger) {
    public Trouble {
        switch (kind) {
            case STALL, RESET, CLOSE, CUT, CORRUPT, CORRUPT_TLS -> {}
            case UNRESOLVED,
                    REFUSED,
                    UNREACHABLE,
                    UNANSWERED,
                    UNTRUSTED,
                    RECHUNKED,
                    MISBEHAVIOUR,
                    SERVER_GONE,
                    SERVER_BACK -> throw new IllegalArgumentException(kind + " does not befall a stream");
        }
    }

    /// When it happens.
    public sealed interface Trigger {
        /// Once so many plain bytes were sent in its direction, right before the next.
        record AtByte(long count) implements Trigger {}

        /// The given time after the server has seen the first sign of the step.
        record AtStep(AnswererStep step, long delayNanos) implements Trigger {}
    }
}
