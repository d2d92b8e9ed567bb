package dev.dialtone.manager;

import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import java.util.function.Consumer;

/// A program's observer as a [Follower.Sink].
final class NotificationSink implements Follower.Sink<Notification> {
    private final Observer observer;
    private final Consumer<Notification> after;
    private long last;

    /// @param after sees each notification once the observer has, whatever the observer threw
    NotificationSink(Observer observer, long since, Consumer<Notification> after) {
        this.observer = observer;
        this.after = after;
        this.last = since;
    }

    @Override
    public void item(Notification notification) {
        last = notification.seq();
        try {
            observer.onNotification(notification);
        } finally {
            after.accept(notification);
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
