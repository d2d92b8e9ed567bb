package dev.dialtone.carriers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// The server's way to a TLS connection: shake hands on what was accepted.
final class TlsAccepting implements TlsTransport.Opening {
    private final SocketChannel accepted;
    private final SSLContext context;
    private final boolean demands;

    /// @param demands whether the client must show a certificate
    TlsAccepting(SocketChannel accepted, SSLContext context, boolean demands) {
        this.accepted = accepted;
        this.context = context;
        this.demands = demands;
    }

    @Override
    public SocketChannel connect() {
        return accepted;
    }

    @Override
    public Secured secure(SocketChannel channel) throws CarrierException, IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setNeedClientAuth(demands);
        engine.setSSLParameters(parameters);
        TlsExchange exchange = new TlsExchange(channel, engine, "client");
        exchange.run();
        Transport.Peer peer = new Transport.Peer(
                (InetSocketAddress) channel.getLocalAddress(),
                (InetSocketAddress) channel.getRemoteAddress(),
                engine.getSession().getProtocol(),
                engine.getSession().getCipherSuite(),
                List.of());
        return new Secured(engine, exchange.leftover(), peer);
    }

    @Override
    public void cancel() {
        try {
            accepted.close();
        } catch (IOException e) {
            // closed all the same
            return;
        }
    }

    @Override
    public List<Thread> threads() {
        return List.of();
    }
}
