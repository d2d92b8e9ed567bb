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

    /// It fell further behind than its buffer and is ended (N8); [Connection#watch] from `lastSeq` resumes from the
    /// log.
    default void onLagged(long lastSeq) {
        onEnd(lastSeq);
    }

    /// Asked after each notification: false ends the stream, and the dial goes on (N12). Nothing more is called then.
    default boolean wantsMore() {
        return true;
    }

    /// Whether the return of [#onNotification] acknowledges it, on a gated dial (N9). False for who calls
    /// [Connection#acknowledge] itself.
    default boolean acknowledges() {
        return true;
    }
}
