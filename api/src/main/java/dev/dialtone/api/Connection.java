package dev.dialtone.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One use of an entry, from the dial to its release. A handle: closing the program does not end what it names (C2).
public interface Connection {
    String id();

    /// The completion of the first attempt this handle saw; never exceptional. Done already for a connection found
    /// later.
    CompletableFuture<Notification> completion();

    /// The first `Connected`, or the final failure when redial gives up or was off (C1a); never exceptional.
    CompletableFuture<Notification> outcome();

    /// Hangs up for everybody, in whatever state, and returns at once; safe to repeat (H1, C4). The future gives
    /// the completion of the unfinished dial or the ending of the established connection, once everything is
    /// released; never exceptional but with [RasException] 6 for an unknown connection or 5 when not permitted.
    CompletableFuture<Notification> hangUp();

    /// Gives back one reference (H2); the last one hangs up. The future gives the ending then, and the `Connected`
    /// that stands when others still hold the connection. Of a dial that is not complete it is a hang-up.
    CompletableFuture<Notification> release();

    /// On a gated dial: the next state may be entered (N9). Anything but the last notification is ignored.
    void acknowledge(long seq);

    /// Answers the prompt of a paused state (P3).
    ///
    /// @throws RasException 183 already answered, 87 a field is missing or wrong, 5 not permitted
    void answer(Answer answer);

    /// Says that the connection is good: it stays, although it was dialled to be hung up unless somebody says so
    /// in time ([DialOptions#confirmWithin]).
    ///
    /// @throws RasException 183 confirmed already, 87 nothing to confirm (not dialled so, not connected yet, or
    ///                      ended), 5 not permitted
    void confirm();

    ConnectionStatus status();

    /// Error 730 before `Projected` (S2).
    Projection projection();

    /// The log from `seq` > `since`, then live, with no gap and no repeat (N7).
    Subscription watch(long since, Observer observer);

    /// All notifications so far.
    List<Notification> log();
}
