package dev.dialtone.client;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The observations of one client.
final class Observations {
    private final DaemonSocket socket;
    private final Set<Observation> open = ConcurrentHashMap.newKeySet();

    /// What was told about a manager's death, by connection and seq: every observer gets the same (N6).
    private final Map<String, Notification> lastWords = new ConcurrentHashMap<>();

    Observations(DaemonSocket socket) {
        this.socket = socket;
    }

    /// @param observer gets everything, or null
    /// @param awaited  says which notification the observation's future waits for, or null
    Observation start(Position start, @Nullable Observer observer, @Nullable Predicate<Notification> awaited) {
        Observation observation = new Observation(this, start, observer, awaited);
        open.add(observation);
        Thread.ofPlatform().daemon().name("stream-" + start.connection()).start(observation::run);
        return observation;
    }

    NotificationReader reader(Position start, NotificationReader.Sink sink) {
        return new NotificationReader(
                socket,
                start,
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
