package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the manager, the host and the tables say.
final class ManagerRoutes {
    private static final int MOST_OF_ONE_USER = 4;

    private final Quota quota = new Quota("examinations", MOST_OF_ONE_USER);

    List<Route> routes() {
        return List.of(
                Route.of(
                        "GET /v1/manager",
                        call -> call.answer(200, Wire.of(call.view().info()))),
                Route.of("GET /v1/devices", call -> examined(call, ManagerRoutes::devices)),
                Route.of("GET /v1/doctor", call -> examined(call, ManagerRoutes::doctor)),
                Route.of(
                        "GET /v1/metrics",
                        call -> call.answer(200, MetricsDoor.TEXT, call.view().metrics())),
                Route.of("GET /v1/errors/{number}", ManagerRoutes::error));
    }

    // SECURITY: of the host there is one examination at a time, which all who ask meanwhile share; those of an entry
    // are bounded by what one user may have
    private void examined(Call call, Route.Action examination) throws IOException {
        quota.take(call.caller());
        try {
            examination.answer(call);
        } finally {
            quota.giveBack(call.caller());
        }
    }

    private static void devices(Call call) throws IOException {
        call.answer(
                200,
                Map.of("devices", call.view().devices().stream().map(Wire::of).toList()));
    }

    private static void doctor(Call call) throws IOException {
        Optional<String> entry = Optional.ofNullable(call.query("entry").get("entry"));
        call.answer(
                200,
                Map.of(
                        "findings",
                        call.view().doctor(entry).stream().map(Wire::of).toList()));
    }

    private static void error(Call call) throws IOException {
        String number = call.path("number");
        if (!number.matches("[0-9]{1,9}")) {
            throw RasException.of(RasError.INVALID_PARAMETER, "number: must be a whole number");
        }
        RasError error = RasError.of(Integer.parseInt(number))
                .orElseThrow(() -> Refusal.of(
                        404, RasError.INVALID_PARAMETER, "number: no documented error has the number " + number));
        call.answer(200, Wire.of(error));
    }
}
