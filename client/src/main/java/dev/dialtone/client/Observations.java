package dev.dialtone.client;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Subscription;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The observations of one client. Each reads on a virtual thread of its own: a blocking read of a Unix
/// socket parks it and leaves the carrier free.
final class Observations {
    private final DaemonSocket socket;
    private final Set<Observation> open = ConcurrentHashMap.newKeySet();

    /// What was told about a manager's death, by connection and seq: every observer gets the same (N6).
    private final Map<String, Notification> lastWords = new ConcurrentHashMap<>();

    Observations(DaemonSocket socket) {
        this.socket = socket;
    }

    /// An observer alone, which gets everything after `since`.
    Subscription watch(ConnectionStatus status, long since, Observer observer) {
        return start(status, since, observer, null, null);
    }

    /// The first notification after `since` for which the test holds.
    CompletableFuture<Notification> await(ConnectionStatus status, long since, Predicate<Notification> awaited) {
        return start(status, since, null, awaited, null).future();
    }

    /// The first one after that notification for which the test holds.
    CompletableFuture<Notification> awaitAfter(Notification last, Predicate<Notification> awaited) {
        Position start = Position.of(last);
        return start(start, start, null, awaited, null).future();
    }

    /// A dial: an observer, what is awaited, and the gate if there is one.
    CompletableFuture<Notification> dial(
            ConnectionStatus status,
            long since,
            Observer observer,
            Predicate<Notification> awaited,
            @Nullable Gate gate) {
        return start(status, since, observer, awaited, gate).future();
    }

    private Observation start(
            ConnectionStatus status,
            long since,
            @Nullable Observer observer,
            @Nullable Predicate<Notification> awaited,
            @Nullable Gate gate) {
        return start(Position.of(status, since), Position.of(status, status.seq()), observer, awaited, gate);
    }

    /// @param start where to begin reading
    /// @param known how far the connection is known to have come
    private Observation start(
            Position start,
            Position known,
            @Nullable Observer observer,
            @Nullable Predicate<Notification> awaited,
            @Nullable Gate gate) {
        Observation observation = new Observation(this, start, known, observer, awaited, gate);
        open.add(observation);
        Thread.ofVirtual().name("stream-" + start.connection()).start(observation::run);
        return observation;
    }

    NotificationReader reader(Position start, Position known, NotificationReader.Sink sink) {
        return new NotificationReader(
                socket,
                start,
                known,
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
