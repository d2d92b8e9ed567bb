package dev.dialtone.api;

/// Receives the notifications of a connection, in order, one at a time, on a thread of its own (N6, N8).
///
/// Inside it status, list, explain and hang-up may be called; dialling throws `IllegalStateException` at once (N11).
/// What it throws is logged and changes nothing. When it wants no more, the dial goes on (N12).
@FunctionalInterface
public interface Observer extends StreamObserver {
    void onNotification(Notification notification);

    /// Whether the return of [#onNotification] acknowledges it, on a gated dial (N9). False for who calls
    /// [Connection#acknowledge] itself.
    default boolean acknowledges() {
        return true;
    }
}
