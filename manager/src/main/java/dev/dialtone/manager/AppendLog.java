package dev.dialtone.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An append-only list that readers follow with cursors of their own, so that none of them can hold up the writer or
/// another reader (N6-N8). Safe for any number of threads.
final class AppendLog<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<T> items = new ArrayList<>();
    private boolean ended;

    void append(T item) {
        lock.lock();
        try {
            items.add(item);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing will be appended any more.
    void end() {
        lock.lock();
        try {
            ended = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<T> snapshot() {
        lock.lock();
        try {
            return List.copyOf(items);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the item at the index.
    ///
    /// @return null when the log ended before it, or the cursor was stopped
    @Nullable
    T await(int index, Cursor cursor) {
        lock.lock();
        try {
            while (items.size() <= index && !ended && !cursor.stopped) {
                grown.awaitUninterruptibly();
            }
            return cursor.stopped || items.size() <= index ? null : items.get(index);
        } finally {
            lock.unlock();
        }
    }

    void stop(Cursor cursor) {
        lock.lock();
        try {
            cursor.stopped = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A reader's place; guarded by the log's lock.
    static final class Cursor {
        private boolean stopped;
    }
}
