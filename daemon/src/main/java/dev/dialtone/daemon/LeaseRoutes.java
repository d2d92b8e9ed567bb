package dev.dialtone.daemon;

import dev.dialtone.api.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A lease lasts as long as the body of the request that asked for it: the kernel tells of a client's
/// death by closing its socket, and the wait for more of the body hears it at once.
final class LeaseRoutes {
    private static final int MOST_OF_ONE_USER = 64;

    private final Quota quota = new Quota("leases", MOST_OF_ONE_USER);
    private final Leases leases;

    LeaseRoutes(Leases leases) {
        this.leases = leases;
    }

    List<Route> routes() {
        return List.of(Route.of("POST /v1/leases", this::hold));
    }

    private void hold(Call call) throws IOException {
        quota.take(call.caller());
        String id = leases.begin(call.caller());
        try {
            call.open("application/json", Json.text(Map.of("lease", id)) + "\n", Duration.ZERO);
            call.awaitEndOfBody();
        } finally {
            leases.end(id);
            quota.giveBack(call.caller());
        }
    }
}
