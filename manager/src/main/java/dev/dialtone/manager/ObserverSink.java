package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// A program's observer as a [Follower.Sink].
final class ObserverSink<T> implements Follower.Sink<T> {
    private final StreamObserver observer;
    private final ToLongFunction<T> seq;
    private final Consumer<T> give;
    private long last;

    private ObserverSink(StreamObserver observer, long since, ToLongFunction<T> seq, Consumer<T> give) {
        this.observer = observer;
        this.seq = seq;
        this.give = give;
        this.last = since;
    }

    /// One that watches a connection.
    ///
    /// @param after sees each notification once the observer has, whatever the observer threw
    static ObserverSink<Notification> ofNotifications(Observer observer, long since, Consumer<Notification> after) {
        return new ObserverSink<>(observer, since, Notification::seq, notification -> {
            try {
                observer.onNotification(notification);
            } finally {
                after.accept(notification);
            }
        });
    }

    /// One that watches all connections.
    ///
    /// @param visible which events are the program's to see (H7)
    static ObserverSink<AccessEvent> ofEvents(EventObserver observer, long since, Predicate<AccessEvent> visible) {
        return new ObserverSink<>(observer, since, AccessEvent::seq, event -> {
            if (visible.test(event)) {
                observer.onEvent(event);
            }
        });
    }

    @Override
    public void item(T item) {
        last = seq.applyAsLong(item);
        give.accept(item);
    }

    @Override
    public void ended() {
        observer.onEnd(last);
    }

    @Override
    public void lagged() {
        observer.onLagged(last);
    }

    @Override
    public boolean wantsMore() {
        return observer.wantsMore();
    }
}
