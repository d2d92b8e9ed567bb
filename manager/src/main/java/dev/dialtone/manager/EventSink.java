package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.EventObserver;
import java.util.function.Predicate;

/// A program that watches all connections, as a [Follower.Sink].
final class EventSink implements Follower.Sink<AccessEvent> {
    private final EventObserver observer;
    private final Predicate<AccessEvent> visible;
    private long last;

    /// @param visible which events are the program's to see (H7)
    EventSink(EventObserver observer, long since, Predicate<AccessEvent> visible) {
        this.observer = observer;
        this.visible = visible;
        this.last = since;
    }

    @Override
    public void item(AccessEvent event) {
        last = event.seq();
        if (visible.test(event)) {
            observer.onEvent(event);
        }
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
