package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Resolves a host and connects to the first of its addresses that answers; of several by a [ConnectRace].
final class TcpConnector {
    /// How long one address is tried.
    static final int CONNECT_MILLIS = 10_000;

    /// Of how many addresses an error tells.
    private static final int MOST_TOLD = 4;

    private final NameLookup names;
    private volatile @Nullable SocketChannel current;
    private volatile @Nullable ConnectRace race;
    private volatile boolean cancelled;

    /// Turns a name into addresses.
    @FunctionalInterface
    interface NameLookup {
        List<InetAddress> lookUp(String name) throws UnknownHostException;
    }

    TcpConnector(NameLookup names) {
        this.names = names;
    }

    List<InetAddress> resolve(String host) throws CarrierException {
        try {
            List<InetAddress> addresses = names.lookUp(host);
            if (!addresses.isEmpty()) {
                return addresses;
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw new CarrierException(Failure.retryable(868, Layer.DNS, "The name " + host + " could not be resolved.")
                .advise("Check the spelling, and that the name servers of this machine answer."));
    }

    /// @param addresses at least one
    SocketChannel connect(List<InetAddress> addresses, int port) throws CarrierException, IOException {
        return addresses.size() == 1
                ? connect(new InetSocketAddress(addresses.getFirst(), port))
                : firstOf(addresses, port);
    }

    private SocketChannel connect(InetSocketAddress remote) throws CarrierException, IOException {
        SocketChannel channel = SocketChannel.open();
        current = channel;
        try {
            if (cancelled) {
                throw new IOException("cancelled");
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(remote, CONNECT_MILLIS);
            return channel;
        } catch (IOException e) {
            channel.close();
            if (cancelled) {
                throw e;
            }
            throw new CarrierException(failureOf(e, remote));
        }
    }

    private SocketChannel firstOf(List<InetAddress> addresses, int port) throws CarrierException, IOException {
        List<Failure> failures = new ArrayList<>();
        ConnectRace running = new ConnectRace(
                addresses, port, CONNECT_MILLIS, (address, why) -> failures.add(failureOf(why, address)));
        race = running;
        if (cancelled) {
            running.cancel();
        }
        SocketChannel winner = running.run();
        if (winner == null) {
            throw new CarrierException(ofAll(failures));
        }
        current = winner;
        if (cancelled) {
            winner.close();
            throw new IOException("cancelled");
        }
        return winner;
    }

    /// What the first said, which most will want to know, and the others after it.
    private static Failure ofAll(List<Failure> failures) {
        Failure first = failures.getFirst();
        String reasons = failures.stream().limit(MOST_TOLD).map(Failure::reason).collect(Collectors.joining(" "));
        return new Failure(first.error(), first.layer(), reasons, null, null, first.advice(), true);
    }

    /// Ends a connect in progress, and the connection it made. Callable from any thread.
    void cancel() {
        cancelled = true;
        ConnectRace running = race;
        if (running != null) {
            running.cancel();
        }
        SocketChannel channel = current;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // closed all the same
                return;
            }
        }
    }

    /// Why a connection was not made.
    static Failure failureOf(IOException e, InetSocketAddress remote) {
        String where = HostNames.isLiteral(remote.getAddress().getHostAddress())
                ? remote.getAddress().getHostAddress() + " port " + remote.getPort()
                : remote.toString();
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (e instanceof SocketTimeoutException || message.contains("timed out")) {
            return Failure.retryable(809, Layer.TCP, where + " did not answer.")
                    .advise("The server is off, or a firewall drops TCP to this port.");
        }
        if (e instanceof NoRouteToHostException || message.contains("unreachable") || message.contains("no route")) {
            return Failure.retryable(769, Layer.TCP, where + " cannot be reached: " + e.getMessage() + ".");
        }
        if (e instanceof ConnectException && message.contains("refused")) {
            return Failure.retryable(808, Layer.TCP, where + ": Connection refused.")
                    .advise("The machine is there, but nothing listens on this port.");
        }
        return Failure.retryable(808, Layer.TCP, where + ": " + e.getMessage() + ".");
    }
}
