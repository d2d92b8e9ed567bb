package dev.dialtone.client;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Subscription;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one reader of a connection serves: an observer, a future of one certain notification, a gate, or several of
/// them. It goes on until none wants more. Neither the future nor the reader waits for the observer.
final class Observation implements Subscription, NotificationReader.Sink {
    private final @Nullable Delivery<Notification> delivery;
    private final @Nullable Predicate<Notification> awaited;
    private final @Nullable Gate gate;
    private final CompletableFuture<Notification> future = new CompletableFuture<>();
    private final NotificationReader reader;
    private final Observations all;
    private final Position known;

    private volatile boolean found;
    private volatile boolean gateOpen;
    private volatile @Nullable Notification last;

    /// @param gate of a dial whose observer's returns are acknowledgements, or null
    Observation(
            Observations all,
            Position start,
            Position known,
            @Nullable Observer observer,
            @Nullable Predicate<Notification> awaited,
            @Nullable Gate gate) {
        this.all = all;
        this.known = known;
        this.awaited = awaited;
        this.gate = gate;
        this.found = awaited == null;
        this.gateOpen = gate == null;
        this.reader = all.reader(start, known, this);
        this.delivery = observer == null
                ? null
                : Delivery.start("observer-" + start.connection(), new Target(observer), start.seq());
    }

    /// The notification that was awaited; if the connection's log ends without it, the last one there was.
    CompletableFuture<Notification> future() {
        return future.copy();
    }

    void run() {
        try {
            reader.run();
        } finally {
            all.ended(this);
        }
    }

    @Override
    public boolean take(Notification notification) {
        // before the offer: a delivery that stops in between acknowledges what it finds here
        last = notification;
        boolean offered = delivery != null && delivery.offer(notification);
        if (!found && awaited != null && awaited.test(notification)) {
            find(notification);
        }
        if (notification.isConnected() || notification.isLast()) {
            gateOpen = true;
        }
        if (!offered && gate != null) {
            // SPEC [contract N12]: the dial goes on without its observer
            gate.acknowledge(notification);
        }
        return isWanted();
    }

    @Override
    public void end() {
        if (delivery != null) {
            delivery.end();
        }
        if (!found) {
            Notification said = last;
            find(said != null ? said : known.failed(Instant.now()));
        }
    }

    /// SPEC [contract N8]: who waits for a completion need not hear of it, the log has everything.
    @Override
    public boolean lagged() {
        if (!found || !gateOpen) {
            return true;
        }
        if (delivery != null) {
            delivery.lagged();
        }
        return false;
    }

    // On a thread of its own: whatever hangs on the future must not hold up the reader.
    private void find(Notification notification) {
        found = true;
        Thread.ofVirtual().start(() -> future.complete(notification));
    }

    private boolean isWanted() {
        return !found || !gateOpen || (delivery != null && delivery.isOpen());
    }

    /// Ends the observer; a future that is pending still gets its notification, and a gate is opened to the end.
    @Override
    public void close() {
        if (delivery != null) {
            delivery.stop();
        }
        stopIfUnwanted();
    }

    private void stopIfUnwanted() {
        if (!isWanted()) {
            reader.stop();
        }
    }

    /// The observer, as its delivery calls it.
    private final class Target implements Delivery.Target<Notification> {
        private final Observer observer;

        Target(Observer observer) {
            this.observer = observer;
        }

        @Override
        public void accept(Notification notification) {
            observer.onNotification(notification);
        }

        @Override
        public long seq(Notification notification) {
            return notification.seq();
        }

        @Override
        public void accepted(Notification notification) {
            if (gate != null) {
                gate.acknowledge(notification);
            }
        }

        @Override
        public boolean wantsMore() {
            return observer.wantsMore();
        }

        @Override
        public void ended(long lastSeq) {
            observer.onEnd(lastSeq);
        }

        @Override
        public void lagged(long lastSeq) {
            observer.onLagged(lastSeq);
        }

        @Override
        public void stopped() {
            Notification waiting = last;
            if (gate != null && waiting != null) {
                // it may have been queued and never given
                gate.acknowledge(waiting);
            }
            stopIfUnwanted();
        }
    }
}
