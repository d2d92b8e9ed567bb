package dev.dialtone.carriers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Reads a blocking channel and takes the plain bytes out of its TLS records. Begun on a virtual thread with little
/// memory; when much comes, a platform thread with large buffers goes on, and reads all there is at once, until
/// it has
/// become silent again. One thread at a time reads.
final class TlsReader {
    private static final int QUIET_BYTES = 2 * 1024;

    /// A read that brings as much as this is traffic.
    private static final int BUSY_BYTES = 32 * 1024;

    /// What a quiet reader takes at once, at most: a read that is traffic, behind the part of a record.
    private static final int QUIET_LIMIT_BYTES = 2 * BUSY_BYTES;

    /// So many reads in [#PACE_NANOS] are traffic too, however little each brings: acknowledgments of a fast stream.
    private static final int BUSY_READS = 100;

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /// So few reads in [#CALM_NANOS] are none any more.
    private static final int CALM_READS = 100;

    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Owner owner;
    private ByteBuffer in;

    /// Whose bytes they are. Called by the thread that reads.
    interface Owner {
        /// Bytes in order; the array is the reader's again after the return.
        void plain(byte[] buffer, int offset, int length);

        /// TLS has something to say by itself (RFC 8446 §4.6).
        ///
        /// @param stuck nothing more can be read before that is done: return when it is
        void sayOwn(boolean stuck);

        /// Whether what still comes matters.
        boolean listening();
    }

    /// How reading ended.
    enum End {
        /// With close_notify.
        ORDERLY,

        /// Without.
        CUT,

        /// Not at all: the other kind of reader is to go on.
        CHANGE
    }

    /// @param leftover what came after the handshake, ready to be filled further
    TlsReader(SocketChannel channel, SSLEngine engine, ByteBuffer leftover, Owner owner) {
        this.channel = channel;
        this.engine = engine;
        this.in = leftover;
        this.owner = owner;
    }

    /// Reads to the end, on this virtual thread and platform threads of that name in between.
    ///
    /// @return ORDERLY or CUT
    End run(String name) throws IOException {
        End end = processSmall();
        while (true) {
            end = end == null ? readQuietly() : end;
            if (end != End.CHANGE) {
                return end;
            }
            end = relay(name);
        }
    }

    /// Has a platform thread read while much comes, if there are large buffers for it; null when it is to be gone on
    /// here.
    private @Nullable End relay(String name) throws IOException {
        ByteBuffer large = BufferPool.READS.tryBorrow();
        ByteBuffer plain = BufferPool.READS.tryBorrow();
        try {
            if (large == null || plain == null) {
                return null;
            }
            in = large.put(in.flip());
            End end = Relay.run(name, () -> readBusily(plain));
            in = ByteBuffer.allocate(Math.max(QUIET_BYTES, in.position())).put(in.flip());
            return end == End.CHANGE ? null : end;
        } finally {
            if (large != null) {
                BufferPool.READS.giveBack(large);
            }
            if (plain != null) {
                BufferPool.READS.giveBack(plain);
            }
        }
    }

    private End readQuietly() throws IOException {
        resize(QUIET_BYTES);
        long since = System.nanoTime();
        int reads = 0;
        while (true) {
            if (!in.hasRemaining()) {
                resize(2 * in.capacity());
            }
            int got = channel.read(in);
            if (got < 0) {
                return End.CUT;
            }
            boolean full = !in.hasRemaining();
            End end = processSmall();
            if (end != null) {
                return end;
            }
            if (got >= BUSY_BYTES || ++reads > BUSY_READS) {
                long now = System.nanoTime();
                if (got >= BUSY_BYTES || now - since < PACE_NANOS) {
                    return End.CHANGE;
                }
                since = now;
                reads = 0;
            }
            if (full && in.capacity() < QUIET_LIMIT_BYTES) {
                resize(2 * in.capacity());
            } else if (in.position() == 0 && got < QUIET_BYTES / 4) {
                resize(QUIET_BYTES);
            }
        }
    }

    private End readBusily(ByteBuffer plain) throws IOException {
        long since = System.nanoTime();
        int reads = 0;
        while (true) {
            // whoever waits for this processor may be about to bring more: one read and one wake-up for it all
            Thread.yield();
            int got = channel.read(in);
            if (got < 0) {
                return End.CUT;
            }
            End end = process(plain);
            if (end != null) {
                return end;
            }
            reads++;
            long now = System.nanoTime();
            if (now - since > CALM_NANOS) {
                if (reads < CALM_READS) {
                    return End.CHANGE;
                }
                since = now;
                reads = 0;
            }
        }
    }

    /// Another capacity for what is read, if what is in it fits.
    private void resize(int capacity) {
        if (in.capacity() != capacity && in.position() < capacity) {
            in = ByteBuffer.allocate(capacity).put(in.flip());
        }
    }

    private @Nullable End processSmall() throws SSLException {
        ByteBuffer plain = BufferPool.RECORDS.borrow();
        try {
            return process(plain);
        } finally {
            BufferPool.RECORDS.giveBack(plain);
        }
    }

    /// Unwraps every whole record there is; null when the stream goes on.
    ///
    /// @param lent empty; has room for a record's plain text
    private @Nullable End process(ByteBuffer lent) throws SSLException {
        if (in.position() == 0) {
            return null;
        }
        in.flip();
        ByteBuffer plain = lent;
        try {
            while (true) {
                SSLEngineResult result = engine.unwrap(in, plain);
                switch (result.getStatus()) {
                    case OK -> afterHandshake(result);
                    case BUFFER_OVERFLOW -> {
                        if (plain.position() == 0) {
                            // a record larger than any should be, which the engine takes all the same
                            plain = ByteBuffer.allocate(2 * plain.capacity());
                        }
                        deliver(plain);
                    }
                    case BUFFER_UNDERFLOW -> {
                        deliver(plain);
                        return null;
                    }
                    case CLOSED -> {
                        deliver(plain);
                        return End.ORDERLY;
                    }
                }
            }
        } finally {
            in.compact();
        }
    }

    private void deliver(ByteBuffer plain) {
        if (plain.position() > 0) {
            if (owner.listening()) {
                owner.plain(plain.array(), plain.arrayOffset(), plain.position());
            }
            plain.clear();
        }
    }

    // SPEC [RFC 8446 §4.6] tickets and key updates come at any time
    private void afterHandshake(SSLEngineResult result) throws SSLException {
        SSLEngineResult.HandshakeStatus status = result.getHandshakeStatus();
        if (status == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING || !owner.listening()) {
            return;
        }
        boolean handshaking = status == SSLEngineResult.HandshakeStatus.NEED_TASK
                || status == SSLEngineResult.HandshakeStatus.NEED_WRAP;
        if (handshaking && engine.getSession().getProtocol().equals("TLSv1.2")) {
            // SECURITY: a renegotiation could change the server under the crypto binding
            throw new SSLException("the server asked for a renegotiation, which is refused");
        }
        if (status == SSLEngineResult.HandshakeStatus.NEED_TASK) {
            TlsExchange.runTasks(engine);
        }
        if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
            owner.sayOwn(result.bytesConsumed() == 0);
        }
    }
}
