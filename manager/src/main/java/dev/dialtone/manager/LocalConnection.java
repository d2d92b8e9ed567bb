package dev.dialtone.manager;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A handle of a connection inside the manager's own process.
record LocalConnection(ConnectionRecord record, Registry registry) implements Connection {

    @Override
    public String id() {
        return record.id();
    }

    @Override
    public CompletableFuture<Notification> completion() {
        return record.completion().copy();
    }

    @Override
    public CompletableFuture<Notification> hangUp() {
        registry.alive(record.id())
                .ifPresent(connection -> connection.hangUp(
                        Failure.of(RasError.USER_DISCONNECTION, Layer.MANAGER, "Hung up on request.")));
        return record.over().copy();
    }

    @Override
    public ConnectionStatus status() {
        return record.status();
    }

    @Override
    public Projection projection() {
        Projection projection = record.projection();
        if (projection == null) {
            throw RasException.of(
                    RasError.PROJECTION_NOT_COMPLETE, "connection " + record.id() + " has not reached Projected");
        }
        return projection;
    }

    @Override
    public Subscription watch(long since, Observer observer) {
        long[] last = {since};
        return Follower.start(
                "observer-" + record.id(),
                record.log(),
                (int) Math.clamp(since, 0, Integer.MAX_VALUE),
                notification -> {
                    last[0] = notification.seq();
                    observer.onNotification(notification);
                },
                () -> observer.onEnd(last[0]));
    }

    @Override
    public List<Notification> log() {
        return record.log().snapshot();
    }
}
