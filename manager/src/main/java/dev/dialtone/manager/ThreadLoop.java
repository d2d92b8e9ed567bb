package dev.dialtone.manager;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The loop of production: one virtual thread that drains one mailbox, until closed and empty.
final class ThreadLoop implements Mailbox {
    private record Due(long nanos, long order, Runnable task) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Due> tasks = new PriorityQueue<>(
            Comparator.<Due>comparingLong(due -> due.nanos - ORIGIN).thenComparingLong(Due::order));
    private static final long ORIGIN = System.nanoTime();
    private long order;
    private boolean closed;

    ThreadLoop(String name) {
        Thread.ofVirtual().name(name).start(this::drain);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        // ready at once, in order of giving: earlier than every timer
        add(new Due(ORIGIN, 0, task));
    }

    @Override
    public Timer at(long nanos, Runnable task) {
        Due due = add(new Due(Math.max(nanos, ORIGIN + 1), 0, task));
        return () -> remove(due);
    }

    private Due add(Due wanted) {
        lock.lock();
        try {
            Due due = new Due(wanted.nanos, order++, wanted.task);
            if (!closed) {
                tasks.add(due);
                changed.signal();
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void remove(Due due) {
        lock.lock();
        try {
            tasks.remove(due);
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next() {
        lock.lock();
        try {
            while (true) {
                Due first = tasks.peek();
                if (first != null && first.nanos - System.nanoTime() <= 0) {
                    return tasks.remove().task;
                }
                if (closed) {
                    return null;
                }
                try {
                    if (first == null) {
                        changed.await();
                    } else {
                        changed.awaitNanos(first.nanos - System.nanoTime());
                    }
                } catch (InterruptedException e) {
                    // nobody interrupts a loop; a stray one changes nothing
                    continue;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
