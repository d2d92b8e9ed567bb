package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Finds who asks and which route answers; turns what is refused into its JSON.
final class ApiHandler extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());

    private final List<Route> routes;
    private final Function<Caller, RemoteAccess> views;
    private final Map<Caller, RemoteAccess> shared = new ConcurrentHashMap<>();
    private volatile boolean closing;

    ApiHandler(List<Route> routes, Function<Caller, RemoteAccess> views) {
        this.routes = List.copyOf(routes);
        this.views = views;
    }

    /// From now on every request is refused with 711.
    void refuse() {
        closing = true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Seat seat = Seat.of(request);
        seat.begins();
        try {
            route(request, response);
            // before the connection may go on to its next request
            seat.ends();
            callback.succeeded();
        } catch (IOException e) {
            // the client went away; nobody is left to tell
            callback.failed(e);
        }
        return true;
    }

    private void route(Request request, Response response) throws IOException {
        try {
            BrowserGuard.check(request);
            if (closing) {
                throw Refusal.of(503, RasError.MANAGER_CANNOT_INITIALIZE, "the manager is ending");
            }
            answer(request, response);
        } catch (Refusal refusal) {
            refuse(response, refusal);
        } catch (RasException e) {
            refuse(response, Refusal.of(e));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "request_failed path=" + request.getHttpURI().getPath(), e);
            refuse(
                    response,
                    Refusal.of(
                            500,
                            RasError.UNKNOWN,
                            "the daemon failed: " + e.getClass().getSimpleName()));
        }
    }

    private void answer(Request request, Response response) throws IOException {
        String rawPath = Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
        List<String> segments = PathSegments.of(rawPath);
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(segments);
            if (variables.isPresent() && route.method().equals(request.getMethod())) {
                Caller caller = Seat.of(request).caller();
                RemoteAccess view = shared.computeIfAbsent(caller, views);
                Call call = new Call(request, response, caller, view, variables.get());
                route.action().answer(call);
                call.done();
                return;
            }
            variables.ifPresent(_ -> methods.add(route.method()));
        }
        if (methods.isEmpty()) {
            throw Refusal.of(404, RasError.INVALID_PARAMETER, "path: there is no such path");
        }
        throw Refusal.methods(rawPath, String.join(", ", methods));
    }

    private static void refuse(Response response, Refusal refusal) throws IOException {
        if (response.isCommitted()) {
            throw new IOException("refused after the answer began", refusal);
        }
        JsonAnswer.write(response, refusal);
    }
}
