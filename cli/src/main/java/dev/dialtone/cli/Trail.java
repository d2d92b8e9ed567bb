package dev.dialtone.cli;

import dev.dialtone.api.Notification;
import java.util.concurrent.TimeUnit;

/// Shows the notifications of a dial once each and in order, although its outcome is told twice: to the observer, and
/// by a future that may be ahead of it.
final class Trail {
    /// How long notifications may be behind the outcome they belong to.
    private static final long BEHIND_SECONDS = 2;

    private final NotificationText text;
    private long last;
    private boolean closed;

    Trail(NotificationText text) {
        this.text = text;
    }

    /// From the observer; nothing is shown once the trail is closed.
    ///
    /// @return whether it was shown
    synchronized boolean show(Notification n) {
        return !closed && showNext(n);
    }

    /// From the future: waits a while for the observer to get there, then shows it itself.
    synchronized void upTo(Notification n) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BEHIND_SECONDS);
        try {
            long left = deadline - System.nanoTime();
            while (last < n.seq() && !closed && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean _ = showNext(n);
    }

    private boolean showNext(Notification n) {
        if (n.seq() <= last) {
            return false;
        }
        text.show(n);
        last = n.seq();
        notifyAll();
        return true;
    }

    /// The observer's part is over.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized long last() {
        return last;
    }
}
