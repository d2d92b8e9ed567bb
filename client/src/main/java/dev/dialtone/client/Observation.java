package dev.dialtone.client;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one reader of a connection serves: an observer, a future of one certain notification and of the outcome
/// behind it, a gate, or several of them. It goes on until none wants more. Neither the futures nor the reader
/// wait for the observer.
final class Observation implements Subscription, NotificationReader.Sink {
    private static final Duration REPLAY_LIMIT = Duration.ofSeconds(60);

    private final @Nullable Delivery<Notification> delivery;
    private final @Nullable Predicate<Notification> awaited;
    private final @Nullable Gate gate;
    private final CompletableFuture<Notification> completion = new CompletableFuture<>();
    private final CompletableFuture<Notification> outcome = new CompletableFuture<>();
    private final CountDownLatch replayed = new CountDownLatch(1);
    private final long replayTo;
    private final NotificationReader reader;
    private final Observations all;

    private volatile boolean found;
    private volatile boolean settled;
    private volatile boolean asked;
    private volatile boolean closed;
    private volatile boolean gateOpen;
    private volatile @Nullable Notification last;

    /// @param gate of a dial whose observer's returns are acknowledgements, or null
    Observation(
            Observations all,
            OpenStream stream,
            @Nullable Observer observer,
            @Nullable Predicate<Notification> awaited,
            @Nullable Gate gate) {
        this.all = all;
        this.awaited = awaited;
        this.gate = gate;
        this.found = awaited == null;
        this.settled = found;
        this.gateOpen = gate == null;
        this.replayTo = stream.status().seq();
        this.reader = all.reader(stream, this);
        this.delivery = observer == null
                ? null
                : Delivery.start("observer-" + stream.status().connection(), new Target(observer), stream.since());
    }

    /// The notification that was awaited; if the connection's log ends without it, the last one there was.
    CompletableFuture<Notification> completion() {
        return completion.copy();
    }

    /// From what was awaited on, that included: the first `Connected` or the failure that is not retried. Read
    /// from the same stream: one that was opened later would not know what a manager that died meanwhile had
    /// told.
    ///
    /// SPEC [contract C1a, C9]
    CompletableFuture<Notification> outcome() {
        asked = true;
        return outcome.copy();
    }

    static boolean isOutcome(Notification n) {
        return n.isConnected() || n.isLast();
    }

    /// Waits until the reader has what the log had when the stream was opened, so that what is in it is found.
    void awaitReplay() {
        try {
            boolean _ = replayed.await(REPLAY_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void run() {
        try {
            reader.run();
        } finally {
            if (!found) {
                replayed.countDown();
            }
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
        if (isOutcome(notification)) {
            gateOpen = true;
            if (found && !settled) {
                settle(notification);
            }
        }
        if (!found && notification.seq() >= replayTo) {
            replayed.countDown();
        }
        if (!offered && gate != null) {
            // SPEC [contract N12]: the dial goes on without its observer
            gate.acknowledge(notification);
        }
        return isWanted();
    }

    @Override
    public void end(Position known) {
        if (delivery != null) {
            delivery.end();
        }
        if (!settled) {
            Notification said = last;
            Notification told = said != null ? said : known.failed(Instant.now());
            if (!found) {
                find(told);
            }
            settle(told);
        }
    }

    /// SPEC [contract N8]: who waits for a completion need not hear of it, the log has everything.
    @Override
    public boolean lagged() {
        if (isAwaited() || !gateOpen) {
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
        Thread.ofVirtual().start(() -> {
            completion.complete(notification);
            replayed.countDown();
        });
    }

    private void settle(Notification notification) {
        settled = true;
        Thread.ofVirtual().start(() -> outcome.complete(notification));
    }

    /// An outcome that nobody asks for is followed as long as somebody may.
    private boolean isAwaited() {
        return !found || (!settled && (asked || !closed));
    }

    private boolean isWanted() {
        return isAwaited() || !gateOpen || (delivery != null && delivery.isOpen());
    }

    /// Ends the observer; a future that is pending still gets its notification, and a gate is opened to the end.
    @Override
    public void close() {
        closed = true;
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
    private final class Target extends ObserverTarget<Notification> {
        Target(Observer observer) {
            super(observer, observer::onNotification, Notification::seq);
        }

        @Override
        public void accepted(Notification notification) {
            if (gate != null) {
                gate.acknowledge(notification);
            }
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
