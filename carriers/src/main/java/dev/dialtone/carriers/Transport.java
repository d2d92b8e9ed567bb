package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A protected byte stream to one server: TCP and TLS in production, a plain pipe in the simulator. Pure machines sit
/// above it; name resolution, sockets and certificates are below.
public interface Transport {

    /// Queues plain bytes to be sent, whole and in order. Callable from any thread; never blocks.
    void send(byte[] buffer, int offset, int length);

    /// Writes plain bytes now, whole, behind what is being written and what [#send] waits with, not behind what
    /// others
    /// will write. Blocks while the carrier is full: not for the loop. Without effect once the stream is closed.
    void write(byte[] buffer, int offset, int length);

    /// How much may wait in the carrier to be sent; [#write] blocks beyond that.
    ///
    /// @param bytes as [dev.dialtone.core.PacketLink#holdAtMost]
    default void holdAtMost(int bytes) {}

    /// Sends what is queued, then ends the stream (TLS close_notify, FIN); at most 1 s, then cuts. Then
    /// [Listener#closed]. Safe to repeat.
    void close();

    /// Cuts at once. Then [Listener#closed].
    void abort();

    /// Told how the stream goes. [#established], [#failed] and [#closed] run on the loop given at opening; received
    /// bytes come on the transport's own reader thread, one call at a time.
    interface Listener {
        void established(Peer peer);

        /// Bytes in order; the array belongs to the transport again after the return.
        void received(byte[] buffer, int offset, int length);

        /// It could not be established, or broke. At most once.
        void failed(Failure failure);

        /// The peer ended the stream orderly or [Transport#close()]/[Transport#abort()] is done. Once, last.
        void closed();
    }

    /// Who answered.
    ///
    /// @param remote the other end of our socket: the proxy's when there is one
    /// @param chain  what a server sent, its own certificate first; empty only for a client
    /// @param proxy  what the way leads through; null for none
    record Peer(
            InetSocketAddress local,
            InetSocketAddress remote,
            String protocol,
            String cipher,
            List<X509Certificate> chain,
            @Nullable ProxyUse proxy) {
        public Peer {
            chain = List.copyOf(chain);
        }

        /// Without a proxy.
        public Peer(
                InetSocketAddress local,
                InetSocketAddress remote,
                String protocol,
                String cipher,
                List<X509Certificate> chain) {
            this(local, remote, protocol, cipher, chain, null);
        }
    }

    /// Where to and whom to trust.
    ///
    /// @param host       name or address literal to connect to
    /// @param port       1..65535
    /// @param serverName name the certificate must carry and SNI asks for (no SNI for a literal); null means host
    /// @param trust      certificates to trust instead of the system's; empty for the system's
    /// @param pin        SHA-256 of a certificate (its DER, 64 hexadecimal digits) that its user trusts
    ///                   although it does
    ///                   not verify; empty for none
    /// @param proxy      what to go through
    /// @param client     what to show a server that asks for a certificate; null for none
    record Target(
            String host,
            int port,
            @Nullable String serverName,
            List<X509Certificate> trust,
            String pin,
            ProxyChoice proxy,
            @Nullable ClientIdentity client) {
        public Target {
            trust = List.copyOf(trust);
        }

        /// Without a certificate of the client's.
        public Target(
                String host,
                int port,
                @Nullable String serverName,
                List<X509Certificate> trust,
                String pin,
                ProxyChoice proxy) {
            this(host, port, serverName, trust, pin, proxy, null);
        }

        /// Without a pin and without a proxy.
        public Target(String host, int port, @Nullable String serverName, List<X509Certificate> trust) {
            this(host, port, serverName, trust, "", ProxyChoice.NONE);
        }
    }

    /// Opens transports: a port of the manager.
    interface Opener {
        /// Starts to resolve, connect and shake hands, and returns at once.
        Transport open(Target target, dev.dialtone.core.Loop loop, Listener listener);

        /// Who looks at what lies below the transports; empty when nothing does, as in the simulator.
        default Optional<Scout> scout() {
            return Optional.empty();
        }

        /// The proxy that the way to a server would lead through, without going there.
        default Optional<ProxyAddress> proxyOf(String host, int port, ProxyChoice choice) {
            return Optional.empty();
        }
    }
}
