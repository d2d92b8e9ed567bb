package dev.dialtone.api;

/// Receives the comings and goings of all connections (contract V1), in order, one at a time, on a thread of its own,
/// until the manager ended in an orderly way. What holds inside an [Observer] holds here: it may do anything
/// but dial,
/// and what it throws is logged.
@FunctionalInterface
public interface EventObserver extends StreamObserver {
    void onEvent(AccessEvent event);
}
