package dev.dialtone.api;

import java.time.Duration;

/// How a dial is to behave towards its client (contract N9, P1, C10, H2). All off by default.
///
/// @param paused     what would be an error that an answer can mend is a paused state with a prompt (P1)
/// @param pauseLimit how long each pause waits for its answer (P4), 1 s..1 h
/// @param gated      the next state is entered only after the dialler acknowledged the last notification (N9)
/// @param gateLimit  after which it is entered all the same, 1 ms..1 h
/// @param background the dial goes on when the client dies before completion (C10)
/// @param bound      the established connection ends when the client goes (C10); otherwise it lingers
/// @param join       when the entry is being dialled: observe that dial, and hold it, instead of error 756 (H2)
/// @param confirmWithin after `Connected` the connection is hung up unless [Connection#confirm] comes within this,
///                   1 s..1 h; zero for a connection that needs no confirmation
public record DialOptions(
        boolean paused,
        Duration pauseLimit,
        boolean gated,
        Duration gateLimit,
        boolean background,
        boolean bound,
        boolean join,
        Duration confirmWithin) {
    public static final Duration PAUSE_LIMIT = Duration.ofMinutes(10);
    public static final Duration GATE_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    /// Everything off.
    public static final DialOptions STANDARD =
            new DialOptions(false, PAUSE_LIMIT, false, GATE_LIMIT, false, false, false);

    /// @throws RasException 87 naming the field
    public DialOptions {
        check("pauseLimit", pauseLimit, Duration.ofSeconds(1));
        check("gateLimit", gateLimit, Duration.ofMillis(1));
        if (!confirmWithin.isZero()) {
            check("confirmWithin", confirmWithin, Duration.ofSeconds(1));
        }
        if (background && bound) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "background, bound: a connection cannot outlive its client and end with it");
        }
    }

    /// Without a confirmation.
    public DialOptions(
            boolean paused,
            Duration pauseLimit,
            boolean gated,
            Duration gateLimit,
            boolean background,
            boolean bound,
            boolean join) {
        this(paused, pauseLimit, gated, gateLimit, background, bound, join, Duration.ZERO);
    }

    private static void check(String field, Duration value, Duration shortest) {
        if (value.compareTo(shortest) < 0 || value.compareTo(LONGEST) > 0) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    field + ": " + value.toMillis() + " ms is outside " + shortest.toMillis() + " ms..1 h");
        }
    }

    public DialOptions withPauses(Duration limit) {
        return new DialOptions(true, limit, gated, gateLimit, background, bound, join, confirmWithin);
    }

    public DialOptions withGate(Duration limit) {
        return new DialOptions(paused, pauseLimit, true, limit, background, bound, join, confirmWithin);
    }

    public DialOptions inBackground() {
        return new DialOptions(paused, pauseLimit, gated, gateLimit, true, bound, join, confirmWithin);
    }

    public DialOptions boundToClient() {
        return new DialOptions(paused, pauseLimit, gated, gateLimit, background, true, join, confirmWithin);
    }

    public DialOptions joining() {
        return new DialOptions(paused, pauseLimit, gated, gateLimit, background, bound, true, confirmWithin);
    }

    public DialOptions confirmedWithin(Duration limit) {
        return new DialOptions(paused, pauseLimit, gated, gateLimit, background, bound, join, limit);
    }
}
