package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpSocketsTest {
    private static final int LITTLE = 16 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void limitUnsent_holdsLittleInTheSocket_andNoLimitMore(String loopback) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(loopback), 0);
        try (ServerSocketChannel listening = ServerSocketChannel.open()
                        .setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024)
                        .bind(any);
                SocketChannel client = SocketChannel.open(listening.getLocalAddress());
                SocketChannel server = listening.accept()) {
            InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
            InetSocketAddress remote = (InetSocketAddress) client.getRemoteAddress();
            client.configureBlocking(false);
            assertThat(TcpSockets.limitUnsent(local, remote, LITTLE)).isTrue();
            int little = fill(client);
            assertThat(TcpSockets.limitUnsent(local, remote, -1)).isTrue();
            int more = fill(client);
            // what was sent before nobody reads is in the first
            assertThat(more).isGreaterThan(little);
            assertThat(server.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void limitUnsent_ofNoConnection_isFalse(String loopback) {
        InetAddress address = InetAddress.ofLiteral(loopback);
        assertThat(TcpSockets.limitUnsent(new InetSocketAddress(address, 1), new InetSocketAddress(address, 2), LITTLE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void pathMtu_ofTheLoopbackIsItsLinks_ofNoConnectionIsUnknown(String loopback) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(loopback), 0);
        try (ServerSocketChannel listening = ServerSocketChannel.open().bind(any);
                SocketChannel client = SocketChannel.open(listening.getLocalAddress())) {
            InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
            InetSocketAddress remote = (InetSocketAddress) client.getRemoteAddress();
            // the loopback's own MTU is one more than an IPv4 packet can have
            assertThat(TcpSockets.pathMtu(local, remote)).hasValue(loopback.contains(":") ? 65_536 : 65_535);
            assertThat(TcpSockets.pathMtu(remote, new InetSocketAddress(loopback, 1)))
                    .isEmpty();
        }
    }

    /// Writes until the socket takes no more.
    private static int fill(SocketChannel channel) throws IOException {
        int all = 0;
        while (true) {
            int written = channel.write(ByteBuffer.allocate(1024));
            if (written == 0) {
                return all;
            }
            all += written;
        }
    }
}
