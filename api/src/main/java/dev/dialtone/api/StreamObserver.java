package dev.dialtone.api;

/// What every observer is told of its stream, and asked, whatever the stream carries. Called as the observer itself,
/// in order, one at a time, on the same thread.
public interface StreamObserver {
    /// The stream is over: nothing more will come. `lastSeq` is the last one given, 0 for none.
    default void onEnd(long lastSeq) {}

    /// It fell further behind than its buffer and is ended (N8); watching anew from `lastSeq` resumes from the log
    /// ([Connection#watch], [RemoteAccess#watchAll]).
    default void onLagged(long lastSeq) {
        onEnd(lastSeq);
    }

    /// Asked after each item: false ends the stream and nothing else (N12). Nothing more is called then.
    default boolean wantsMore() {
        return true;
    }
}
