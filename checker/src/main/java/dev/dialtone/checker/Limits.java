package dev.dialtone.checker;

/// The limits of a dial, in microseconds of virtual time.
record Limits(long state, long dial, long hangUp, long gate, long pause) {
    static final long MILLI = 1000;
    static final long SECOND = 1000 * MILLI;

    /// What the contract names when nothing is set (C6, N9, P4).
    static final Limits CONTRACT = new Limits(60 * SECOND, 120 * SECOND, 5 * SECOND, 30 * SECOND, 600 * SECOND);

    /// How much later a client may see what the manager has done, or a manager what a client did: a call's way. No
    /// message of the simulator takes longer.
    static final long WAY = 200 * MILLI;

    /// Within this a client knows that the manager is dead (C9).
    static final long DEATH = SECOND;

    /// The carrier's disconnect takes at most this (C6); then the server has seen it.
    static final long FAREWELL = 2 * SECOND;

    /// These limits, where the fields of an object do not set others. Fields that are absent or 0 set nothing.
    Limits with(JsonObject given) {
        return new Limits(
                given(given, "stateMillis", state),
                given(given, "dialMillis", dial),
                given(given, "hangupMillis", hangUp),
                given(given, "gateMillis", gate),
                given(given, "pauseMillis", pause));
    }

    private static long given(JsonObject given, String name, long otherwise) {
        long millis = given.number(name);
        return millis > 0 ? millis * MILLI : otherwise;
    }
}
