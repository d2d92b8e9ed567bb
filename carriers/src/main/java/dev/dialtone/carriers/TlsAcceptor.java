package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/// The listening end of [Transport]s: TLS over TCP as a server.
public final class TlsAcceptor implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final SSLContext context;
    private final UnsentLimit unsent;
    private final boolean demands;
    private final ServerSocketChannel listening;

    /// A client that has connected; nothing has been said yet.
    public interface Incoming {
        InetSocketAddress remote();

        /// Shakes hands and carries, telling the listener as every transport does; returns at once.
        Transport take(Loop loop, Transport.Listener listener);
    }

    /// Listens from the return on; clients are asked for no certificate.
    public TlsAcceptor(InetSocketAddress listen, SSLContext context, UnsentLimit unsent) throws IOException {
        this(listen, context, unsent, false);
    }

    /// @param demands whether a client must show a certificate that the context trusts
    public TlsAcceptor(InetSocketAddress listen, SSLContext context, UnsentLimit unsent, boolean demands)
            throws IOException {
        this.context = context;
        this.unsent = unsent;
        this.demands = demands;
        this.listening = ServerSocketChannel.open();
        listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listening.bind(listen, BACKLOG);
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listening.getLocalAddress();
    }

    /// Hands on whoever connects, on the calling thread, until [#close].
    public void accept(Consumer<Incoming> to) throws IOException {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                to.accept(new Accepted(channel, (InetSocketAddress) channel.getRemoteAddress()));
            }
        } catch (ClosedChannelException e) {
            // that is how it ends
            return;
        }
    }

    private final class Accepted implements Incoming {
        private final SocketChannel channel;
        private final InetSocketAddress remote;

        private Accepted(SocketChannel channel, InetSocketAddress remote) {
            this.channel = channel;
            this.remote = remote;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public Transport take(Loop loop, Transport.Listener listener) {
            TlsTransport transport =
                    new TlsTransport(new TlsAccepting(channel, context, demands), unsent, loop, listener);
            transport.start();
            return transport;
        }
    }

    /// Listens no more; what was taken goes on. Safe to repeat.
    @Override
    public void close() throws IOException {
        listening.close();
    }
}
