package dev.dialtone.client;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A handle of a connection that the daemon owns.
final class RemoteConnection implements Connection {
    private final String id;
    private final Http http;
    private final Observations observations;
    private @Nullable CompletableFuture<Notification> completion;

    private RemoteConnection(
            String id, Http http, Observations observations, @Nullable CompletableFuture<Notification> completion) {
        this.id = id;
        this.http = http;
        this.observations = observations;
        this.completion = completion;
    }

    /// Of a dial that was just started: the observer and the completion hang on one stream.
    static RemoteConnection dialled(ConnectionStatus status, Http http, Observations observations, Observer observer) {
        // SPEC [contract H2]: who dials what is connected is given the existing Connected
        boolean existing = Position.of(status, 0).phase() == Position.Phase.ESTABLISHED;
        long since = existing ? status.seq() - 1 : 0;
        Observation dial = observations.start(Position.of(status, since), observer, Notification::completion);
        return new RemoteConnection(status.connection(), http, observations, dial.future());
    }

    static RemoteConnection found(String id, Http http, Observations observations) {
        return new RemoteConnection(id, http, observations, null);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized CompletableFuture<Notification> completion() {
        CompletableFuture<Notification> known = completion;
        if (known == null) {
            known = log().stream()
                    .filter(Notification::completion)
                    .findFirst()
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> observations
                            .start(Position.of(status(), 0), null, Notification::completion)
                            .future());
            completion = known;
        }
        return known.copy();
    }

    @Override
    public CompletableFuture<Notification> hangUp() {
        ConnectionStatus status;
        try {
            status = Wire.status(http.delete(Paths.connection(id)));
        } catch (RasException e) {
            return CompletableFuture.failedFuture(e);
        }
        Supplier<CompletableFuture<Notification>> awaitEnd = () -> observations
                .start(Position.of(status, Math.max(0, status.seq() - 1)), null, Notification::isLast)
                .future();
        if (status.active()) {
            return awaitEnd.get();
        }
        List<Notification> log = log();
        return log.isEmpty() ? awaitEnd.get() : CompletableFuture.completedFuture(log.getLast());
    }

    /// SPEC [contract C1a]: the first `Connected`, or the failure that is not retried.
    @Override
    public CompletableFuture<Notification> outcome() {
        return awaiting(0, n -> n.isConnected() || n.isLast());
    }

    @Override
    public CompletableFuture<Notification> release() {
        ConnectionStatus status;
        try {
            status = Wire.status(http.send("POST", Paths.connection(id) + "/release", Map.of()));
        } catch (RasException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (status.references() > 0) {
            return CompletableFuture.completedFuture(log().get((int) status.seq() - 1));
        }
        return awaiting(0, Notification::isLast);
    }

    /// The first notification after `since` for which the test holds, from the log or yet to come.
    private CompletableFuture<Notification> awaiting(long since, Predicate<Notification> awaited) {
        return observations.start(Position.of(status(), since), null, awaited).future();
    }

    @Override
    public void acknowledge(long seq) {
        JsonObject _ = http.send("POST", Paths.connection(id) + "/acknowledge", Map.of("seq", seq));
    }

    @Override
    public void answer(Answer answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", answer.seq());
        json.put("fields", answer.fields());
        Secret secret = answer.secret();
        if (secret != null) {
            json.put("secret", http.post("/v1/secrets", secret).text("secret"));
        }
        JsonObject _ = http.send("POST", Paths.connection(id) + "/answer", json);
    }

    @Override
    public ConnectionStatus status() {
        return Wire.status(http.get(Paths.connection(id)));
    }

    @Override
    public Projection projection() {
        return Wire.projection(http.get(Paths.connection(id) + "/projection"));
    }

    @Override
    public Subscription watch(long since, Observer observer) {
        return observations.start(Position.of(status(), Math.max(0, since)), observer, null);
    }

    @Override
    public List<Notification> log() {
        return http.get(Paths.connection(id) + "/log").objects("notifications").stream()
                .map(Wire::notification)
                .toList();
    }
}
