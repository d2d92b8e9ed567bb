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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Resolves a host and connects to the first of its addresses that answers, in the order given.
final class TcpConnector {
    /// How long one address is tried.
    static final int CONNECT_MILLIS = 10_000;

    private final NameLookup names;
    private volatile @Nullable SocketChannel current;
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

    SocketChannel connect(List<InetAddress> addresses, int port) throws CarrierException, IOException {
        @Nullable Failure failure = null;
        for (InetAddress address : addresses) {
            InetSocketAddress remote = new InetSocketAddress(address, port);
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
                failure = failureOf(e, remote);
            }
        }
        throw new CarrierException(
                failure != null ? failure : Failure.retryable(868, Layer.DNS, "There is no address to connect to."));
    }

    /// Ends a connect in progress, and the connection it made. Callable from any thread.
    void cancel() {
        cancelled = true;
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
