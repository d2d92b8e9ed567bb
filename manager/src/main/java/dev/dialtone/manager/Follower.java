package dev.dialtone.manager;

import dev.dialtone.api.HandlerScope;
import dev.dialtone.api.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Delivers a log to one observer, in order, one item a turn, on the observer's own executor. What the observer
/// throws is logged and changes nothing (N11).
final class Follower<T> implements Subscription {
    private static final Logger LOG = System.getLogger(Follower.class.getName());

    /// The observer's side.
    interface Sink<T> {
        void item(T item);

        void ended();

        void lagged();

        /// False ends it (N12).
        boolean wantsMore();
    }

    private final String name;
    private final Executor executor;
    private final Sink<T> sink;
    // True from the start: the writer may wake the cursor before the constructor has stored it.
    private final AtomicBoolean scheduled = new AtomicBoolean(true);
    private final AppendLog<T>.Cursor cursor;
    private volatile boolean over;

    private Follower(String name, AppendLog<T> log, int from, int buffer, Executor executor, Sink<T> sink) {
        this.name = name;
        this.executor = executor;
        this.sink = sink;
        this.cursor = log.cursor(from, buffer, this::wake);
    }

    /// @param from   index of the first item wanted
    /// @param buffer how far it may fall behind
    static <T> Subscription start(
            String name, AppendLog<T> log, int from, int buffer, Executor executor, Sink<T> sink) {
        Follower<T> follower = new Follower<>(name, log, from, buffer, executor, sink);
        executor.execute(follower::turn);
        return follower;
    }

    private void wake() {
        if (!over && scheduled.compareAndSet(false, true)) {
            executor.execute(this::turn);
        }
    }

    private void turn() {
        if (over) {
            return;
        }
        boolean more = switch (cursor.next()) {
            case AppendLog.Next.Item<T>(T item) -> deliver(item);
            case AppendLog.Next.Nothing<T> _ -> false;
            case AppendLog.Next.Lagged<T> _ -> last(sink::lagged);
            case AppendLog.Next.End<T> _ -> last(sink::ended);
        };
        scheduled.set(false);
        if (more || cursor.isReadable()) {
            wake();
        }
    }

    private boolean deliver(T item) {
        guarded(() -> {
            sink.item(item);
            if (!sink.wantsMore()) {
                close();
            }
        });
        return true;
    }

    private boolean last(Runnable news) {
        close();
        guarded(news);
        return false;
    }

    @Override
    public void close() {
        over = true;
        cursor.close();
    }

    private void guarded(Runnable handler) {
        try {
            HandlerScope.run(handler);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "observer_threw observer=" + name, e);
        }
    }
}
