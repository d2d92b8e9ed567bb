package dev.dialtone.simulator;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.client.Position;
import org.jspecify.annotations.Nullable;

/// A client's stream of one connection's notifications, as the product's client has it: it begins with the
/// status, serves
/// an observer, a future of one certain notification, or both, resumes from where it was, and tells the
/// manager's death
/// itself when no other manager is there to ask (C9).
final class SimStream {
    /// What it is for; on the client's loop.
    interface Use {
        /// Whether an observer is served.
        boolean observes();

        /// Whether a future waits, and for this.
        default boolean awaits(Notification notification) {
            return false;
        }

        default boolean hasFuture() {
            return false;
        }

        /// The future's notification.
        default void found(Notification notification) {}

        /// The manager answered: the stream is open.
        default void opened(ConnectionStatus status) {}

        /// A notification that is not the client's own.
        default void seen(Notification notification) {}
    }

    private final World world;
    private final SimClient client;
    private final Use use;
    private final long slowNanos;
    private @Nullable Position position;
    private @Nullable Subscription subscription;
    private String observer = "";
    private boolean observing;
    private boolean waiting;
    private boolean over;
    private long lastArrival;

    /// @param slowNanos how long each notification waits until the client reads it, for a program that reads slowly
    SimStream(SimClient client, Use use, long slowNanos) {
        this.world = client.world();
        this.client = client;
        this.use = use;
        this.observing = use.observes();
        this.waiting = use.hasFuture();
        this.slowNanos = slowNanos;
    }

    /// The manager's side of it, in one go with whatever the request asked for.
    ///
    /// @param since null for where the connection is now, its last notification included
    void attach(SimManager asked, Connection connection, @Nullable Long since) {
        ConnectionStatus status = connection.status();
        long from = since == null ? Math.max(0, status.seq() - 1) : since;
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
                            status.connection(),
                            "since",
                            from);
        }
        Position start = Position.of(status, from);
        arrive(() -> {
            position = start;
            use.opened(status);
        });
        world.nextObserverNanos(slowNanos);
        subscription = connection.watch(from, new ServerSide());
        asked.onGone(() -> arrive(this::managerGone));
    }

    /// Asks the manager, if there is one, for what follows.
    private void resume() {
        Position from = position;
        SimManager asked = world.manager();
        if (from == null) {
            end();
        } else if (asked == null) {
            managerDied();
        } else {
            client.send(asked, view -> attachAgain(asked, view, from));
        }
    }

    private void attachAgain(SimManager asked, RemoteAccess view, Position from) {
        try {
            attach(asked, view.connection(from.connection()), from.seq());
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
        Position before = position;
        if (before == null || notification.seq() <= before.seq()) {
            return;
        }
        position = Position.of(notification);
        tell(notification);
        use.seen(notification);
    }

    private void tell(Notification notification) {
        if (!observer.isEmpty()) {
            world.facts().add(notification, "told", "observer", observer);
        }
        if (waiting && use.awaits(notification)) {
            waiting = false;
            use.found(notification);
        }
        if (!observing && !waiting) {
            end();
        }
    }

    private void ended(boolean lagged) {
        tellEnd(lagged);
        if (lagged) {
            world.tally().seen("a lagging observer");
            resume();
        } else {
            end();
        }
    }

    private void tellEnd(boolean lagged) {
        Position last = position;
        if (!observer.isEmpty() && last != null) {
            world.facts().add("observed", "observer", observer, "lastSeq", last.seq(), "lagged", lagged);
            observer = "";
        }
    }

    private void managerGone() {
        if (slowNanos > 0) {
            // a program that reads by itself is told by its socket, and no more
            drop();
        } else if (world.manager() == null) {
            managerDied();
        } else {
            // a successor is there already, and knows
            dropObserver();
            resume();
        }
    }

    private void managerDied() {
        Position latest = position;
        if (latest != null) {
            latest.managerDied(SimManager.START.plusNanos(world.time().nanoTime()))
                    .ifPresent(told -> {
                        position = Position.of(told);
                        tell(told);
                    });
        }
        tellEnd(false);
        end();
    }

    /// The observer goes; a future that is pending still gets its notification.
    void unobserve() {
        dropObserver();
        observing = false;
        if (!waiting) {
            end();
        }
    }

    /// Nobody is there any more.
    void drop() {
        dropObserver();
        end();
    }

    private void dropObserver() {
        if (!observer.isEmpty() && !over) {
            world.facts().add("unobserved", "observer", observer);
            observer = "";
        }
    }

    private void end() {
        over = true;
        Subscription open = subscription;
        SimManager asked = world.manager();
        if (open != null && asked != null) {
            var _ = asked.api().after(world.message(), open::close);
        }
    }

    boolean isObserving() {
        return observing && !over;
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
