package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/// The messages of a TLS handshake over a blocking channel, of either side.
final class TlsExchange {
    private static final Semaphore COMPUTING =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int SMALL_BYTES = 256;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final String peer;
    private final ByteBuffer netOut;
    private ByteBuffer netIn;
    private boolean heard;

    /// @param peer what the other side is called in a failure
    TlsExchange(SocketChannel channel, SSLEngine engine, String peer) {
        this.channel = channel;
        this.engine = engine;
        this.peer = peer;
        this.netIn = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        this.netOut = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
    }

    /// What came after the handshake, ready to be filled further; no larger than that, for it lives as long as the
    /// connection.
    ByteBuffer leftover() {
        netIn.flip();
        return ByteBuffer.allocate(Math.max(SMALL_BYTES, netIn.remaining())).put(netIn);
    }

    /// Blocks until the handshake is done or has failed.
    void run() throws CarrierException, IOException {
        try {
            engine.beginHandshake();
            shakeHands();
        } catch (SSLException e) {
            sayGoodbye();
            throw e;
        }
    }

    private void shakeHands() throws IOException, CarrierException {
        ByteBuffer app = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(app);
                case NEED_TASK -> runTasks(engine);
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /// A whole flight in one writing: a peer that refuses its first message, our certificate for example, may have cut
    /// the line before the last is written, and nobody would read why.
    private void wrap() throws IOException {
        netOut.clear();
        SSLEngineResult result;
        do {
            if (netOut.remaining() < engine.getSession().getPacketBufferSize()) {
                write();
            }
            result = engine.wrap(NOTHING, netOut);
        } while (result.getStatus() == SSLEngineResult.Status.OK
                && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP);
        write();
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new SSLException("closed during the handshake");
        }
    }

    private void write() throws IOException {
        netOut.flip();
        while (netOut.hasRemaining()) {
            channel.write(netOut);
        }
        netOut.clear();
    }

    private void unwrap(ByteBuffer app) throws IOException, CarrierException {
        netIn.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(netIn, app);
        } finally {
            netIn.compact();
        }
        switch (result.getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> read();
            case BUFFER_OVERFLOW -> throw new SSLException("data before the handshake is done");
            case CLOSED -> throw new CarrierException(cut("ended the TLS handshake with close_notify"));
        }
    }

    private void read() throws IOException, CarrierException {
        if (!netIn.hasRemaining()) {
            netIn = ByteBuffer.allocate(2 * netIn.capacity()).put(netIn.flip());
        }
        int got = channel.read(netIn);
        if (got < 0) {
            throw new CarrierException(cut(
                    heard
                            ? "cut the connection in the middle of the TLS handshake"
                            : "cut the connection instead of answering the TLS handshake"));
        }
        heard = true;
    }

    private Failure cut(String how) {
        return Failure.retryable(619, Layer.TLS, "The " + peer + " " + how + ".");
    }

    /// Runs what TLS has to compute. Not more of it at once than leaves a processor to everybody else: virtual
    /// threads
    /// give way only where they wait, and hundreds of dials at once would keep every other thread of theirs from
    /// running for as long as all their keys and certificates take. Nobody waits for a peer in here.
    static void runTasks(SSLEngine engine) {
        COMPUTING.acquireUninterruptibly();
        try {
            Runnable task = engine.getDelegatedTask();
            while (task != null) {
                task.run();
                task = engine.getDelegatedTask();
            }
        } finally {
            COMPUTING.release();
        }
    }

    /// The alert that tells the peer why, if it still listens.
    private void sayGoodbye() {
        try {
            engine.closeOutbound();
            for (int i = 0; i < 4 && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP; i++) {
                netOut.clear();
                engine.wrap(NOTHING, netOut);
                netOut.flip();
                while (netOut.hasRemaining()) {
                    channel.write(netOut);
                }
            }
        } catch (IOException e) {
            // it is over anyway
            return;
        }
    }
}
