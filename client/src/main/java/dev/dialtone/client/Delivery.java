package dev.dialtone.client;

import dev.dialtone.api.HandlerScope;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Calls one observer, in order, on a virtual thread of its own (N6). An observer that is slow fills
/// the queue and then holds up the reader of its own stream, nothing else (N8).
final class Delivery {
    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
    private static final int ROOM = 1024;

    private final BlockingQueue<Runnable> calls = new ArrayBlockingQueue<>(ROOM);
    private volatile boolean stopped;

    private Delivery() {}

    static Delivery start(String name) {
        Delivery delivery = new Delivery();
        Thread.ofVirtual().name(name).start(delivery::run);
        return delivery;
    }

    /// Queues a call; waits while there is no room. Nothing is called after [#stop].
    void call(Runnable observer) {
        try {
            while (!stopped && !calls.offer(observer, 1, TimeUnit.SECONDS)) {
                // room comes, or the end
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Queues the last call.
    void last(Runnable observer) {
        call(observer);
        call(this::stop);
    }

    void stop() {
        stopped = true;
        boolean _ = calls.offer(() -> {});
    }

    boolean isStopped() {
        return stopped;
    }

    private void run() {
        try {
            while (!stopped) {
                Runnable call = calls.take();
                if (!stopped) {
                    guarded(call);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable call) {
        try {
            HandlerScope.run(call);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "observer_threw", e);
        }
    }
}
