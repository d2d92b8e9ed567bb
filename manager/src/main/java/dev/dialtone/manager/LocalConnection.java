package dev.dialtone.manager;

import dev.dialtone.api.Answer;
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
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/// A handle of a connection inside the manager's own process.
///
/// @param since what had been notified when the handle's dial was asked for: its completion is the first after that
/// @param privileged whether what is answered through it may be remembered for the entry
record LocalConnection(
        ConnectionRecord record,
        Registry registry,
        AlwaysOn alwaysOn,
        Observation observation,
        long since,
        boolean privileged)
        implements Connection {

    /// How observers are served.
    ///
    /// @param executors one for each observer, by name
    /// @param buffer    how far an observer may fall behind (N8)
    record Observation(Function<String, Executor> executors, int buffer) {}

    @Override
    public String id() {
        return record.id();
    }

    @Override
    public CompletableFuture<Notification> completion() {
        return record.await(since, Notification::completion);
    }

    @Override
    public CompletableFuture<Notification> outcome() {
        return record.await(0, n -> n.isConnected() || n.isLast());
    }

    @Override
    public CompletableFuture<Notification> hangUp() {
        alwaysOn.hungUp(record.identity().entry());
        registry.alive(record.id())
                .ifPresent(connection -> connection.hangUp(
                        Failure.of(RasError.USER_DISCONNECTION, Layer.MANAGER, "Hung up on request.")));
        return openedAtItsEnd();
    }

    @Override
    public CompletableFuture<Notification> release() {
        int left = registry.alive(record.id()).map(ActiveConnection::release).orElse(0);
        if (left > 0) {
            return record.await(0, n -> n.isConnected() || n.isLast());
        }
        alwaysOn.hungUp(record.identity().entry());
        return openedAtItsEnd();
    }

    /// Its last notification, and the kill switch open by then also when it ended by itself, before the hang-up came
    /// to it.
    private CompletableFuture<Notification> openedAtItsEnd() {
        return record.await(0, Notification::isLast)
                .thenCompose(last ->
                        registry.openKillSwitch(record.identity().entry()).thenApply(_ -> last));
    }

    @Override
    public void acknowledge(long seq) {
        registry.alive(record.id()).ifPresent(connection -> connection.acknowledge(seq));
    }

    @Override
    public void answer(Answer answer) {
        ActiveConnection answered = registry.alive(record.id())
                .orElseThrow(
                        () -> RasException.of(RasError.INVALID_PARAMETER, "connection " + record.id() + " has ended"));
        answered.answer(answer);
        if (!privileged) {
            answered.forget();
        }
    }

    @Override
    public void confirm() {
        registry.alive(record.id())
                .orElseThrow(() -> RasException.of(
                        RasError.INVALID_PARAMETER,
                        "connection " + record.id() + " has ended: there is nothing left to confirm"))
                .confirm();
        alwaysOn.dialled(record.identity().entry());
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
        return follow(since, observer, _ -> {});
    }

    /// As [#watch]; the action sees each notification once the observer has.
    Subscription follow(long since, Observer observer, Consumer<Notification> after) {
        int from = (int) Math.clamp(since, 0, Integer.MAX_VALUE);
        String name = "observer-" + record.id();
        return Follower.start(
                name,
                record.log(),
                from,
                observation.buffer(),
                observation.executors().apply(name),
                ObserverSink.ofNotifications(observer, from, after));
    }

    @Override
    public List<Notification> log() {
        return record.log().snapshot();
    }
}
