package dev.dialtone.daemon;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The streams that are open, so that a daemon's end lets them give their last events.
final class Streams {
    private static final Duration LAST_EVENTS = Duration.ofMillis(100);

    private final Set<EventStream> ofConnections = new HashSet<>();
    private final Set<EventStream> ofManager = new HashSet<>();

    synchronized void addOfConnection(EventStream stream) {
        ofConnections.add(stream);
    }

    synchronized void addOfManager(EventStream stream) {
        ofManager.add(stream);
    }

    synchronized void remove(EventStream stream) {
        ofConnections.remove(stream);
        ofManager.remove(stream);
        notifyAll();
    }

    /// Waits until the streams of connections have come to their own end, which the manager's end
    /// brings, then ends what is left and waits until those are written too.
    void finish(Duration limit) throws InterruptedException {
        await(ofConnections, limit);
        await(ofManager, LAST_EVENTS);
        // a connection whose end nobody told has none: its stream breaks
        copy(ofConnections).forEach(stream -> stream.end(""));
        copy(ofManager).forEach(stream -> stream.end("end"));
        await(ofConnections, LAST_EVENTS);
        await(ofManager, LAST_EVENTS);
    }

    private synchronized List<EventStream> copy(Set<EventStream> open) {
        return List.copyOf(open);
    }

    private synchronized void await(Set<EventStream> gone, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        long left = limit.toMillis();
        while (!gone.isEmpty() && left > 0) {
            wait(left);
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
    }
}
