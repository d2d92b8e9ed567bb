package dev.dialtone.testkit;

import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;

/// Joins the threads of a [SessionStream] to a session's loop, and holds or misbehaves below TLS, where there
/// is nothing of the session yet.
final class SocketSide implements SessionStream.Listener {
    private static final int MAX_CHUNKS = 16;

    private final AnswererSession session;
    private final StepGate gate;
    private final Map<AnswererStep, Misbehaviour> misbehaviours;
    private final ThreadLoop loop;
    private final ClientStream.Listener upper;
    private final Semaphore chunks = new Semaphore(MAX_CHUNKS);

    SocketSide(
            AnswererSession session,
            AnsweringServer.Ports ports,
            StepGate gate,
            ThreadLoop loop,
            ClientStream.Listener upper) {
        this.session = session;
        this.misbehaviours = ports.misbehaviours();
        this.gate = gate;
        this.loop = loop;
        this.upper = upper;
    }

    /// The stream over the socket that tells this.
    ///
    /// @param demands whether the client must show a certificate
    SessionStream stream(Socket socket, SSLContext tls, List<String> tlsProtocols, boolean demands, String name) {
        return new SessionStream(socket, tls, tlsProtocols, demands, name, this);
    }

    @Override
    public boolean reached(AnswererStep step, SessionStream stream) {
        session.transcript().see(step, () -> step == AnswererStep.TLS ? "TLS ClientHello" : "TCP connection");
        if (gate.hold(session, step) && !stream.waitWhile(() -> gate.holds(step))) {
            return false;
        }
        session.transcript().reach(step);
        Misbehaviour bad = misbehaviours.get(step);
        return bad == null || Mischief.belowTls(bad, stream);
    }

    @Override
    public void secured(String protocol, String cipher, List<String> serverNames) {
        loop.execute(() -> upper.secured(protocol, cipher, serverNames));
    }

    @Override
    public void received(byte[] bytes) {
        // back-pressure: the client is read no faster than it is answered
        chunks.acquireUninterruptibly();
        loop.execute(() -> {
            chunks.release();
            upper.received(bytes, 0, bytes.length);
        });
    }

    @Override
    public void ended(String how) {
        loop.execute(() -> {
            upper.ended(how);
            loop.close();
        });
    }
}
