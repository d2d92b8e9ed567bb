package dev.dialtone.testkit;

import dev.dialtone.carriers.TlsAcceptor;
import dev.dialtone.core.PacketLink;
import dev.dialtone.host.TcpSockets;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The answerer for packets in quantity: the same SSTP and PPP as the [Answerer]'s, on the carrier that the
/// client has
/// too, with a network of the caller's behind it in the place of one that only answers pings. It misbehaves in
/// nothing
/// and keeps no transcript.
///
/// Safe for use by several threads; each connection has virtual threads of its own.
public final class TunnelAnswerer implements AutoCloseable {
    private final AnsweringServer server;
    private final Network network;
    private final TlsAcceptor acceptor;
    private final SecureRandom random = new SecureRandom();
    private final Set<TunnelSession> sessions = ConcurrentHashMap.newKeySet();
    private int accepted;

    /// What lies behind the answerer.
    @FunctionalInterface
    public interface Network {
        /// A client has come; on its session's loop.
        ///
        /// @param link   its packets
        /// @param client the address it was given
        /// @return what ends the attachment, on the same loop, when the client has gone
        Runnable attach(PacketLink link, Inet4Address client);
    }

    private TunnelAnswerer(AnswererConfig config, Network network) throws IOException {
        this.server = new AnsweringServer(config);
        this.network = network;
        this.acceptor = new TlsAcceptor(
                config.listen,
                config.identity.serverContext(config.clients),
                TcpSockets::limitUnsent,
                config.clients != null);
    }

    /// Listens from the return on. The configuration's misbehaviours, limits and TLS versions do not count here.
    public static TunnelAnswerer start(AnswererConfig config, Network network) throws IOException {
        TunnelAnswerer answerer = new TunnelAnswerer(config, network);
        Thread.ofVirtual().name("tunnel-accept").start(answerer::accept);
        return answerer;
    }

    /// Where it listens.
    public InetSocketAddress address() throws IOException {
        return acceptor.address();
    }

    private void accept() {
        try {
            acceptor.accept(incoming -> {
                TunnelSession session = new TunnelSession("tunnel-" + ++accepted, server, network, random);
                sessions.add(session);
                session.start(incoming, () -> sessions.remove(session));
            });
        } catch (IOException e) {
            System.getLogger(TunnelAnswerer.class.getName())
                    .log(System.Logger.Level.ERROR, "answerer.accept.failed", e);
        }
    }

    /// Stops listening and cuts every connection; does not wait for their ends. Safe to repeat.
    @Override
    public void close() throws IOException {
        acceptor.close();
        sessions.forEach(TunnelSession::abort);
        server.closeAccounts();
    }
}
