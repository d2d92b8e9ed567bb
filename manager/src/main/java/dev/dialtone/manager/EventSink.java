package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import java.util.function.Consumer;

/// A program that watches all connections, as a [Follower.Sink].
final class EventSink implements Follower.Sink<AccessEvent> {
    private final Consumer<AccessEvent> observer;

    EventSink(Consumer<AccessEvent> observer) {
        this.observer = observer;
    }

    @Override
    public void item(AccessEvent event) {
        observer.accept(event);
    }

    @Override
    public void ended() {}

    @Override
    public void lagged() {}

    @Override
    public boolean wantsMore() {
        return true;
    }
}
