package dev.dialtone.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One TCP connection through a [DelayLink]: four virtual threads, a reader and a writer each way.
final class RelayedConnection {
    private static final int CHUNK = 16 * 1024;
    private static final int MAX_CHUNKS = 256;
    /// @param bytes none for the end of the stream
    private record Due(long nanos, byte[] bytes) {}

    private final DelayLink link;
    private final Socket client;
    private final Socket server = new Socket();
    private final long accepted = System.nanoTime();
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicInteger waysOpen = new AtomicInteger(2);

    RelayedConnection(DelayLink link, Socket client) {
        this.link = link;
        this.client = client;
    }

    void start(InetSocketAddress target) {
        Thread.ofVirtual().name("delay-up").start(() -> {
            try {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                server.connect(target);
                way(server, client, false);
                way(client, server, true);
            } catch (IOException e) {
                cut();
            }
        });
    }

    private void way(Socket from, Socket to, boolean up) {
        BlockingQueue<Due> flight = new LinkedBlockingQueue<>(MAX_CHUNKS);
        Thread.ofVirtual().name("delay-writer").start(() -> write(flight, to));
        Thread.ofVirtual().name("delay-reader").start(() -> read(from, flight, up));
    }

    private void read(Socket from, BlockingQueue<Due> flight, boolean up) {
        try {
            byte[] buffer = new byte[CHUNK];
            int n = 0;
            while (n >= 0) {
                n = from.getInputStream().read(buffer);
                // the client's first bytes could not leave before the SYN-ACK was back
                long left = Math.max(System.nanoTime(), accepted + 2 * link.oneWayNanos());
                byte[] bytes = Arrays.copyOf(buffer, Math.max(0, n));
                flight.put(new Due(left + link.oneWayNanos(), bytes));
                if (n > 0) {
                    link.passed(up, n);
                }
            }
        } catch (IOException e) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(BlockingQueue<Due> flight, Socket to) {
        try {
            while (true) {
                Due next = flight.poll(1, TimeUnit.SECONDS);
                if (next == null) {
                    if (cut.get()) {
                        return;
                    }
                    continue;
                }
                for (long wait = next.nanos() - System.nanoTime(); wait > 0; wait = next.nanos() - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                link.awaitThaw();
                if (next.bytes().length == 0) {
                    to.shutdownOutput();
                    break;
                }
                to.getOutputStream().write(next.bytes());
            }
            if (waysOpen.decrementAndGet() == 0) {
                close(false);
            }
        } catch (IOException e) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Resets both sides.
    void cut() {
        close(true);
    }

    private void close(boolean withReset) {
        if (!cut.compareAndSet(false, true)) {
            return;
        }
        for (Socket socket : new Socket[] {client, server}) {
            try {
                if (withReset) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException gone) {
                // what cannot be closed is closed
            }
        }
        link.over(this);
    }
}
