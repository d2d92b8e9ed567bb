package dev.dialtone.testkit;

import dev.dialtone.core.Loop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A loop of real time on one virtual thread of its own. A task that throws ends the loop, and [#failure]
/// says why.
public final class ThreadLoop implements Loop, AutoCloseable {
    private static final class Due implements Timer {
        private final long nanos;
        private final long order;
        private final Runnable task;
        private volatile boolean cancelled;

        Due(long nanos, long order, Runnable task) {
            this.nanos = nanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong((Due due) -> due.nanos).thenComparingLong(due -> due.order));
    private final Thread thread;
    private long order;
    private boolean closed;
    private volatile @Nullable Throwable failure;

    /// @param name of its thread
    public ThreadLoop(String name) {
        thread = Thread.ofVirtual().name(name).unstarted(this::run);
        thread.start();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (!closed) {
                ready.add(task);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Timer at(long nanos, Runnable task) {
        lock.lock();
        try {
            Due due = new Due(nanos, order++, task);
            if (!closed && nanos != Long.MAX_VALUE) {
                timers.add(due);
                changed.signal();
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    /// What ended the loop before its time, or null.
    public @Nullable Throwable failure() {
        return failure;
    }

    /// Ends it: what has not begun will not run. Does not wait for the task in hand; safe to repeat and
    /// to call from a task.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ready.clear();
            timers.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            close();
        } catch (InterruptedException e) {
            close();
        }
    }

    private @Nullable Runnable next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                while (!timers.isEmpty() && timers.peek().cancelled) {
                    timers.remove();
                }
                Due due = timers.peek();
                long wait = due == null ? Long.MAX_VALUE : due.nanos - System.nanoTime();
                if (due != null && wait <= 0) {
                    timers.remove();
                    return due.task;
                }
                if (!ready.isEmpty()) {
                    return ready.remove();
                }
                if (due == null) {
                    changed.await();
                } else {
                    var _ = changed.await(wait, TimeUnit.NANOSECONDS);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }
}
