package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The client's way to a TLS connection: look the name up, connect, shake hands. Through a proxy it is the proxy's
/// name that is looked up here; the server's is the proxy's business.
final class TlsConnecting implements TlsTransport.Opening {
    private final Transport.Target target;
    private final TcpConnector connector;
    private final ProxyEnvironment environment;
    private final CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile @Nullable ProxyUse proxy;

    /// Of the handshake no more than this: its buffers would be kept as long as the connection.
    private volatile @Nullable ClientKeyManager shown;

    TlsConnecting(Transport.Target target, TcpConnector.NameLookup names, ProxyEnvironment environment) {
        this.target = target;
        this.connector = new TcpConnector(names);
        this.environment = environment;
    }

    @Override
    public SocketChannel connect() throws CarrierException, IOException {
        ProxyWay way = ProxyWay.to(target.host(), target.port(), target.proxy(), environment);
        return way == null
                ? connector.connect(resolve(HostNames.bare(target.host())), target.port())
                : connectThrough(way);
    }

    private SocketChannel connectThrough(ProxyWay way) throws CarrierException, IOException {
        String server = HostNames.toAscii(HostNames.bare(target.host()));
        if (!HostNames.isHost(server)) {
            throw new CarrierException(Failure.of(868, Layer.DNS, "\"" + server + "\" is not a host name."));
        }
        List<InetAddress> found;
        try {
            found = resolve(way.address().host());
        } catch (CarrierException e) {
            throw new CarrierException(ProxyFailures.notReached(way.address(), e.failure()));
        }
        ProxyConnector through = new ProxyConnector(
                connector, way, HostNames.authority(server, target.port()), ProxyConnector.ANSWER_NANOS);
        SocketChannel channel = through.connect(found);
        proxy = through.use();
        return channel;
    }

    /// A name on a thread of its own, which may never come back from the C library: a platform thread, because
    /// hundreds of virtual ones that wait in there would leave no carrier to anybody else.
    private List<InetAddress> resolve(String host) throws CarrierException, IOException {
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
        ProxyUse through = proxy;
        shown = handshake.keys();
        try {
            handshake.run();
        } catch (CarrierException e) {
            throw through == null ? e : new CarrierException(ProxyFailures.behind(through.address(), e.failure()));
        }
        Transport.Peer peer = new Transport.Peer(
                (InetSocketAddress) channel.getLocalAddress(),
                (InetSocketAddress) channel.getRemoteAddress(),
                handshake.engine().getSession().getProtocol(),
                handshake.engine().getSession().getCipherSuite(),
                handshake.chain(),
                through);
        return new Secured(handshake.engine(), handshake.leftover(), peer);
    }

    @Override
    public Optional<Failure> afterwards(SSLException e) {
        ClientKeyManager keys = shown;
        return keys == null ? Optional.empty() : ClientCertificateFailure.afterwards(e, keys);
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
