package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

// SECURITY: who calls on a TCP port is not known, and a browser can. This is a server of its own, so that nothing
// which is done to it is done to the API: it knows one page without names in it, which is made once a second at
// most, takes no more than so many connections for so long, and refuses what web pages send.
/// The metrics on a TCP port of the loopback, for a Prometheus that cannot read a Unix socket. Only when asked for.
final class MetricsDoor implements AutoCloseable {
    /// SPEC [Prometheus text format 0.0.4]
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    static final String PATH = "/metrics";

    /// At once; Prometheus needs one.
    static final int MOST_CONNECTIONS = 32;

    /// From the begin of a connection to its end.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(MetricsDoor.class.getName());
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> NAMES = List.of(LOOPBACK, "localhost");
    private static final int POOL_BYTES = 256 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final Visits visits;

    private MetricsDoor(Server server, ServerConnector connector, Visits visits) {
        this.server = server;
        this.connector = connector;
        this.visits = visits;
    }

    /// Opens the door.
    ///
    /// @param port 0 for any that is free
    /// @throws RasException 711 when the port cannot be had
    static MetricsDoor open(int port, Supplier<String> metrics) {
        QueuedThreadPool threads = new QueuedThreadPool(4, 1);
        threads.setName("metrics");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("metrics-", 0).factory()));
        Server server = new Server(
                threads,
                new ScheduledExecutorScheduler("metrics-timeouts", true),
                new ArrayByteBufferPool(0, 4096, 65_536, 64, POOL_BYTES, POOL_BYTES));
        HttpConfiguration http = JettyServer.configuration();
        http.setPersistentConnectionsEnabled(false);
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK);
        connector.setPort(port);
        connector.setIdleTimeout(LONGEST.toMillis());
        Visits visits = new Visits(server);
        connector.addEventListener(visits);
        server.addConnector(connector);
        server.setErrorHandler(new JsonErrors());
        server.setHandler(new Page(new RecentText(metrics, Duration.ofSeconds(1), System::nanoTime)));
        server.setStopTimeout(0);
        MetricsDoor door = new MetricsDoor(server, connector, visits);
        try {
            server.start();
            return door;
        } catch (Exception e) {
            door.close();
            throw RasException.of(
                    RasError.MANAGER_CANNOT_INITIALIZE,
                    "the port " + port + " for metrics cannot be had: " + e.getMessage());
        }
    }

    /// Where to read them.
    String address() {
        return "http://" + LOOPBACK + ":" + connector.getLocalPort() + PATH;
    }

    /// How many ends are waited for.
    int visits() {
        return visits.ends.size();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "metrics_stop_failed", e);
        }
    }

    /// Bounds how many connections there are, and for how long.
    private static final class Visits implements Connection.Listener {
        private final Server server;
        private final AtomicInteger open = new AtomicInteger();

        // SECURITY: called off when the connection is gone, or who opens and closes many would fill the memory
        private final Map<Connection, Scheduler.Task> ends = new ConcurrentHashMap<>();

        Visits(Server server) {
            this.server = server;
        }

        @Override
        public void onOpened(Connection connection) {
            if (open.incrementAndGet() > MOST_CONNECTIONS) {
                connection.getEndPoint().close();
                return;
            }
            ends.put(
                    connection,
                    server.getScheduler()
                            .schedule(
                                    () -> connection.getEndPoint().close(), LONGEST.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void onClosed(Connection connection) {
            open.decrementAndGet();
            Scheduler.Task end = ends.remove(connection);
            if (end != null) {
                end.cancel();
            }
        }
    }

    /// The one page.
    private static final class Page extends Handler.Abstract {
        private final Supplier<String> text;

        Page(Supplier<String> text) {
            this.text = text;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            try {
                check(request);
                Content.Sink.write(response, true, JsonAnswer.body(response.getHeaders(), TEXT, text.get()));
            } catch (Refusal refusal) {
                JsonAnswer.write(response, refusal);
            }
            callback.succeeded();
            return true;
        }

        private static void check(Request request) {
            BrowserGuard.check(request, NAMES);
            if (!PATH.equals(request.getHttpURI().getPath())) {
                throw Refusal.of(404, RasError.INVALID_PARAMETER, "path: there is " + PATH + " alone");
            }
            if (!HttpMethod.GET.is(request.getMethod())) {
                throw Refusal.methods(PATH, HttpMethod.GET.asString());
            }
        }
    }
}
