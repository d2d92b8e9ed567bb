package dev.dialtone.client;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialOptions;
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
import org.jspecify.annotations.Nullable;

/// A handle of a connection that the daemon owns.
final class RemoteConnection implements Connection {
    private final String id;
    private final Http http;
    private final Observations observations;
    private @Nullable CompletableFuture<Notification> completion;

    private RemoteConnection(String id, Http http, Observations observations) {
        this.id = id;
        this.http = http;
        this.observations = observations;
    }

    /// Of a dial that was just started: the observer, the completion and the gate hang on one stream.
    static RemoteConnection dialled(
            ConnectionStatus status, DialOptions options, Http http, Observations observations, Observer observer) {
        RemoteConnection handle = new RemoteConnection(status.connection(), http, observations);
        // SPEC [contract H2]: who dials what is connected is given the existing Connected
        boolean existing = Position.of(status, 0).phase() == Position.Phase.ESTABLISHED;
        long since = existing ? status.seq() - 1 : 0;
        Gate gate = options.gated() && observer.acknowledges() ? new Gate(handle::acknowledge) : null;
        handle.completion = observations.dial(status, since, observer, completionOf(status, options), gate);
        return handle;
    }

    /// SPEC [contract C1a]: of attempt 1; who joins waits for the attempt that is under way, or the next.
    private static Predicate<Notification> completionOf(ConnectionStatus status, DialOptions options) {
        boolean joined = options.join() && status.references() > 1;
        int first = !joined ? 1 : status.retryInMillis() > 0 ? status.attempt() + 1 : status.attempt();
        return n -> n.completion() && n.attempt() >= first;
    }

    static RemoteConnection found(String id, Http http, Observations observations) {
        return new RemoteConnection(id, http, observations);
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
                    .orElseGet(() -> observations.await(status(), 0, Notification::completion));
            completion = known;
        }
        return known.copy();
    }

    /// SPEC [contract C1a]: the first `Connected`, or the failure that is not retried. What the completion did not
    /// settle is read on from there, so that no question is asked of a manager that may be gone.
    @Override
    public CompletableFuture<Notification> outcome() {
        return completion()
                .thenCompose(n -> isOutcome(n)
                        ? CompletableFuture.completedFuture(n)
                        : observations.awaitAfter(n, RemoteConnection::isOutcome));
    }

    private static boolean isOutcome(Notification n) {
        return n.isConnected() || n.isLast();
    }

    @Override
    public CompletableFuture<Notification> hangUp() {
        try {
            return standing(Wire.status(http.delete(Paths.connection(id))), Notification::isLast);
        } catch (RasException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Notification> release() {
        try {
            ConnectionStatus status = Wire.status(http.send("POST", Paths.connection(id) + "/release", Map.of()));
            return standing(status, status.references() > 0 ? RemoteConnection::isOutcome : Notification::isLast);
        } catch (RasException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// The last notification the status speaks of, or the first one after it, for which the test holds.
    private CompletableFuture<Notification> standing(ConnectionStatus status, Predicate<Notification> awaited) {
        return observations.await(status, Math.max(0, status.seq() - 1), awaited);
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
        return observations.watch(status(), Math.max(0, since), observer);
    }

    @Override
    public List<Notification> log() {
        return http.get(Paths.connection(id) + "/log").objects("notifications").stream()
                .map(Wire::notification)
                .toList();
    }
}
