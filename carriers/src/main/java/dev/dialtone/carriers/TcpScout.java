package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// Looks at a server with sockets of this machine.
final class TcpScout implements Scout {
    /// As long as a server that speaks first may take to do so.
    static final int LISTEN_MILLIS = 300;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TcpConnector connector;

    TcpScout(TcpConnector.NameLookup names) {
        this.connector = new TcpConnector(names);
    }

    /// On a platform thread of its own, which may never come back from the C library.
    @Override
    public Names lookUp(String host, Duration limit) {
        String bare = HostNames.bare(host);
        CompletableFuture<List<InetAddress>> looking = CompletableFuture.supplyAsync(
                () -> resolve(bare),
                task -> Thread.ofPlatform().daemon().name("dialtone-lookup").start(task));
        try {
            return new Names.Found(looking.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Names.NotFound(Failure.retryable(
                            868,
                            Layer.DNS,
                            "The name " + bare + " was not resolved within " + limit.toSeconds()
                                    + " s: no name server answers.")
                    .advise("Check that the name servers of this machine answer (/etc/resolv.conf)."));
        } catch (ExecutionException e) {
            return new Names.NotFound(
                    e.getCause() instanceof CarrierException failed
                            ? failed.failure()
                            : Failure.of(868, Layer.DNS, "The name " + bare + " cannot be looked up: " + e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Names.NotFound(Failure.retryable(868, Layer.DNS, "The look-up was interrupted."));
        }
    }

    private List<InetAddress> resolve(String host) {
        try {
            return connector.resolve(host);
        } catch (CarrierException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public Knock knock(InetAddress address, int port, Duration limit) {
        InetSocketAddress remote = new InetSocketAddress(address, port);
        try (Socket socket = new Socket()) {
            long begun = System.nanoTime();
            socket.connect(remote, (int) limit.toMillis());
            long millis = (System.nanoTime() - begun) / 1_000_000;
            byte[] first = hear(socket, LISTEN_MILLIS);
            return first.length > 0 ? new Knock.Spoke(first) : new Knock.Open(millis);
        } catch (IOException e) {
            return new Knock.Closed(TcpConnector.failureOf(e, remote));
        }
    }

    @Override
    public byte[] greet(InetAddress address, int port, Duration limit) {
        try (Socket socket = new Socket()) {
            int millis = (int) limit.toMillis();
            socket.connect(new InetSocketAddress(address, port), millis);
            socket.getOutputStream().write(clientHello());
            return hear(socket, millis);
        } catch (IOException | GeneralSecurityException e) {
            return new byte[0];
        }
    }

    private static byte[] clientHello() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(NOTHING, hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    /// What comes at once; empty when nothing does, or the end.
    private static byte[] hear(Socket socket, int millis) {
        byte[] first = new byte[MOST_BYTES];
        try {
            socket.setSoTimeout(millis);
            int got = socket.getInputStream().read(first);
            return Arrays.copyOf(first, Math.max(0, got));
        } catch (IOException e) {
            // silence, or a reset: the handshake will say so
            return new byte[0];
        }
    }
}
