package dev.dialtone.api;

/// Receives the comings and goings of all connections (contract V1), in order, one at a time, on a thread of its own.
/// What holds inside an [Observer] holds here: it may do anything but dial, and what it throws is logged.
@FunctionalInterface
public interface EventObserver {
    void onEvent(AccessEvent event);

    /// The manager ended in an orderly way: nothing more will come. `lastSeq` is the last one given, 0 for none.
    default void onEnd(long lastSeq) {}

    /// It fell further behind than its buffer and is ended (N8); [RemoteAccess#watchAll] from `lastSeq` resumes.
    default void onLagged(long lastSeq) {
        onEnd(lastSeq);
    }

    /// Asked after each event: false ends the stream. Nothing more is called then.
    default boolean wantsMore() {
        return true;
    }
}
