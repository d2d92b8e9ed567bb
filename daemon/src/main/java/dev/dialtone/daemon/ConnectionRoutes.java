package dev.dialtone.daemon;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Dials, shows and ends connections.
final class ConnectionRoutes {
    private final SecretStore secrets;
    private final Leases leases;

    ConnectionRoutes(SecretStore secrets, Leases leases) {
        this.secrets = secrets;
        this.leases = leases;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET /v1/connections", ConnectionRoutes::list),
                Route.of("POST /v1/connections", this::dial),
                Route.of("GET /v1/connections/{target}", call -> call.answer(200, Wire.of(of(call).status()))),
                Route.of("DELETE /v1/connections/{target}", ConnectionRoutes::hangUp),
                Route.of(
                        "GET /v1/connections/{target}/projection",
                        call -> call.answer(200, Wire.of(of(call).projection()))),
                Route.of("GET /v1/connections/{target}/log", ConnectionRoutes::log));
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

    private void dial(Call call) throws IOException {
        JsonObject body = call.json(
                "entry",
                "adHoc",
                "user",
                "domain",
                "secret",
                "server",
                "stateTimeoutMillis",
                "dialTimeoutMillis",
                "options",
                "lease");
        DialRequest request = request(body);
        String lease = body.textOrNull("lease");
        RemoteAccess dialler = lease == null ? call.view() : leases.view(lease, call.caller());
        String reference = body.textOrNull("secret");
        Connection connection;
        try (Secret secret =
                reference == null ? null : secrets.take(reference, call.caller().uid(), System.nanoTime())) {
            connection = dialler.dial(request.signIn(request.user(), request.domain(), secret), _ -> {});
        }
        call.answerHeader("Location", "/v1/connections/" + URLEncoder.encode(connection.id(), StandardCharsets.UTF_8));
        call.answer(201, Wire.of(connection.status()));
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
                Duration.ofMillis(body.number("stateTimeoutMillis", DialRequest.STATE_TIMEOUT.toMillis())),
                Duration.ofMillis(body.number("dialTimeoutMillis", DialRequest.DIAL_TIMEOUT.toMillis())),
                body.object("options").map(Wire::dialOptions).orElse(DialOptions.STANDARD));
    }

    /// SPEC [contract C4]: the return of a hang-up is not its completion.
    private static void hangUp(Call call) throws IOException {
        Connection connection = of(call);
        CompletableFuture<Notification> over = connection.hangUp();
        if (over.isCompletedExceptionally() && over.exceptionNow() instanceof RasException refused) {
            throw refused;
        }
        call.answer(202, Wire.of(connection.status()));
    }
}
