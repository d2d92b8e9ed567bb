package dev.dialtone.carriers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/// Puts plain bytes into TLS records, many records to a write, and writes them to a blocking channel. Any number of
/// threads write in turn, in the order in which they came: whoever sends batch after batch leaves a turn to the
/// others
/// in between, so that a control frame waits for one batch at most.
final class TlsWriter {
    private static final System.Logger LOG = System.getLogger(TlsWriter.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final int record;
    private final ReentrantLock turn = new ReentrantLock(true);
    private boolean ended;

    TlsWriter(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.record = engine.getSession().getPacketBufferSize();
    }

    /// Writes all of it; nothing after [#end]. Blocks while the carrier is full.
    void write(byte[] buffer, int offset, int length) throws IOException {
        turn.lock();
        try {
            if (!ended) {
                writeAll(ByteBuffer.wrap(buffer, offset, length));
            }
        } finally {
            turn.unlock();
        }
    }

    /// Writes what TLS has to say by itself (RFC 8446 §4.6).
    void flush() throws IOException {
        turn.lock();
        try {
            writeAll(NOTHING);
        } finally {
            turn.unlock();
        }
    }

    /// Says close_notify and ends our half of the stream.
    void end() throws IOException {
        turn.lock();
        try {
            ended = true;
            engine.closeOutbound();
            writeAll(NOTHING);
            channel.shutdownOutput();
        } finally {
            turn.unlock();
        }
    }

    private void writeAll(ByteBuffer plain) throws IOException {
        ByteBuffer large = plain.remaining() > record / 2 ? BufferPool.BATCHES.tryBorrow() : null;
        ByteBuffer out = large == null ? BufferPool.RECORDS.borrow() : large;
        try {
            do {
                fill(out.clear(), plain);
                out.flip();
                if (!out.hasRemaining() && plain.hasRemaining()) {
                    throw new SSLException("TLS takes no more data");
                }
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            } while (plain.hasRemaining());
        } finally {
            (large == null ? BufferPool.RECORDS : BufferPool.BATCHES).giveBack(out);
        }
    }

    private void fill(ByteBuffer out, ByteBuffer plain) throws SSLException {
        do {
            SSLEngineResult result = engine.wrap(plain, out);
            if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK) {
                TlsExchange.runTasks(engine);
            }
            if (result.bytesConsumed() == 0
                    && result.bytesProduced() > 0
                    && result.getStatus() == SSLEngineResult.Status.OK) {
                // SPEC [RFC 8446 §4.6.3] of a client this is all that TLS says by itself once the handshake is done
                LOG.log(System.Logger.Level.DEBUG, "tls.key.update.sent");
            }
            if (result.getStatus() == SSLEngineResult.Status.CLOSED && plain.hasRemaining()) {
                throw new SSLException("the stream is closed for sending");
            }
            if (result.bytesProduced() == 0 && result.bytesConsumed() == 0) {
                return;
            }
        } while (plain.hasRemaining() && out.remaining() >= record);
    }
}
