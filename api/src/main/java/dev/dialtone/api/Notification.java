package dev.dialtone.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One numbered record of a connection (contract §2): a state about to be entered, or an error in that state.
///
/// @param seq           1, 2, 3 … over the connection's whole life (N5)
/// @param time          when, to the microsecond
/// @param connection    the connection's id, never used again (H4)
/// @param entry         the entry's name
/// @param attempt       1, 2, …; a redial is a new attempt
/// @param subEntry      1-based link; 1 for a connection of one link
/// @param error         0, or the RAS number of the error in this state (N3)
/// @param cause         on `Disconnected`: why, as a RAS number; otherwise 0
/// @param detail        beside an error or a cause; on a `ConnectDevice` for another of the entry's servers, why the
///                      one before was left; otherwise null
/// @param completion    ends the attempt (C1)
/// @param ending        ends an established connection (C8)
/// @param retryInMillis when the next attempt follows, or 0 for none (C1a)
/// @param reason        on a paused state: the error that led here (P2); otherwise 0
/// @param prompt        on a paused state: what is wanted (P2); otherwise null
/// @param confirmUntil  on a `Connected` that waits for [Connection#confirm]: until when; otherwise null
public record Notification(
        long seq,
        Instant time,
        String connection,
        String entry,
        int attempt,
        int subEntry,
        ConnectionState state,
        int error,
        int cause,
        @Nullable Detail detail,
        boolean completion,
        boolean ending,
        long retryInMillis,
        int reason,
        @Nullable Prompt prompt,
        @Nullable Instant confirmUntil) {

    /// One that waits for no confirmation.
    public Notification(
            long seq,
            Instant time,
            String connection,
            String entry,
            int attempt,
            int subEntry,
            ConnectionState state,
            int error,
            int cause,
            @Nullable Detail detail,
            boolean completion,
            boolean ending,
            long retryInMillis,
            int reason,
            @Nullable Prompt prompt) {
        this(
                seq,
                time,
                connection,
                entry,
                attempt,
                subEntry,
                state,
                error,
                cause,
                detail,
                completion,
                ending,
                retryInMillis,
                reason,
                prompt,
                null);
    }

    /// Whether this is the completion of a dial that reached `Connected`.
    public boolean isConnected() {
        return state == ConnectionState.CONNECTED && error == 0;
    }

    /// Whether the connection has ended for good: nothing follows it in the log.
    public boolean isLast() {
        return (ending || (completion && !isConnected())) && retryInMillis == 0;
    }

    /// Whether it waits for an [Answer].
    public boolean isPaused() {
        return state.group() == ConnectionState.Group.PAUSED && error == 0;
    }
}
