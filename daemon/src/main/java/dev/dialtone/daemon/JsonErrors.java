package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.Wire;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// What the HTTP layer itself refuses (broken request lines, headers that are too long) is JSON like
/// the rest.
final class JsonErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        response.setStatus(status);
        Object told = request.getAttribute(ERROR_MESSAGE);
        String reason = told == null ? "status " + status : told.toString();
        response.write(
                true,
                JsonAnswer.body(
                        response.getHeaders(), Wire.of(refusal(status, reason).error())),
                callback);
        return true;
    }

    private static Refusal refusal(int status, String reason) {
        int error = status >= 500 ? RasError.UNKNOWN : RasError.INVALID_PARAMETER;
        return Refusal.of(status, error, "HTTP: " + reason);
    }
}
