package dev.dialtone.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One use of an entry, from the dial to its release. A handle: closing the program does not end what it names (C2).
public interface Connection {
    String id();

    /// The completion of the first attempt this handle saw; never exceptional. Done already for a connection found
    /// later.
    CompletableFuture<Notification> completion();

    /// Hangs up, in whatever state, and returns at once; safe to repeat (H1, C4). The future gives the completion of
    /// the
    /// unfinished dial or the ending of the established connection, once everything is released; never exceptional
    /// but with [RasException] 6 for an unknown connection or 5 when not permitted.
    CompletableFuture<Notification> hangUp();

    ConnectionStatus status();

    /// Error 730 before `Projected` (S2).
    Projection projection();

    /// The log from `seq` > `since`, then live, with no gap and no repeat (N7).
    Subscription watch(long since, Observer observer);

    /// All notifications so far.
    List<Notification> log();
}
