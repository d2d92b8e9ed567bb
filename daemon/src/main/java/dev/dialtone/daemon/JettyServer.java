package dev.dialtone.daemon;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/// The HTTP server as small as it goes: one acceptor, one selector, requests on virtual threads, small
/// buffers.
final class JettyServer {
    static final int IDLE_MILLIS = 30_000;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final int POOL_BYTES = 1024 * 1024;

    // SECURITY: its finer records quote what it reads, secrets included. Held here, because a logger that
    // nobody holds
    // forgets its level.
    private static final Logger LOGGER = Logger.getLogger("org.eclipse.jetty");

    private JettyServer() {}

    static Server on(Path socket, Admission admission) {
        LOGGER.setLevel(Level.INFO);
        QueuedThreadPool threads = new QueuedThreadPool(6, 2);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory()));
        Server server = new Server(
                threads,
                new ScheduledExecutorScheduler("http-timeouts", true),
                new ArrayByteBufferPool(0, 4096, 65_536, 64, POOL_BYTES, POOL_BYTES));
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
        connector.addEventListener(admission);
        connector.addBean(new AcceptPace());
        server.addConnector(connector);
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(0);
        return server;
    }

    /// What every door of the daemon takes.
    static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setInputBufferSize(BUFFER_BYTES);
        http.setOutputBufferSize(BUFFER_BYTES);
        // otherwise made from the socket's path, which is no authority
        http.setServerAuthority(new HostPort("localhost", 80));
        http.setHttpCompliance(HttpCompliance.RFC9110);
        // Paths are taken apart from their raw form, a segment at a time, and never become file names:
        // what makes a path ambiguous elsewhere (an encoded % or /) is plain text here.
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "dialtone",
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
        http.addCustomizer((request, headers) -> {
            JsonAnswer.mark(headers);
            return request;
        });
        return http;
    }
}
