package dev.dialtone.daemon;

import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;

/// Serves the HTTP API (`docs/api/openapi.yaml`) on a Unix socket. To end without loss: [#refuse], end
/// the manager, then [#close].
public final class Daemon implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());
    private static final Duration LAST_EVENTS = Duration.ofSeconds(2);
    private static final Duration LAST_FRAMES = Duration.ofMillis(200);
    private static final Duration SWEEP = Duration.ofSeconds(2);

    private final SocketClaim claim;
    private final Server server;
    private final ApiHandler api;
    private final Streams streams;
    private final CaptureRoutes captures;
    private final SecretStore secrets;

    private Daemon(
            SocketClaim claim,
            Server server,
            ApiHandler api,
            Streams streams,
            CaptureRoutes captures,
            SecretStore secrets) {
        this.claim = claim;
        this.server = server;
        this.api = api;
        this.streams = streams;
        this.captures = captures;
        this.secrets = secrets;
    }

    /// Listens; answers at once.
    ///
    /// @param views the manager as one caller may use it; a view of its own for every lease, closed
    ///              when the lease breaks, and one for each caller without, which stays open
    /// @throws RasException 711 when the socket cannot be had
    public static Daemon start(Path socket, Function<Caller, RemoteAccess> views) {
        Callers callers = Callers.ofSystem();
        return start(SocketClaim.of(socket), callers, callers.ownUid() == 0, views);
    }

    /// On a socket that is claimed already; the claim is given up by [#close], or when this throws.
    ///
    /// @param everyone whether every user of the machine may connect (and is then judged one by one), or only the
    ///                 daemon's own
    static Daemon start(SocketClaim claim, Callers callers, boolean everyone, Function<Caller, RemoteAccess> views) {
        return start(claim, callers, everyone, views, EventStream.READ_LIMIT);
    }

    /// @param readLimit after which a client that reads nothing from its stream is cut off
    static Daemon start(
            SocketClaim claim,
            Callers callers,
            boolean everyone,
            Function<Caller, RemoteAccess> views,
            Duration readLimit) {
        Admission admission = new Admission(callers, Admission.Limits.of(Admission.descriptors()));
        Server server = JettyServer.on(claim.socket(), admission);
        SecretStore secrets = new SecretStore();
        Streams streams = new Streams();
        CaptureRoutes captures = new CaptureRoutes(readLimit);
        ApiHandler api = new ApiHandler(routes(views, secrets, new StreamRoutes(streams, readLimit), captures), views);
        server.setHandler(api);
        Daemon daemon = new Daemon(claim, server, api, streams, captures, secrets);
        try {
            server.start();
            daemon.sweepLater(admission);
            claim.open(everyone);
            return daemon;
        } catch (Exception e) {
            daemon.close();
            throw SocketClaim.cannot(claim.socket(), "cannot listen: " + e.getMessage());
        }
    }

    private void sweepLater(Admission admission) {
        var unused = server.getScheduler()
                .schedule(
                        () -> {
                            admission.sweep();
                            secrets.expire(System.nanoTime());
                            sweepLater(admission);
                        },
                        SWEEP.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static List<Route> routes(
            Function<Caller, RemoteAccess> views, SecretStore secrets, StreamRoutes streams, CaptureRoutes captures) {
        Leases leases = new Leases(views);
        return Stream.of(
                        new ManagerRoutes().routes(),
                        new ConnectionRoutes(secrets, leases, streams).routes(),
                        streams.routes(),
                        captures.routes(),
                        new EntryRoutes(secrets).routes(),
                        new SecretRoutes(secrets).routes(),
                        new LeaseRoutes(leases).routes())
                .flatMap(List::stream)
                .toList();
    }

    public Path socket() {
        return claim.socket();
    }

    /// Refuses every new request with 711; streams and leases that are open stay.
    public void refuse() {
        api.refuse();
    }

    /// Lets the streams give their last events, closes every connection, wipes the secrets, removes the
    /// socket.
    @Override
    public void close() {
        refuse();
        try {
            streams.finish(LAST_EVENTS);
            captures.finish(LAST_FRAMES);
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "http_stop_failed", e);
        } finally {
            secrets.clear();
            claim.close();
        }
    }
}
