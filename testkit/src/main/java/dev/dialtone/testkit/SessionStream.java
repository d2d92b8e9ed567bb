package dev.dialtone.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The TCP and TLS of one answered connection: a virtual thread reads, another writes. Everything public
/// here is callable from any thread and does not block.
final class SessionStream implements ClientStream {
    private static final int CHUNK = 16 * 1024;
    private static final int MAX_QUEUED = 2048;
    private static final int MAX_QUEUED_DATA = 512;
    private static final int HANDSHAKE_MILLIS = 60_000;
    private static final int POLL_MILLIS = 10;
    private static final int TLS_HEADER = 5;
    private static final int TLS_HANDSHAKE = 22;
    private static final int GARBAGE_BYTES = 2048;

    /// In the queue: nothing comes after it. Nobody sends an empty array else.
    private static final byte[] END = new byte[0];

    /// Told on the reader thread how it goes.
    interface Listener {
        /// The client has come to a step below TLS.
        ///
        /// @return whether to go on; if not, the listener has seen to what happens instead
        boolean reached(AnswererStep step, SessionStream stream);

        void secured(String protocol, String cipher, List<String> serverNames);

        /// The array belongs to the listener.
        void received(byte[] bytes);

        /// Once, last.
        void ended(String how);
    }

    private final Socket raw;
    private final SSLContext tls;
    private final List<String> protocols;
    private final String name;
    private final boolean demands;
    private final Listener listener;
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>(MAX_QUEUED);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean cut = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private volatile long trickleNanos;
    private volatile @Nullable Thread writer;
    private volatile @Nullable Thread trickler;
    private volatile @Nullable String cause;

    /// @param demands whether the client must show a certificate
    /// @param name    of its threads
    SessionStream(Socket raw, SSLContext tls, List<String> protocols, boolean demands, String name, Listener listener) {
        this.demands = demands;
        this.raw = raw;
        this.tls = tls;
        this.protocols = protocols;
        this.name = name;
        this.listener = listener;
    }

    @Override
    public void start() {
        Thread.ofVirtual().name(name + "-reader").start(this::read);
    }

    @Override
    public void send(byte[] bytes) {
        if (bytes.length > 0 && !queue.offer(bytes)) {
            reset("the client does not read");
        }
    }

    @Override
    public void sendData(byte[] bytes) {
        if (queue.size() >= MAX_QUEUED_DATA || !queue.offer(bytes)) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void trickle(Duration pause) {
        trickleNanos = Math.max(1, pause.toNanos());
    }

    /// Sends what is queued, close_notify and FIN; a second later the connection is cut.
    @Override
    public void close(String why) {
        blame(why);
        if (writer == null || !queue.offer(END)) {
            cut(false);
        }
    }

    @Override
    public void reset(String why) {
        blame(why);
        cut(true);
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void blame(String why) {
        if (cause == null) {
            cause = why;
        }
    }

    private void cut(boolean withReset) {
        if (cut.compareAndSet(false, true)) {
            try {
                if (withReset) {
                    raw.setSoLinger(true, 0);
                }
            } catch (IOException alreadyClosed) {
                blame("closed");
            }
            closeQuietly();
        }
    }

    private void closeQuietly() {
        try {
            raw.close();
        } catch (IOException e) {
            // a socket that cannot be closed is gone
            blame("closed: " + e.getMessage());
        }
    }

    // ---- reader thread ----

    private void read() {
        String how = "closed by the client";
        try {
            raw.setTcpNoDelay(true);
            if (listener.reached(AnswererStep.TCP_ACCEPT, this)) {
                secure();
            } else {
                drain();
            }
        } catch (IOException e) {
            how = "broken: " + e.getMessage();
        } catch (RuntimeException e) {
            how = "broken by a fault of the answerer: " + e;
        } finally {
            interrupt(writer);
            interrupt(trickler);
            // the writer may be in the middle of a farewell; the client is gone anyhow
            closeQuietly();
            over.countDown();
            String own = cause;
            listener.ended(own == null ? how : own);
        }
    }

    private static void interrupt(@Nullable Thread thread) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void secure() throws IOException {
        if (!readClientHello()) {
            return;
        }
        if (!listener.reached(AnswererStep.TLS, this)) {
            drain();
            return;
        }
        raw.setSoTimeout(HANDSHAKE_MILLIS);
        SSLSocket secured = (SSLSocket)
                tls.getSocketFactory().createSocket(raw, new ByteArrayInputStream(early.toByteArray()), true);
        secured.setEnabledProtocols(protocols.toArray(String[]::new));
        secured.setNeedClientAuth(demands);
        secured.startHandshake();
        raw.setSoTimeout(0);
        Thread writing = Thread.ofVirtual().unstarted(() -> write(secured));
        writer = writing;
        writing.start();
        listener.secured(
                secured.getSession().getProtocol(), secured.getSession().getCipherSuite(), ServerNames.of(secured));
        InputStream in = secured.getInputStream();
        byte[] buffer = new byte[CHUNK];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            listener.received(Arrays.copyOf(buffer, n));
        }
    }

    /// Reads the first TLS record into `early`; false at the end of the stream.
    private boolean readClientHello() throws IOException {
        raw.setSoTimeout(HANDSHAKE_MILLIS);
        if (!fill(TLS_HEADER)) {
            return false;
        }
        byte[] header = early.toByteArray();
        if (header[0] != TLS_HANDSHAKE) {
            throw new IOException("the client does not speak TLS");
        }
        return fill(TLS_HEADER + IpPacket.get16(header, 3));
    }

    private boolean fill(int wanted) throws IOException {
        while (early.size() < wanted) {
            byte[] some = raw.getInputStream().readNBytes(wanted - early.size());
            if (some.length == 0) {
                return false;
            }
            early.write(some);
        }
        return true;
    }

    /// Waits while the condition holds, noticing when the client goes; what it sends meanwhile is kept.
    ///
    /// @return false when the client went
    boolean waitWhile(BooleanSupplier condition) {
        try {
            raw.setSoTimeout(POLL_MILLIS);
            byte[] buffer = new byte[CHUNK];
            while (condition.getAsBoolean()) {
                try {
                    int n = raw.getInputStream().read(buffer);
                    if (n < 0 || early.size() > 4 * CHUNK) {
                        return false;
                    }
                    early.write(buffer, 0, n);
                } catch (SocketTimeoutException nothingCame) {
                    // asked again
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Sends raw bytes below TLS, before there is any.
    void sendRaw(byte[] bytes) throws IOException {
        raw.getOutputStream().write(bytes);
    }

    /// Random bytes that are no TLS.
    void sendRawGarbage() throws IOException {
        byte[] garbage = new byte[GARBAGE_BYTES];
        new SecureRandom().nextBytes(garbage);
        garbage[0] = 0x2A;
        sendRaw(garbage);
    }

    /// A handshake record that takes for ever: its header at once, then a byte after each pause.
    void trickleRaw(Duration pause) {
        Thread trickling = Thread.ofVirtual().unstarted(() -> {
            try {
                byte[] start = {TLS_HANDSHAKE, 3, 3, 0x40, 0, 2, 0, 0x3F, (byte) 0xFC, 3, 3};
                int at = 0;
                while (true) {
                    sendRaw(new byte[] {at < start.length ? start[at] : 0x55});
                    at++;
                    Thread.sleep(pause);
                }
            } catch (IOException | InterruptedException e) {
                blame("ended while it trickled");
            }
        });
        trickler = trickling;
        trickling.start();
    }

    /// Orderly end before there is TLS.
    void finishRaw() throws IOException {
        raw.shutdownOutput();
    }

    private void drain() throws IOException {
        raw.setSoTimeout(0);
        byte[] buffer = new byte[CHUNK];
        int n = 0;
        while (n >= 0) {
            n = raw.getInputStream().read(buffer);
        }
    }

    // ---- writer thread ----

    private void write(SSLSocket secured) {
        try {
            OutputStream out = secured.getOutputStream();
            byte[] gathered = new byte[CHUNK];
            int filled = 0;
            byte[] next = queue.take();
            while (next.length > 0) {
                if (trickleNanos > 0) {
                    trickle(out, next);
                    next = queue.take();
                    continue;
                }
                if (next.length > CHUNK - filled) {
                    out.write(gathered, 0, filled);
                    filled = 0;
                }
                if (next.length > CHUNK) {
                    out.write(next);
                } else {
                    System.arraycopy(next, 0, gathered, filled, next.length);
                    filled += next.length;
                }
                byte[] more = queue.poll();
                if (more == null) {
                    out.write(gathered, 0, filled);
                    filled = 0;
                    more = queue.take();
                }
                next = more;
            }
            out.write(gathered, 0, filled);
            farewell(secured);
        } catch (IOException e) {
            blame("broken: " + e.getMessage());
            cut(false);
        } catch (InterruptedException e) {
            cut(false);
        }
    }

    private void trickle(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
        for (byte one : bytes) {
            out.write(one);
            TimeUnit.NANOSECONDS.sleep(trickleNanos);
        }
    }

    private void farewell(SSLSocket secured) throws IOException, InterruptedException {
        secured.shutdownOutput();
        if (!raw.isClosed() && !raw.isOutputShutdown()) {
            raw.shutdownOutput();
        }
        if (!awaitEnd(1_000)) {
            cut(false);
        }
    }
}
