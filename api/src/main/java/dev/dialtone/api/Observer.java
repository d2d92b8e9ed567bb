package dev.dialtone.api;

/// Receives the notifications of a connection, in order, one at a time, on a thread of its own (N6, N8).
///
/// Inside it status, list, explain and hang-up may be called; dialling throws `IllegalStateException` at once (N11).
/// What it throws is logged and changes nothing.
@FunctionalInterface
public interface Observer {
    void onNotification(Notification notification);

    /// The stream is over: nothing more will come. `lastSeq` is the last one given, 0 for none.
    default void onEnd(long lastSeq) {}
}
