package dev.dialtone.checker;

import org.jspecify.annotations.Nullable;

/// How a connection's story goes on.
final class Ends {
    private Ends() {}

    /// The first notification after a line that is an error or `Disconnected`.
    static @Nullable Notice after(Trail trail, int line) {
        for (Notice n : trail.log) {
            if (n.line() > line && n.isOver()) {
                return n;
            }
        }
        return null;
    }

    /// Whether the run had shown before the line that there is such a connection.
    static boolean known(Trail trail, int line) {
        return !trail.log.isEmpty() && trail.log.getFirst().line() < line
                || !trail.dials.isEmpty() && trail.dials.getFirst().line() < line;
    }
}
