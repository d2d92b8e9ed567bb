package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import java.time.Instant;
import java.util.Optional;

/// When a connection that waits for a redial is dialled again (contract C1a).
final class NextAttempt {
    private NextAttempt() {}

    /// Asks for the log only of one that waits: the status says how long, the last notification since when.
    static Optional<Instant> of(RemoteAccess access, ConnectionStatus status) {
        if (!status.active() || status.retryInMillis() == 0) {
            return Optional.empty();
        }
        try {
            return of(access.connection(status.connection()));
        } catch (RasException e) {
            // it is gone by now
            return Optional.empty();
        }
    }

    private static Optional<Instant> of(Connection connection) {
        Notification last = connection.log().getLast();
        return last.retryInMillis() == 0
                ? Optional.empty()
                : Optional.of(last.time().plusMillis(last.retryInMillis()));
    }
}
