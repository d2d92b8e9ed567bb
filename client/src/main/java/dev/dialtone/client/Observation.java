package dev.dialtone.client;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one reader of a connection serves: an observer, a future of one certain notification, or both.
/// It goes on until neither wants more. The future does not wait for the observer.
final class Observation implements Subscription, NotificationReader.Sink {
    private final @Nullable Observer observer;
    private final @Nullable Delivery delivery;
    private final @Nullable Predicate<Notification> awaited;
    private final CompletableFuture<Notification> future = new CompletableFuture<>();
    private final NotificationReader reader;
    private final Observations all;

    private volatile boolean found;
    private volatile @Nullable Notification last;

    Observation(
            Observations all, Position start, @Nullable Observer observer, @Nullable Predicate<Notification> awaited) {
        this.all = all;
        this.observer = observer;
        this.delivery = observer == null ? null : Delivery.start("observer-" + start.connection());
        this.awaited = awaited;
        this.found = awaited == null;
        this.reader = all.reader(start, this);
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
        last = notification;
        if (delivery != null && observer != null) {
            delivery.call(() -> observer.onNotification(notification));
        }
        if (!found && awaited != null && awaited.test(notification)) {
            find(notification);
        }
        return isWanted();
    }

    @Override
    public void end(long lastSeq) {
        if (delivery != null && observer != null) {
            delivery.last(() -> observer.onEnd(lastSeq));
        }
        Notification said = last;
        if (!found && said != null) {
            find(said);
        }
    }

    // On a thread of its own: whatever hangs on the future must not hold up the reader.
    private void find(Notification notification) {
        found = true;
        Thread.ofVirtual().start(() -> future.complete(notification));
    }

    private boolean isWanted() {
        return !found || (delivery != null && !delivery.isStopped());
    }

    /// Ends the observer; a future that is pending still gets its notification.
    @Override
    public void close() {
        if (delivery != null) {
            delivery.stop();
        }
        if (!isWanted()) {
            reader.stop();
        }
    }
}
