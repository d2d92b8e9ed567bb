package dev.dialtone.simulator;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.client.Position;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client's stream of one connection's notifications, as the product's client has it: it serves an observer, a future
/// of one certain notification, or both; it resumes from where it was, and tells the manager's death itself when no
/// other manager is there to ask (C9).
final class SimStream {
    private final World world;
    private final SimClient client;
    private final Predicate<Notification> awaited;
    private final Consumer<Notification> found;
    private final Consumer<Notification> seen;
    private final long slowNanos;
    private String observer;
    private Position position;
    private Position known;
    private boolean observing;
    private boolean waiting;
    private boolean over;
    private long lastArrival;
    private @Nullable Subscription subscription;

    /// @param observing whether an observer is served
    /// @param awaited   which notification the future waits for
    /// @param found     told of it
    /// @param seen      told of each notification that is not the client's own
    /// @param slowNanos how long the manager takes to get rid of each notification
    SimStream(
            SimClient client,
            ConnectionStatus status,
            long since,
            boolean observing,
            @Nullable Predicate<Notification> awaited,
            Consumer<Notification> found,
            Consumer<Notification> seen,
            long slowNanos) {
        this.world = client.world();
        this.client = client;
        this.position = Position.of(status, since);
        this.known = Position.of(status, status.seq());
        this.observing = observing;
        this.waiting = awaited != null;
        this.awaited = awaited == null ? n -> false : awaited;
        this.found = found;
        this.seen = seen;
        this.slowNanos = slowNanos;
        this.observer = "";
    }

    /// Asks the manager for what follows.
    void open() {
        SimManager asked = world.manager();
        if (asked == null) {
            managerDied();
            return;
        }
        asked.onGone(() -> arrive(this::managerGone));
        client.send(asked, this::subscribe);
    }

    // on the manager's side
    private void subscribe(RemoteAccess view) {
        try {
            Connection connection = view.connection(position.connection());
            if (observing) {
                observer = world.newObserver();
                world.facts()
                        .add(
                                "observe",
                                "observer",
                                observer,
                                "client",
                                client.name(),
                                "connection",
                                position.connection(),
                                "since",
                                position.seq());
            }
            world.nextObserverNanos(slowNanos);
            subscription = connection.watch(position.seq(), new ServerSide());
        } catch (RasException e) {
            arrive(this::managerDied);
        }
    }

    /// Bytes that were sent arrive in order, also when the sender has died since.
    private void arrive(Runnable message) {
        lastArrival = Math.max(lastArrival, world.time().nanoTime() + world.message());
        var _ = client.loop().at(lastArrival, () -> {
            if (!over) {
                message.run();
            }
        });
    }

    private void received(Notification notification) {
        if (notification.seq() <= position.seq()) {
            return;
        }
        position = Position.of(notification);
        tell(notification);
        seen.accept(notification);
    }

    private void tell(Notification notification) {
        if (observing && !observer.isEmpty()) {
            world.facts().add(notification, "told", "observer", observer);
        }
        if (waiting && awaited.test(notification)) {
            waiting = false;
            found.accept(notification);
        }
        if (!observing && !waiting) {
            over = true;
            closeSubscription();
        }
    }

    private void ended(boolean lagged) {
        if (observing && !observer.isEmpty()) {
            world.facts().add("observed", "observer", observer, "lastSeq", position.seq(), "lagged", lagged);
            observer = "";
        }
        if (lagged) {
            world.tally().seen("a lagging observer");
            open();
        } else {
            over = true;
        }
    }

    private void managerGone() {
        if (world.manager() == null) {
            managerDied();
        } else {
            // a successor is there already, and knows
            dropObserver();
            open();
        }
    }

    private void managerDied() {
        Position latest = known.seq() > position.seq() ? known : position;
        latest.managerDied(SimManager.START.plusNanos(world.time().nanoTime())).ifPresent(told -> {
            position = Position.of(told);
            tell(told);
        });
        over = true;
        if (observing && !observer.isEmpty()) {
            world.facts().add("observed", "observer", observer, "lastSeq", position.seq(), "lagged", false);
        }
    }

    /// The observer goes; a future that is pending still gets its notification.
    void unobserve() {
        dropObserver();
        observing = false;
        if (!waiting) {
            over = true;
            closeSubscription();
        }
    }

    /// The client is dead.
    void drop() {
        dropObserver();
        over = true;
        closeSubscription();
    }

    private void dropObserver() {
        if (observing && !observer.isEmpty() && !over) {
            world.facts().add("unobserved", "observer", observer);
            observer = "";
        }
    }

    private void closeSubscription() {
        Subscription open = subscription;
        SimManager asked = world.manager();
        if (open != null && asked != null) {
            asked.api().after(world.message(), open::close);
        }
    }

    boolean isObserving() {
        return observing && !over;
    }

    String connection() {
        return position.connection();
    }

    private final class ServerSide implements Observer {
        @Override
        public void onNotification(Notification notification) {
            arrive(() -> received(notification));
        }

        @Override
        public void onEnd(long lastSeq) {
            arrive(() -> ended(false));
        }

        @Override
        public void onLagged(long lastSeq) {
            arrive(() -> ended(true));
        }

        @Override
        public boolean acknowledges() {
            return false;
        }
    }
}
