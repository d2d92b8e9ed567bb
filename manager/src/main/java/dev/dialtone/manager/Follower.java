package dev.dialtone.manager;

import dev.dialtone.api.HandlerScope;
import dev.dialtone.api.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/// Delivers a log to one observer, in order, on a virtual thread of its own. What the observer throws is logged and
/// changes nothing (N11).
final class Follower {
    private static final Logger LOG = System.getLogger(Follower.class.getName());

    private Follower() {}

    /// @param from index of the first item wanted
    /// @param ended run on the same thread once nothing more will come
    static <T> Subscription start(String name, AppendLog<T> log, int from, Consumer<T> observer, Runnable ended) {
        AppendLog.Cursor cursor = new AppendLog.Cursor();
        Thread.ofVirtual().name(name).start(() -> {
            int index = from;
            for (T item = log.await(index, cursor); item != null; item = log.await(++index, cursor)) {
                T given = item;
                guarded(name, () -> observer.accept(given));
            }
            guarded(name, ended);
        });
        return () -> log.stop(cursor);
    }

    private static void guarded(String name, Runnable handler) {
        try {
            HandlerScope.run(handler);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "observer_threw observer=" + name, e);
        }
    }
}
