package dev.dialtone.client;

import dev.dialtone.api.HandlerScope;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Calls one observer, in order, on a virtual thread of its own (N6). Whoever brings the items is never held up: an
/// observer that falls further behind than the room there is gets `lagged` after the call it is in, and nothing
/// more (N8).
final class Delivery<T> {
    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
    static final int ROOM = 1024;

    /// Who is called, on the delivery's thread.
    interface Target<T> {
        void accept(T item);

        long seq(T item);

        /// After [#accept] returned, or threw; outside the observer's code.
        default void accepted(T item) {}

        boolean wantsMore();

        void ended(long lastSeq);

        void lagged(long lastSeq);

        /// Nothing more will be called.
        default void stopped() {}
    }

    private enum End {
        ENDED,
        LAGGED
    }

    private final Target<T> target;
    private final Queue<T> waiting = new ArrayDeque<>();
    private @Nullable End end;
    private volatile boolean stopped;
    private volatile boolean open = true;

    /// Of the delivery's thread.
    private long given;

    private Delivery(Target<T> target, long since) {
        this.target = target;
        this.given = since;
    }

    /// @param since what the observer has already
    static <T> Delivery<T> start(String name, Target<T> target, long since) {
        Delivery<T> delivery = new Delivery<>(target, since);
        Thread.ofVirtual().name(name).start(delivery::run);
        return delivery;
    }

    /// Queues an item, at once.
    ///
    /// @return false when the observer gets nothing more, this item included
    synchronized boolean offer(T item) {
        if (!open) {
            return false;
        }
        if (waiting.size() == ROOM) {
            waiting.clear();
            finish(End.LAGGED);
            return false;
        }
        waiting.add(item);
        notifyAll();
        return true;
    }

    /// After what is queued: nothing more will come.
    void end() {
        finish(End.ENDED);
    }

    /// After what is queued: whoever brings the items fell behind itself.
    void lagged() {
        finish(End.LAGGED);
    }

    private synchronized void finish(End how) {
        if (open) {
            end = how;
            open = false;
            notifyAll();
        }
    }

    /// Nothing more is called but what is under way.
    synchronized void stop() {
        stopped = true;
        open = false;
        waiting.clear();
        notifyAll();
    }

    /// Whether the observer takes more.
    boolean isOpen() {
        return open;
    }

    private void run() {
        try {
            for (T item = next(); item != null; item = next()) {
                give(item);
            }
            if (!stopped) {
                boolean lagged = end == End.LAGGED;
                guarded(() -> {
                    if (lagged) {
                        target.lagged(given);
                    } else {
                        target.ended(given);
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
            target.stopped();
        }
    }

    private void give(T item) {
        guarded(() -> target.accept(item));
        given = target.seq(item);
        target.accepted(item);
        if (!stopped) {
            guarded(() -> {
                if (!target.wantsMore()) {
                    stop();
                }
            });
        }
    }

    /// The next item, or null after the last one.
    private synchronized @Nullable T next() throws InterruptedException {
        while (waiting.isEmpty() && open) {
            wait();
        }
        return waiting.poll();
    }

    private static void guarded(Runnable call) {
        try {
            HandlerScope.run(call);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "observer_threw", e);
        }
    }
}
