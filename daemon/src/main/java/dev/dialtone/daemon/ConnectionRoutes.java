package dev.dialtone.daemon;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.HistoryWire;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Dials, shows and ends connections.
final class ConnectionRoutes {
    /// SPEC [contract C6]: what a hang-up takes at most.
    private static final long HANG_UP_SECONDS = 5;

    private final SecretStore secrets;
    private final Leases leases;
    private final StreamRoutes streams;

    ConnectionRoutes(SecretStore secrets, Leases leases, StreamRoutes streams) {
        this.secrets = secrets;
        this.leases = leases;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET /v1/connections", ConnectionRoutes::list),
                Route.of("POST /v1/connections", this::dial),
                Route.of("GET /v1/connections/{target}", call -> call.answer(200, Wire.of(of(call).status()))),
                Route.of("DELETE /v1/connections/{target}", call -> end(call, of(call), Connection::hangUp)),
                Route.of("POST /v1/connections/{target}/release", call -> end(call, of(call), Connection::release)),
                Route.of("POST /v1/connections/{target}/acknowledge", ConnectionRoutes::acknowledge),
                Route.of("POST /v1/connections/{target}/answer", this::answer),
                Route.of("POST /v1/connections/{target}/confirm", ConnectionRoutes::confirm),
                Route.of(
                        "GET /v1/connections/{target}/projection",
                        call -> call.answer(200, Wire.of(of(call).projection()))),
                Route.of("GET /v1/connections/{target}/log", ConnectionRoutes::log),
                Route.of("GET /v1/history", ConnectionRoutes::history));
    }

    static Connection of(Call call) {
        return call.view().connection(call.path("target"));
    }

    private static void list(Call call) throws IOException {
        call.answer(
                200,
                Map.of("connections", call.view().list().stream().map(Wire::of).toList()));
    }

    private static void log(Call call) throws IOException {
        call.answer(
                200,
                Map.of("notifications", of(call).log().stream().map(Wire::of).toList()));
    }

    private static void history(Call call) throws IOException {
        HistoryFilter filter = HistoryWire.filter(call.query(HistoryWire.PARAMETERS.toArray(String[]::new)));
        call.answer(
                200,
                Map.of(
                        "connections",
                        call.view().history(filter).stream()
                                .map(HistoryWire::of)
                                .toList()));
    }

    private void dial(Call call) throws IOException {
        if (call.acceptsEvents()) {
            streams.counted(call, this::dialAndFollow);
        } else {
            call.answer(201, Wire.of(dialled(call, new DialStart()).status()));
        }
    }

    /// The dial's own stream, without a second request: there is no moment at which the client knows of a dial
    /// and has no stream of it.
    private void dialAndFollow(Call call) throws IOException {
        DialStart start = new DialStart();
        Connection connection = dialled(call, start);
        streams.follow(call, 201, connection, start.since(connection));
    }

    private Connection dialled(Call call, DialStart start) throws IOException {
        JsonObject body = call.json(
                "entry",
                "adHoc",
                "user",
                "domain",
                "secret",
                "server",
                "netns",
                "table",
                "stateTimeoutMillis",
                "dialTimeoutMillis",
                "options",
                "lease",
                "proxySecret",
                "clientKeySecret");
        DialRequest request = request(body);
        String lease = body.textOrNull("lease");
        RemoteAccess dialler = lease == null ? call.view() : leases.view(lease, call.caller());
        Connection connection;
        try (Secret secret = secret(call, body, "secret");
                Secret proxySecret = secret(call, body, "proxySecret");
                Secret clientKey = secret(call, body, "clientKeySecret")) {
            connection = dialler.dial(
                    request.signIn(request.user(), request.domain(), secret)
                            .proxy(proxySecret)
                            .clientKey(clientKey),
                    start);
        }
        call.answerHeader("Location", "/v1/connections/" + URLEncoder.encode(connection.id(), StandardCharsets.UTF_8));
        return connection;
    }

    private static DialRequest request(JsonObject body) {
        @Nullable Entry adHoc = body.object("adHoc").map(Wire::entry).orElse(null);
        return new DialRequest(
                body.textOrNull("entry"),
                adHoc,
                body.text("user", ""),
                body.text("domain", ""),
                null,
                body.text("server", ""),
                body.text("netns", ""),
                body.raw("table") instanceof Number ? Long.toString(body.number("table")) : body.text("table", ""),
                Duration.ofMillis(body.number("stateTimeoutMillis", DialRequest.STATE_TIMEOUT.toMillis())),
                Duration.ofMillis(body.number("dialTimeoutMillis", DialRequest.DIAL_TIMEOUT.toMillis())),
                body.object("options").map(Wire::dialOptions).orElse(DialOptions.STANDARD),
                null,
                null);
    }

    /// SPEC [contract C4]: the return of a hang-up is not its completion.
    private static void end(Call call, Connection connection, Function<Connection, CompletableFuture<Notification>> how)
            throws IOException {
        CompletableFuture<Notification> over = how.apply(connection);
        if (over.isCompletedExceptionally() && over.exceptionNow() instanceof RasException refused) {
            throw refused;
        }
        ConnectionStatus status = connection.status();
        if (!status.active()) {
            // its end is known to the client, which waits for nothing more: what is still to be undone comes first
            over.copy()
                    .completeOnTimeout(null, HANG_UP_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(_ -> null)
                    .join();
        }
        call.answer(202, Wire.of(status));
    }

    private static void acknowledge(Call call) throws IOException {
        long seq = call.json("seq").number("seq");
        of(call).acknowledge(seq);
        call.answer(200, Map.of());
    }

    /// The secret is used up, whether the answer is taken or refused.
    private void answer(Call call) throws IOException {
        JsonObject body = call.json("seq", "fields", "secret");
        long seq = body.number("seq");
        Map<String, String> fields = fields(body);
        Connection connection = of(call);
        try (Secret secret = secret(call, body, "secret")) {
            connection.answer(new Answer(seq, fields, secret));
        }
        call.answer(200, Wire.of(connection.status()));
    }

    private static void confirm(Call call) throws IOException {
        Connection connection = of(call);
        connection.confirm();
        call.answer(200, Wire.of(connection.status()));
    }

    private static Map<String, String> fields(JsonObject body) {
        Map<String, String> fields = new HashMap<>();
        body.object("fields").ifPresent(given -> given.names().forEach(name -> fields.put(name, given.text(name))));
        return fields;
    }

    /// SECURITY: a reference is good for the user who gave the secret.
    private @Nullable Secret secret(Call call, JsonObject body, String field) {
        String reference = body.textOrNull(field);
        return reference == null ? null : secrets.take(reference, call.caller().uid(), System.nanoTime());
    }
}
