package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS over TCP: one virtual thread resolves, connects, shakes hands and then reads; a second one writes. Both
/// end before [Transport.Listener#closed] is told; only a look-up that the C library does not give back may
/// outlive it.
///
/// Nothing here is ever interrupted: an interrupt would close the channel under the other thread.
final class TlsTransport implements Transport {
    /// How long the handshake may take after the TCP connection stands.
    static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// How long an orderly end may take.
    static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// How long, once our end is written, the peer's own is waited for: long enough that what we wrote gets
    /// there before a reset for what it still sends.
    static final long PEER_END_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /// Records that are put into one write.
    private static final int RECORDS_PER_WRITE = 4;

    private final Target target;
    private final Loop loop;
    private final Listener listener;
    private final TcpConnector connector;
    private final SendQueue queue = new SendQueue();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();
    private volatile @Nullable Thread loopThread;
    private volatile boolean standing;
    private volatile boolean leaving;
    private volatile boolean released;
    private volatile boolean handshakeTimedOut;
    private volatile boolean overrun;
    private volatile @Nullable IOException writeFailure;
    private Loop.@Nullable Timer closeTimer;

    TlsTransport(Target target, TcpConnector.NameLookup names, Loop loop, Listener listener) {
        this.target = target;
        this.loop = loop;
        this.listener = listener;
        this.connector = new TcpConnector(names);
    }

    void start() {
        loop.execute(() -> loopThread = Thread.currentThread());
        threads.add(Thread.ofVirtual().name("dialtone-tls").start(this::run));
    }

    /// Those that were started so far.
    List<Thread> threads() {
        return List.copyOf(threads);
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        boolean onLoop = Thread.currentThread().equals(loopThread);
        if (!queue.add(buffer, offset, length, !onLoop)) {
            overrun = true;
            cut();
        }
    }

    @Override
    public void close() {
        if (!standing) {
            abort();
        } else {
            released = true;
            if (leaving) {
                return;
            }
            leaving = true;
            queue.end();
            cutIn(CLOSE_NANOS);
        }
    }

    @Override
    public void abort() {
        released = true;
        leaving = true;
        cut();
    }

    /// Makes every thread of this transport end.
    private void cut() {
        queue.die();
        addresses.completeExceptionally(new IOException("cancelled"));
        connector.cancel();
    }

    private void run() {
        @Nullable Failure failure = null;
        try {
            failure = live();
        } catch (CarrierException e) {
            failure = e.failure();
        } catch (IOException e) {
            failure = broken(e);
        } catch (RuntimeException e) {
            failure = Failure.of(635, Layer.TLS, "Something went wrong inside the transport: " + e + ".");
        } finally {
            cut();
        }
        finish(failure);
    }

    private void finish(@Nullable Failure found) {
        @Nullable
        Failure failure = overrun
                ? Failure.retryable(829, Layer.TCP, "The server takes no more data.")
                : handshakeTimedOut
                        ? Failure.retryable(809, Layer.TLS, "The server did not finish the TLS handshake within 30 s.")
                        : found;
        loop.execute(() -> {
            if (closeTimer != null) {
                closeTimer.cancel();
            }
            if (failure != null && !released) {
                listener.failed(failure);
            }
            listener.closed();
        });
    }

    /// The whole life; the result is null when it ended in good order.
    private @Nullable Failure live() throws CarrierException, IOException {
        SocketChannel channel = connector.connect(resolve(), target.port());
        Loop.Timer limit = loop.at(loop.nanoTime() + HANDSHAKE_NANOS, () -> {
            handshakeTimedOut = true;
            cut();
        });
        TlsHandshake handshake;
        Peer peer;
        try {
            handshake = new TlsHandshake(channel, target);
            handshake.run();
            peer = peer(channel, handshake);
        } finally {
            loop.execute(limit::cancel);
        }
        standing = true;
        loop.execute(() -> {
            loopThread = Thread.currentThread();
            if (!released) {
                listener.established(peer);
            }
        });
        Thread writer =
                Thread.ofVirtual().name("dialtone-tls-writer").unstarted(() -> write(channel, handshake.engine()));
        threads.add(writer);
        writer.start();
        try {
            @Nullable Failure failure = read(channel, handshake.engine(), handshake.leftover());
            if (failure == null && !leaving) {
                answerEnd();
            }
            return failure;
        } finally {
            if (!leaving) {
                cut();
            }
            join(writer);
        }
    }

    /// The peer said close_notify: say it too, if that goes at once.
    private void answerEnd() {
        leaving = true;
        queue.end();
        cutIn(CLOSE_NANOS);
    }

    private void cutIn(long nanos) {
        loop.execute(() -> {
            if (closeTimer != null) {
                closeTimer.cancel();
            }
            closeTimer = loop.at(loop.nanoTime() + nanos, this::cut);
        });
    }

    private List<InetAddress> resolve() throws CarrierException, IOException {
        threads.add(Thread.ofVirtual().name("dialtone-lookup").start(() -> {
            try {
                addresses.complete(connector.resolve(HostNames.bare(target.host())));
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

    private static Peer peer(SocketChannel channel, TlsHandshake handshake) throws IOException {
        return new Peer(
                (InetSocketAddress) channel.getLocalAddress(),
                (InetSocketAddress) channel.getRemoteAddress(),
                handshake.engine().getSession().getProtocol(),
                handshake.engine().getSession().getCipherSuite(),
                handshake.chain());
    }

    private @Nullable Failure read(SocketChannel channel, SSLEngine engine, ByteBuffer leftover) throws IOException {
        ByteBuffer in = leftover;
        ByteBuffer app = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize());
        while (true) {
            in.flip();
            SSLEngineResult.Status status = SSLEngineResult.Status.OK;
            while (status == SSLEngineResult.Status.OK) {
                SSLEngineResult result = engine.unwrap(in, app);
                status = result.getStatus();
                deliver(app);
                if (status == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                    app = ByteBuffer.allocate(2 * app.capacity());
                    status = SSLEngineResult.Status.OK;
                } else if (status == SSLEngineResult.Status.OK && !leaving) {
                    afterHandshake(engine, result);
                }
            }
            in.compact();
            if (status == SSLEngineResult.Status.CLOSED) {
                return null;
            }
            if (!in.hasRemaining()) {
                in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
            }
            if (channel.read(in) < 0) {
                return Failure.retryable(619, Layer.TCP, "The server cut the connection.");
            }
        }
    }

    private void deliver(ByteBuffer app) {
        if (app.position() > 0) {
            if (!leaving) {
                listener.received(app.array(), app.arrayOffset(), app.position());
            }
            app.clear();
        }
    }

    // SPEC [RFC 8446 §4.6] tickets and key updates come at any time
    private void afterHandshake(SSLEngine engine, SSLEngineResult result) throws SSLException {
        SSLEngineResult.HandshakeStatus status = result.getHandshakeStatus();
        boolean handshaking = status == SSLEngineResult.HandshakeStatus.NEED_TASK
                || status == SSLEngineResult.HandshakeStatus.NEED_WRAP;
        if (handshaking && engine.getSession().getProtocol().equals("TLSv1.2")) {
            // SECURITY: a renegotiation could change the server under the crypto binding
            throw new SSLException("the server asked for a renegotiation, which is refused");
        }
        if (status == SSLEngineResult.HandshakeStatus.NEED_TASK) {
            TlsHandshake.runTasks(engine);
        }
        if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
            if (result.bytesConsumed() == 0) {
                queue.flushAndWait();
            } else {
                queue.flush();
            }
        }
    }

    private void write(SocketChannel channel, SSLEngine engine) {
        try {
            int record = engine.getSession().getPacketBufferSize();
            // several records a write once there is that much to send, which on most connections never happens
            ByteBuffer out = ByteBuffer.allocate(record);
            while (true) {
                SendQueue.Job job = queue.take();
                if (queue.taken() > record && out.capacity() == record) {
                    out = ByteBuffer.allocate(RECORDS_PER_WRITE * record);
                }
                switch (job) {
                    case WRITE -> writeAll(ByteBuffer.wrap(queue.buffer(), 0, queue.taken()), out, channel, engine);
                    case FLUSH -> writeAll(ByteBuffer.allocate(0), out, channel, engine);
                    case END -> {
                        engine.closeOutbound();
                        writeAll(ByteBuffer.allocate(0), out, channel, engine);
                        channel.shutdownOutput();
                        cutIn(PEER_END_NANOS);
                        return;
                    }
                    case DIE -> {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // the reader meets the same end, and tells it
            cutBy(e);
        }
    }

    private void cutBy(IOException e) {
        if (!leaving) {
            writeFailure = e;
        }
        cut();
    }

    private static void writeAll(ByteBuffer plain, ByteBuffer out, SocketChannel channel, SSLEngine engine)
            throws IOException {
        int record = engine.getSession().getPacketBufferSize();
        do {
            out.clear();
            do {
                SSLEngineResult result = engine.wrap(plain, out);
                if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK) {
                    TlsHandshake.runTasks(engine);
                }
                if (result.getStatus() == SSLEngineResult.Status.CLOSED && plain.hasRemaining()) {
                    throw new SSLException("the stream is closed for sending");
                }
                if (result.bytesProduced() == 0 && result.bytesConsumed() == 0) {
                    break;
                }
            } while (plain.hasRemaining() && out.remaining() >= record);
            out.flip();
            boolean nothing = !out.hasRemaining();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            if (nothing && plain.hasRemaining()) {
                throw new SSLException("TLS takes no more data");
            }
        } while (plain.hasRemaining());
    }

    private Failure broken(IOException e) {
        IOException first = writeFailure != null ? writeFailure : e;
        Layer layer = first instanceof SSLException ? Layer.TLS : Layer.TCP;
        return Failure.retryable(619, layer, "The connection broke: " + first.getMessage() + ".");
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
