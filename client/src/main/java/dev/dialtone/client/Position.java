package dev.dialtone.client;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How far an observation has come: enough to say what a manager that died can no longer say (contract
/// C9).
record Position(
        String connection, String entry, long seq, ConnectionState state, int attempt, int subEntry, Phase phase) {

    enum Phase {
        /// An attempt is under way; its completion is owed.
        DIALLING,
        /// Its ending is owed.
        ESTABLISHED,
        /// Nothing is owed.
        OVER
    }

    static Position of(Notification n) {
        Phase phase = Phase.DIALLING;
        if (n.isConnected()) {
            phase = Phase.ESTABLISHED;
        } else if (n.completion() || n.ending()) {
            phase = Phase.OVER;
        }
        return new Position(n.connection(), n.entry(), n.seq(), n.state(), n.attempt(), n.subEntry(), phase);
    }

    /// Of one who starts to observe after `since`.
    static Position of(ConnectionStatus s, long since) {
        Phase phase = Phase.DIALLING;
        if (s.state() == ConnectionState.CONNECTED && s.error() == 0) {
            phase = Phase.ESTABLISHED;
        } else if (!s.active() || s.error() != 0 || s.state() == ConnectionState.DISCONNECTED) {
            phase = Phase.OVER;
        }
        return new Position(s.connection(), s.entry(), since, s.state(), s.attempt(), 1, phase);
    }

    /// SPEC [contract C9]: an error in the state that was running, or an ending's cause, with the last
    /// seq + 1.
    Optional<Notification> managerDied() {
        return switch (phase) {
            case OVER -> Optional.empty();
            case DIALLING -> Optional.of(last(state, RasError.MANAGER_STOPPED, 0));
            case ESTABLISHED -> Optional.of(last(ConnectionState.DISCONNECTED, 0, RasError.MANAGER_STOPPED));
        };
    }

    private Notification last(ConnectionState in, int error, int cause) {
        Detail detail = Detail.of(Failure.retryable(
                RasError.MANAGER_STOPPED, Layer.MANAGER, "The manager ended; this is told by the client."));
        return new Notification(
                seq + 1,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                connection,
                entry,
                attempt,
                subEntry,
                in,
                error,
                cause,
                detail,
                error != 0,
                cause != 0,
                0,
                0,
                null);
    }
}
