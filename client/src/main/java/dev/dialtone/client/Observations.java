package dev.dialtone.client;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The observations of one client. Each reads on a virtual thread of its own: a blocking read of a Unix
/// socket parks it and leaves the carrier free.
final class Observations {
    private final DaemonSocket socket;
    private final Set<Observation> open = ConcurrentHashMap.newKeySet();

    /// What was told about a manager's death, by connection and seq: every observer gets the same (N6).
    private final Map<String, Notification> lastWords = new ConcurrentHashMap<>();

    private final AtomicBoolean prepared = new AtomicBoolean();

    Observations(DaemonSocket socket) {
        this.socket = socket;
    }

    /// An observer alone.
    Observation watch(OpenStream stream, Observer observer) {
        return start(stream, observer, null, null);
    }

    /// The first notification of the stream for which the test holds.
    Observation await(OpenStream stream, Predicate<Notification> awaited) {
        return start(stream, null, awaited, null);
    }

    /// A dial: an observer, what is awaited, and the gate if there is one.
    Observation dial(OpenStream stream, Observer observer, Predicate<Notification> awaited, @Nullable Gate gate) {
        return start(stream, observer, awaited, gate);
    }

    private Observation start(
            OpenStream stream,
            @Nullable Observer observer,
            @Nullable Predicate<Notification> awaited,
            @Nullable Gate gate) {
        if (prepared.compareAndSet(false, true)) {
            Thread.ofVirtual().start(Position::prepare);
        }
        Observation observation = new Observation(this, stream, observer, awaited, gate);
        open.add(observation);
        Thread.ofVirtual().name("stream-" + stream.status().connection()).start(observation::run);
        return observation;
    }

    NotificationReader reader(OpenStream stream, NotificationReader.Sink sink) {
        return new NotificationReader(
                socket,
                stream,
                said -> lastWords.computeIfAbsent(said.connection() + " " + said.seq(), _ -> said),
                sink);
    }

    void ended(Observation observation) {
        open.remove(observation);
    }

    void close() {
        open.forEach(Observation::close);
    }
}
