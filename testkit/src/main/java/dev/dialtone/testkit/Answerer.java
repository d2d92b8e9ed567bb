package dev.dialtone.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/// A remote-access server of our own: SSTP over TLS, PPP inside, and a network behind it that answers a
/// ping. It is what the demo dials, the load peer, and for tests a server that stops or misbehaves
/// where they want it to.
///
/// Safe for use by several threads; each connection has virtual threads of its own.
public final class Answerer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long CLOSE_MILLIS = 2_000;
    private static final long ACCEPT_PAUSE_MILLIS = 10;

    /// Totals since the start.
    ///
    /// @param accepted      TCP connections
    /// @param authenticated sign-ins that succeeded
    /// @param refused       sign-ins that failed
    /// @param established   connections that became open for data
    /// @param ended         connections that are over
    /// @param live          connections now
    /// @param addressesInUse addresses given out now
    /// @param answered      packets that the network behind answered
    /// @param ignored       packets that it did not answer
    public record Counters(
            long accepted,
            long authenticated,
            long refused,
            long established,
            long ended,
            long live,
            int addressesInUse,
            long answered,
            long ignored) {}

    private final AnswererConfig config;
    private final SSLContext tls;
    private final ServerSocket listening;
    private final AnsweringServer server;
    private final RandomGenerator random = new SecureRandom();
    private final Map<AnswererStep, Misbehaviour> misbehaviours = new EnumMap<>(AnswererStep.class);
    private int accepted;
    private boolean closed;

    private Answerer(AnswererConfig config) throws IOException {
        this.config = config;
        this.tls = config.identity.serverContext(config.clients);
        this.server = new AnsweringServer(config);
        misbehave(config.misbehaviours.toArray(Misbehaviour[]::new));
        this.listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(config.listen, BACKLOG);
    }

    /// Listens from the return on.
    public static Answerer start(AnswererConfig config) {
        try {
            Answerer answerer = new Answerer(config);
            Thread.ofVirtual().name("answerer-accept").start(answerer::accept);
            return answerer;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + config.listen, e);
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// The connections there are and those that are kept after their end, oldest first.
    public List<AnswererSession> sessions() {
        return server.sessions();
    }

    /// Waits for the connection of that number, 1 for the first ever; empty when it did not come in time.
    public Optional<AnswererSession> awaitSession(int number, Duration timeout) throws InterruptedException {
        return server.awaitAccepted(number, timeout.toNanos())
                ? sessions().stream().filter(s -> s.number() == number).findFirst()
                : Optional.empty();
    }

    public Counters counters() {
        return server.counters();
    }

    /// Connections that come from now on misbehave so, at most once for each step; none for a good server
    /// again.
    public synchronized void misbehave(Misbehaviour... wanted) {
        misbehaviours.clear();
        for (Misbehaviour bad : wanted) {
            if (misbehaviours.put(bad.step(), bad) != null) {
                throw new IllegalArgumentException("two misbehaviours at " + bad.step());
            }
        }
    }

    /// Every session stops right before its reaction at this step, until [#release]. It still reads, and
    /// notices when the client goes; its timers stand still.
    public void holdAt(AnswererStep step) {
        server.gate().arm(step);
    }

    /// Waits until a session is held at the step; empty when none came in time. The oldest when several
    /// are.
    public Optional<AnswererSession> awaitHeld(AnswererStep step, Duration timeout) throws InterruptedException {
        return server.gate().await(step, timeout);
    }

    /// Lets go all that are held at the step, and holds nobody there any more.
    public void release(AnswererStep step) {
        server.gate().release(step);
    }

    /// Stops listening, resets every connection, and waits until they are over, 2 s at most. Safe to
    /// repeat.
    @Override
    public void close() {
        List<AnswererSession> left;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            left = server.live();
        }
        try {
            listening.close();
        } catch (IOException e) {
            // nothing listens any more, whatever was wrong with it
            throw new UncheckedIOException("the listening socket does not close", e);
        } finally {
            left.forEach(AnswererSession::reset);
            awaitAll(left);
            server.closeAccounts();
        }
    }

    private static void awaitAll(List<AnswererSession> sessions) {
        long end = System.nanoTime() + CLOSE_MILLIS * 1_000_000;
        try {
            for (AnswererSession session : sessions) {
                var _ = session.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                try {
                    take(listening.accept());
                } catch (IOException e) {
                    // closed, or out of descriptors, which a moment may mend
                    Thread.sleep(ACCEPT_PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Socket socket) throws IOException {
        synchronized (this) {
            if (closed || server.live().size() >= config.maxConnections) {
                socket.setSoLinger(true, 0);
                socket.close();
                return;
            }
            ThreadLoop loop = new ThreadLoop("answerer-" + ++accepted);
            AnsweringServer.Ports ports = new AnsweringServer.Ports(
                    loop,
                    random,
                    (InetSocketAddress) socket.getRemoteSocketAddress(),
                    misbehaviours,
                    SessionWatch.NOBODY);
            String name = "answerer-" + accepted;
            var _ = server.accept(
                    ports,
                    (session, upper) -> new SocketSide(session, ports, server.gate(), loop, upper)
                            .stream(socket, tls, config.tlsProtocols, config.clients != null, name));
        }
    }
}
