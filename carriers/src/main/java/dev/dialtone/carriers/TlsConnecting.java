package dev.dialtone.carriers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/// The client's way to a TLS connection: look the name up, connect, shake hands.
final class TlsConnecting implements TlsTransport.Opening {
    private final Transport.Target target;
    private final TcpConnector connector;
    private final CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    TlsConnecting(Transport.Target target, TcpConnector.NameLookup names) {
        this.target = target;
        this.connector = new TcpConnector(names);
    }

    @Override
    public SocketChannel connect() throws CarrierException, IOException {
        return connector.connect(resolve(), target.port());
    }

    /// A name on a thread of its own, which may never come back from the C library: a platform thread, because
    /// hundreds of virtual ones that wait in there would leave no carrier to anybody else.
    private List<InetAddress> resolve() throws CarrierException, IOException {
        String host = HostNames.bare(target.host());
        if (HostNames.isLiteral(host)) {
            return connector.resolve(host);
        }
        threads.add(Thread.ofPlatform().daemon().name("dialtone-lookup").start(() -> {
            try {
                addresses.complete(connector.resolve(host));
            } catch (CarrierException | RuntimeException e) {
                addresses.completeExceptionally(e);
            }
        }));
        try {
            return addresses.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CarrierException failed) {
                throw failed;
            }
            throw new IOException(e.getCause());
        }
    }

    @Override
    public Secured secure(SocketChannel channel) throws CarrierException, IOException {
        TlsHandshake handshake = new TlsHandshake(channel, target);
        handshake.run();
        Transport.Peer peer = new Transport.Peer(
                (InetSocketAddress) channel.getLocalAddress(),
                (InetSocketAddress) channel.getRemoteAddress(),
                handshake.engine().getSession().getProtocol(),
                handshake.engine().getSession().getCipherSuite(),
                handshake.chain());
        return new Secured(handshake.engine(), handshake.leftover(), peer);
    }

    @Override
    public void cancel() {
        addresses.completeExceptionally(new IOException("cancelled"));
        connector.cancel();
    }

    @Override
    public List<Thread> threads() {
        return threads;
    }
}
