package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS over TCP: one virtual thread resolves, connects, shakes hands and then reads (see [TlsReader]); a second one
/// writes what is queued, data threads write by themselves (see [TlsWriter]). The two end before
/// [Transport.Listener#closed] is told; only a look-up that the C library does not give back may outlive it.
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

    private final Opening opening;
    private final UnsentLimit unsent;
    private final Loop loop;
    private final Listener listener;
    private final SendQueue queue = new SendQueue();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile @Nullable TlsWriter writer;
    private volatile @Nullable Peer peer;
    private volatile boolean standing;
    private volatile boolean leaving;
    private volatile boolean released;
    private volatile boolean handshakeTimedOut;
    private volatile boolean overrun;
    private volatile @Nullable IOException writeFailure;
    private Loop.@Nullable Timer closeTimer;

    /// How the connection comes to be, on either side.
    interface Opening {
        /// A connected channel; blocks.
        SocketChannel connect() throws CarrierException, IOException;

        /// The handshake; blocks.
        Secured secure(SocketChannel channel) throws CarrierException, IOException;

        /// What an alert of the peer after the handshake means; empty when it is nothing special.
        default Optional<Failure> afterwards(SSLException e) {
            return Optional.empty();
        }

        /// Ends what is under way, and closes the channel. Callable from any thread, again and again.
        void cancel();

        /// The threads it has of its own.
        List<Thread> threads();

        /// What the handshake led to.
        ///
        /// @param leftover what came after it, ready to be filled further
        record Secured(SSLEngine engine, ByteBuffer leftover, Peer peer) {}
    }

    TlsTransport(Opening opening, UnsentLimit unsent, Loop loop, Listener listener) {
        this.opening = opening;
        this.unsent = unsent;
        this.loop = loop;
        this.listener = listener;
    }

    void start() {
        threads.add(Thread.ofVirtual().name("dialtone-tls").start(this::run));
    }

    /// Those that were started so far.
    List<Thread> threads() {
        List<Thread> all = new ArrayList<>(threads);
        all.addAll(opening.threads());
        return all;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (!queue.add(buffer, offset, length)) {
            overrun = true;
            cut();
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        TlsWriter open = writer;
        if (open == null || leaving) {
            return;
        }
        try {
            open.write(buffer, offset, length);
        } catch (IOException e) {
            cutBy(e);
        }
    }

    @Override
    public void holdAtMost(int bytes) {
        Peer other = peer;
        if (other != null && !leaving) {
            unsent.limit(other.local(), other.remote(), bytes);
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
        opening.cancel();
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
        SocketChannel channel = opening.connect();
        Loop.Timer limit = loop.at(loop.nanoTime() + HANDSHAKE_NANOS, () -> {
            handshakeTimedOut = true;
            cut();
        });
        Opening.Secured secured;
        try {
            secured = opening.secure(channel);
        } finally {
            loop.execute(limit::cancel);
        }
        TlsWriter open = new TlsWriter(channel, secured.engine());
        peer = secured.peer();
        writer = open;
        standing = true;
        loop.execute(() -> {
            if (!released) {
                listener.established(secured.peer());
            }
        });
        Thread sending = Thread.ofVirtual().name("dialtone-tls-writer").unstarted(() -> sendQueued(open));
        threads.add(sending);
        sending.start();
        try {
            TlsReader reader = new TlsReader(channel, secured.engine(), secured.leftover(), new FromPeer());
            if (reader.run("dialtone-tls-reader") == TlsReader.End.CUT) {
                return Failure.retryable(619, Layer.TCP, "The server cut the connection.");
            }
            if (!leaving) {
                answerEnd();
            }
            return null;
        } finally {
            if (!leaving) {
                cut();
            }
            join(sending);
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

    private final class FromPeer implements TlsReader.Owner {
        @Override
        public void plain(byte[] buffer, int offset, int length) {
            listener.received(buffer, offset, length);
        }

        @Override
        public void sayOwn(boolean stuck) {
            if (stuck) {
                queue.flushAndWait();
            } else {
                queue.flush();
            }
        }

        @Override
        public boolean listening() {
            return !leaving;
        }
    }

    private void sendQueued(TlsWriter open) {
        try {
            while (true) {
                switch (queue.take()) {
                    case WRITE -> open.write(queue.buffer(), 0, queue.taken());
                    case FLUSH -> open.flush();
                    case END -> {
                        open.end();
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
        // what the peer said before it cut the line is there to be read: why it did
        queue.die();
        cutIn(PEER_END_NANOS);
    }

    private Failure broken(IOException e) {
        IOException first = writeFailure != null ? writeFailure : e;
        // the peer's own word counts before what it did to our writing
        if (e instanceof SSLException alert) {
            Optional<Failure> said = opening.afterwards(alert);
            if (said.isPresent()) {
                return said.get();
            }
        }
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
