package dev.dialtone.carriers;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connects to the first of several addresses that answers: the families take turns, each attempt begins a while
/// after the one before, or at once when that failed, and goes on beside it. So a host whose IPv6 leads nowhere
/// costs a quarter of a second. SPEC [RFC 8305 §4, §5].
///
/// One thread runs the race; [#cancel] from any.
final class ConnectRace {
    /// RFC 8305 §5, its recommended value.
    static final Duration CONNECTION_ATTEMPT_DELAY = Duration.ofMillis(250);

    private final Deque<InetSocketAddress> waiting;
    private final List<SocketChannel> running = new ArrayList<>();
    private final long limitMillis;
    private final Failed failed;
    private @Nullable Selector selector;
    private boolean cancelled;

    /// Hears of each address that did not connect.
    @FunctionalInterface
    interface Failed {
        void at(InetSocketAddress address, IOException why);
    }

    /// @param addresses   in the order of preference (RFC 6724), as the system's resolver gives them
    /// @param limitMillis how long each is tried
    ConnectRace(List<InetAddress> addresses, int port, long limitMillis, Failed failed) {
        this.waiting = new ArrayDeque<>(interleaved(addresses).stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList());
        this.limitMillis = limitMillis;
        this.failed = failed;
    }

    /// SPEC [RFC 8305 §4]: the family of the first address, then the other, in turn; the order within each stays.
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        Deque<InetAddress> first = new ArrayDeque<>();
        Deque<InetAddress> other = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            boolean same = isIpv4(address) == isIpv4(addresses.getFirst());
            (same ? first : other).add(address);
        }
        List<InetAddress> mixed = new ArrayList<>(addresses.size());
        while (!first.isEmpty() || !other.isEmpty()) {
            if (!first.isEmpty()) {
                mixed.add(first.remove());
            }
            if (!other.isEmpty()) {
                mixed.add(other.remove());
            }
        }
        return mixed;
    }

    private static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    /// @return a connected channel in blocking mode, or null when no address answered
    /// @throws IOException when it was cancelled, or the machine allows no socket
    @Nullable
    SocketChannel run() throws IOException {
        SocketChannel winner = null;
        try (Selector opened = open()) {
            winner = race(opened);
        } finally {
            closeAllBut(winner);
        }
        if (winner != null) {
            // only after its selector is closed
            winner.configureBlocking(true);
        }
        return winner;
    }

    private synchronized Selector open() throws IOException {
        Selector opened = Selector.open();
        selector = opened;
        return opened;
    }

    private @Nullable SocketChannel race(Selector ready) throws IOException {
        long next = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (!waiting.isEmpty() && (running.isEmpty() || now - next >= 0)) {
                next = now + CONNECTION_ATTEMPT_DELAY.toNanos();
                SocketChannel at = begin(ready, waiting.remove(), now);
                if (at != null) {
                    return at;
                }
                continue;
            }
            if (running.isEmpty()) {
                return null;
            }
            ready.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(untilNextEvent(ready, next, now)) + 1));
            if (isCancelled()) {
                throw new IOException("cancelled");
            }
            int before = running.size();
            long then = System.nanoTime();
            SocketChannel connected = look(ready, then);
            if (connected != null) {
                return connected;
            }
            if (running.size() < before) {
                next = then;
            }
        }
    }

    private long untilNextEvent(Selector ready, long next, long now) {
        long least = waiting.isEmpty() ? Long.MAX_VALUE : next - now;
        for (SelectionKey key : ready.keys()) {
            if (key.isValid()) {
                least = Math.min(least, ((Attempt) key.attachment()).deadlineNanos() - now);
            }
        }
        return least;
    }

    private record Attempt(InetSocketAddress address, long deadlineNanos) {}

    /// @return the channel when it connected at once, as it may on the loopback
    private @Nullable SocketChannel begin(Selector ready, InetSocketAddress address, long now) throws IOException {
        SocketChannel channel = SocketChannel.open();
        synchronized (this) {
            if (cancelled) {
                channel.close();
                throw new IOException("cancelled");
            }
            running.add(channel);
        }
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                return channel;
            }
            long deadline = now + TimeUnit.MILLISECONDS.toNanos(limitMillis);
            channel.register(ready, SelectionKey.OP_CONNECT, new Attempt(address, deadline));
        } catch (IOException e) {
            drop(channel, address, e);
        }
        return null;
    }

    private @Nullable SocketChannel look(Selector ready, long now) throws IOException {
        for (SelectionKey key : List.copyOf(ready.keys())) {
            SocketChannel channel = (SocketChannel) key.channel();
            Attempt attempt = (Attempt) key.attachment();
            if (!key.isValid()) {
                continue;
            }
            try {
                if (key.isConnectable() && channel.finishConnect()) {
                    return channel;
                }
                if (now - attempt.deadlineNanos() >= 0) {
                    throw new SocketTimeoutException("Connect timed out");
                }
            } catch (IOException e) {
                drop(channel, attempt.address(), e);
            }
        }
        ready.selectedKeys().clear();
        return null;
    }

    private void drop(SocketChannel channel, InetSocketAddress address, IOException why) throws IOException {
        synchronized (this) {
            running.remove(channel);
        }
        channel.close();
        if (isCancelled()) {
            throw new IOException("cancelled", why);
        }
        failed.at(address, why);
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    /// Ends it; the run, if there is one, ends with an exception.
    synchronized void cancel() {
        cancelled = true;
        if (selector != null) {
            selector.wakeup();
        }
    }

    private synchronized void closeAllBut(@Nullable SocketChannel winner) throws IOException {
        for (SocketChannel channel : running) {
            if (channel != winner) {
                channel.close();
            }
        }
        running.clear();
    }
}
