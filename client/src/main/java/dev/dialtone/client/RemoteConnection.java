package dev.dialtone.client;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.NoManagerException;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A handle of a connection that the daemon owns.
final class RemoteConnection implements Connection {
    private final String id;
    private final Http http;
    private final Observations observations;

    /// Of the completion and the outcome.
    private @Nullable Observation own;

    private RemoteConnection(String id, Http http, Observations observations) {
        this.id = id;
        this.http = http;
        this.observations = observations;
    }

    /// Of a dial that was just started: the observer, the completion and the gate hang on one stream.
    static RemoteConnection dialled(
            OpenStream stream, DialOptions options, Http http, Observations observations, Observer observer) {
        ConnectionStatus status = stream.status();
        RemoteConnection handle = new RemoteConnection(status.connection(), http, observations);
        Gate gate = options.gated() && observer.acknowledges() ? new Gate(handle::acknowledge) : null;
        handle.own = observations.dial(stream, observer, completionOf(status, options), gate);
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
    public CompletableFuture<Notification> completion() {
        return own().completion();
    }

    @Override
    public CompletableFuture<Notification> outcome() {
        return own().outcome();
    }

    private synchronized Observation own() {
        Observation known = own;
        if (known == null) {
            known = observations.await(http.stream(Paths.notifications(id, 0), null), Notification::completion);
            known.awaitReplay();
            own = known;
        }
        return known;
    }

    @Override
    public CompletableFuture<Notification> hangUp() {
        return end(() -> Wire.status(http.delete(Paths.connection(id))), _ -> Notification::isLast);
    }

    @Override
    public CompletableFuture<Notification> release() {
        return end(
                () -> Wire.status(http.send("POST", Paths.connection(id) + "/release", Map.of())),
                status -> status.references() > 0 ? Observation::isOutcome : Notification::isLast);
    }

    /// SPEC [contract C4, C9]: the stream is there before the request is, so that nothing it brings is missed,
    /// and what the log has is known if the manager dies meanwhile.
    ///
    /// @param awaited what is waited for, by the answer to the request
    private CompletableFuture<Notification> end(
            Supplier<ConnectionStatus> request, Function<ConnectionStatus, Predicate<Notification>> awaited) {
        OpenStream stream;
        try {
            stream = http.stream(Paths.lastNotification(id), null);
        } catch (NoManagerException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RasException e) {
            return CompletableFuture.failedFuture(unfollowed(request, e));
        }
        Predicate<Notification> end = Notification::isLast;
        try {
            end = awaited.apply(request.get());
        } catch (NoManagerException e) {
            // it is ending or dead, and the stream tells
        } catch (RasException e) {
            stream.close();
            return CompletableFuture.failedFuture(e);
        }
        return observations.await(stream, end).completion();
    }

    /// SPEC [contract H1]: who has too many streams to be given one more may still hang up.
    ///
    /// @return what the daemon refused: the request, or else only the stream
    private static RasException unfollowed(Supplier<ConnectionStatus> request, RasException refused) {
        try {
            ConnectionStatus _ = request.get();
            return refused;
        } catch (RasException e) {
            return e;
        }
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
    public void confirm() {
        JsonObject _ = http.send("POST", Paths.connection(id) + "/confirm", Map.of());
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
        return observations.watch(http.stream(Paths.notifications(id, Math.max(0, since)), null), observer);
    }

    @Override
    public List<Notification> log() {
        return http.get(Paths.connection(id) + "/log").objects("notifications").stream()
                .map(Wire::notification)
                .toList();
    }
}
