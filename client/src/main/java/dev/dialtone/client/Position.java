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

/// How far an observation has come: enough to say what a manager that died can no longer say (contract C9). A value;
/// knows no clock.
///
/// @param connection the connection's id
/// @param entry      the entry's name
/// @param seq        the last notification that was observed, 0 for none
/// @param state      the state that was last entered
/// @param attempt    1, 2, …
/// @param subEntry   1-based link
/// @param phase      what is owed
public record Position(
        String connection, String entry, long seq, ConnectionState state, int attempt, int subEntry, Phase phase) {

    /// What a connection still owes to who observes it.
    public enum Phase {
        /// An attempt is under way, running or paused; its completion is owed.
        DIALLING,
        /// It is established; its ending is owed.
        ESTABLISHED,
        /// Between two attempts; the next one's completion is owed.
        WAITING,
        /// Nothing is owed.
        OVER
    }

    /// After a notification.
    public static Position of(Notification n) {
        return new Position(n.connection(), n.entry(), n.seq(), n.state(), n.attempt(), n.subEntry(), phase(n));
    }

    private static Phase phase(Notification n) {
        if (n.isLast()) {
            return Phase.OVER;
        }
        if (n.isConnected()) {
            return Phase.ESTABLISHED;
        }
        return n.completion() || n.ending() ? Phase.WAITING : Phase.DIALLING;
    }

    /// Of one who starts to observe after `since`, when the status says how far the connection itself has come.
    public static Position of(ConnectionStatus s, long since) {
        return new Position(s.connection(), s.entry(), since, s.state(), s.attempt(), 1, phase(s));
    }

    private static Phase phase(ConnectionStatus s) {
        if (!s.active()) {
            return Phase.OVER;
        }
        if (s.retryInMillis() > 0) {
            return Phase.WAITING;
        }
        if (s.error() != 0 || s.state() == ConnectionState.DISCONNECTED) {
            return Phase.OVER;
        }
        return s.state() == ConnectionState.CONNECTED ? Phase.ESTABLISHED : Phase.DIALLING;
    }

    /// What the client tells in the place of a manager that died, and the restarted manager writes: the last seq + 1
    /// with error 834 in the state that was running or paused, or cause 834 of an ending, or, between two attempts,
    /// cause 834 of the next one that never began. Empty when nothing is owed.
    ///
    /// SPEC [contract C9]
    public Optional<Notification> managerDied(Instant now) {
        return switch (phase) {
            case OVER -> Optional.empty();
            // N3: there is no error in a state that was never entered
            case DIALLING -> Optional.of(seq == 0 ? disconnected(now, attempt, true) : failed(now));
            case ESTABLISHED -> Optional.of(disconnected(now, attempt, false));
            case WAITING -> Optional.of(disconnected(now, attempt + 1, true));
        };
    }

    /// Error 834 in the state that was last known, whatever is owed: for who waits for a notification that
    /// the manager took with it.
    Notification failed(Instant now) {
        return told(now, attempt, state, RasError.MANAGER_STOPPED, 0, true);
    }

    private Notification disconnected(Instant now, int ofAttempt, boolean completion) {
        return told(now, ofAttempt, ConnectionState.DISCONNECTED, 0, RasError.MANAGER_STOPPED, completion);
    }

    /// Makes ready what [#managerDied] says, which takes a table of errors that a program may not have read
    /// yet. When the manager dies, a hundred programs would read it at once.
    static void prepare() {
        Detail _ = Words.WHY;
    }

    private static final class Words {
        static final Detail WHY = Detail.of(Failure.retryable(
                RasError.MANAGER_STOPPED, Layer.MANAGER, "The manager ended; this is told by the client."));
    }

    private Notification told(
            Instant now, int ofAttempt, ConnectionState in, int error, int cause, boolean completion) {
        return new Notification(
                seq + 1,
                now.truncatedTo(ChronoUnit.MICROS),
                connection,
                entry,
                ofAttempt,
                subEntry,
                in,
                error,
                cause,
                Words.WHY,
                completion,
                !completion,
                0,
                0,
                null);
    }
}
