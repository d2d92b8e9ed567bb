package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Takes secrets in, each in a request of its own so that none is ever part of a JSON text.
final class SecretRoutes {
    static final int MAX_SECRET_BYTES = 4096;
    private static final String KIND = "application/octet-stream";

    private final SecretStore secrets;

    SecretRoutes(SecretStore secrets) {
        this.secrets = secrets;
    }

    List<Route> routes() {
        return List.of(Route.of("POST /v1/secrets", this::put));
    }

    private void put(Call call) throws IOException {
        if (!call.header("Content-Type").equals(KIND)) {
            throw Refusal.of(415, RasError.INVALID_PARAMETER, "Content-Type: must be " + KIND);
        }
        Secret secret = Secret.ofUtf8(call.body(MAX_SECRET_BYTES));
        String reference = secrets.put(call.caller().uid(), call.caller().privileged(), secret, System.nanoTime());
        call.answer(201, Map.of("secret", reference));
    }
}
