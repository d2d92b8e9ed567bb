package dev.dialtone.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A TCP relay on the loopback that is as far away as it is told: whatever is read on one side is written
/// on the other after a fixed delay, in order, and nothing passes before one round trip after the
/// connection (SYN and SYN-ACK have to travel too, which a relay's own accept hides). It can also freeze
/// and cut.
///
/// Each way of each connection holds at most 4 MiB in flight; then it reads no further, as a full pipe
/// would not. Safe for use by several threads.
public final class DelayLink implements AutoCloseable {
    private static final long ACCEPT_PAUSE_NANOS = 10_000_000;

    private final InetSocketAddress target;
    private final long oneWayNanos;
    private final ServerSocket listening;
    private final List<RelayedConnection> connections = new ArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong bytesUp = new AtomicLong();
    private final AtomicLong bytesDown = new AtomicLong();
    private final AtomicLong chunksUp = new AtomicLong();
    private final AtomicLong chunksDown = new AtomicLong();
    private volatile boolean frozen;

    /// What passed so far; up is towards the target, and a chunk is what one read gave.
    public record Counters(long connections, long bytesUp, long bytesDown, long chunksUp, long chunksDown) {}

    private DelayLink(InetSocketAddress target, Duration oneWay) throws IOException {
        this.target = target;
        this.oneWayNanos = oneWay.toNanos();
        this.listening = new ServerSocket();
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 256);
    }

    /// Listens on `127.0.0.1` from the return on.
    ///
    /// @param oneWay delay each way: half a round trip
    public static DelayLink to(InetSocketAddress target, Duration oneWay) {
        try {
            DelayLink link = new DelayLink(target, oneWay);
            Thread.ofVirtual().name("delay-accept").start(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    public int port() {
        return listening.getLocalPort();
    }

    public Counters counters() {
        return new Counters(accepted.get(), bytesUp.get(), bytesDown.get(), chunksUp.get(), chunksDown.get());
    }

    /// Nothing passes any more, either way, until [#thaw]; nothing is lost, the connections stay.
    public synchronized void freeze() {
        frozen = true;
    }

    public synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    /// Resets every connection there is; new ones are taken.
    public void cut() {
        List<RelayedConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
        }
        all.forEach(RelayedConnection::cut);
    }

    /// Stops listening and resets every connection. Safe to repeat.
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the listening socket does not close", e);
        } finally {
            thaw();
            cut();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                accepted.incrementAndGet();
                RelayedConnection connection = new RelayedConnection(this, client);
                synchronized (this) {
                    connections.add(connection);
                }
                connection.start(target);
            } catch (IOException e) {
                // closed, or out of descriptors, which a moment may mend
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    // ---- for the connections ----

    long oneWayNanos() {
        return oneWayNanos;
    }

    void passed(boolean up, int bytes) {
        (up ? bytesUp : bytesDown).addAndGet(bytes);
        (up ? chunksUp : chunksDown).incrementAndGet();
    }

    void awaitThaw() throws InterruptedException {
        if (frozen) {
            synchronized (this) {
                while (frozen) {
                    wait();
                }
            }
        }
    }

    synchronized void over(RelayedConnection connection) {
        connections.remove(connection);
    }
}
