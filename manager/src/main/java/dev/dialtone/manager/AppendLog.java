package dev.dialtone.manager;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/// An append-only list that readers follow with cursors of their own, so that none of them can hold up the writer or
/// another reader (N6-N8). Safe for any number of threads.
final class AppendLog<T> {
    /// With more readers than this the writer leaves it to somebody else to wake them.
    private static final int FEW = 16;

    private final Executor wakers;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<T> items = new ArrayList<>();
    private final Set<Cursor> cursors = new LinkedHashSet<>();
    private int first;
    private boolean ended;

    /// One that keeps everything.
    ///
    /// @param wakers runs what wakes many readers
    AppendLog(Executor wakers) {
        this(wakers, Integer.MAX_VALUE / 2);
    }

    /// @param most so many items are kept at least, and twice as many at most; whoever comes later begins with the
    ///             oldest of them
    AppendLog(Executor wakers, int most) {
        this.wakers = wakers;
        this.most = most;
    }

    /// What a reader finds at its place.
    sealed interface Next<T> {
        record Item<T>(T item) implements Next<T> {}

        /// Nothing yet; it will be woken.
        record Nothing<T>() implements Next<T> {}

        /// It fell further behind than its buffer (N8).
        record Lagged<T>() implements Next<T> {}

        /// Nothing more will come.
        record End<T>() implements Next<T> {}
    }

    void append(T item) {
        wake(() -> {
            items.add(item);
            if (items.size() > 2 * most) {
                int dropped = items.size() - most;
                items.subList(0, dropped).clear();
                first += dropped;
            }
        });
    }

    /// Nothing will be appended any more.
    void end() {
        wake(() -> ended = true);
    }

    private void wake(Runnable change) {
        List<Cursor> woken;
        lock.lock();
        try {
            change.run();
            woken = List.copyOf(cursors);
        } finally {
            lock.unlock();
        }
        if (woken.size() <= FEW) {
            woken.forEach(cursor -> cursor.readable.run());
        } else {
            wakers.execute(() -> woken.forEach(cursor -> cursor.readable.run()));
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

    /// @param from     index of the first item wanted
    /// @param buffer   how many items appended from now on it may be behind
    /// @param readable called, on any thread, when there may be something; it must not block
    Cursor cursor(int from, int buffer, Runnable readable) {
        lock.lock();
        try {
            Cursor cursor = new Cursor(Math.max(from, first), buffer, first + items.size(), readable);
            cursors.add(cursor);
            return cursor;
        } finally {
            lock.unlock();
        }
    }

    /// A reader's place. [#next] is for one thread at a time.
    final class Cursor {
        private final Runnable readable;
        private final int buffer;
        private final int startSize;
        private int index;

        private Cursor(int from, int buffer, int startSize, Runnable readable) {
            this.index = from;
            this.buffer = buffer;
            this.startSize = startSize;
            this.readable = readable;
        }

        Next<T> next() {
            lock.lock();
            try {
                // a replay of what was there at the start is not a delay
                int size = first + items.size();
                if (size - Math.max(index, startSize) > buffer || index < first) {
                    return new Next.Lagged<>();
                }
                if (index < size) {
                    return new Next.Item<>(items.get(index++ - first));
                }
                return ended ? new Next.End<>() : new Next.Nothing<>();
            } finally {
                lock.unlock();
            }
        }

        /// Whether [#next] would give more than nothing: looked at after a turn, for what came in the middle of it.
        boolean isReadable() {
            lock.lock();
            try {
                return index < first + items.size() || ended;
            } finally {
                lock.unlock();
            }
        }

        /// It reads no more.
        void close() {
            lock.lock();
            try {
                cursors.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
