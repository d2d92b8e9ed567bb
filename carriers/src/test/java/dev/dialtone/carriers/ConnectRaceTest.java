package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// On addresses of the loopback: 127.0.0.n are all this machine.
@Timeout(30)
class ConnectRaceTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress THREE = InetAddress.ofLiteral("127.0.0.3");
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::6");
    private static final InetAddress SEVEN = InetAddress.ofLiteral("2001:db8::7");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TcpConnector connector = new TcpConnector(name -> List.of());

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private int listen(InetAddress at, int port) throws IOException {
        ServerSocket server = new ServerSocket(port, 50, at);
        open.add(server);
        return server.getLocalPort();
    }

    /// An address whose listener takes no more: its kernel drops what comes, as a firewall does.
    private void fillUp(InetAddress at, int port) throws IOException {
        ServerSocket full = new ServerSocket(port, 1, at);
        open.add(full);
        for (int i = 0; i < 3; i++) {
            SocketChannel waiting = SocketChannel.open();
            open.add(waiting);
            waiting.configureBlocking(false);
            var unused = waiting.connect(new InetSocketAddress(at, port));
        }
    }

    private InetAddress connected(SocketChannel channel) throws IOException {
        open.add(channel);
        assertThat(channel.isBlocking()).isTrue();
        assertThat(channel.isConnected()).isTrue();
        return ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
    }

    @Test
    void families_takeTurnsBeginningWithTheFirst() {
        assertThat(ConnectRace.interleaved(List.of(SIX, SEVEN, ONE, TWO, THREE)))
                .containsExactly(SIX, ONE, SEVEN, TWO, THREE);
        assertThat(ConnectRace.interleaved(List.of(ONE, TWO, SIX))).containsExactly(ONE, SIX, TWO);
    }

    @Test
    void firstRefuses_nextIsTriedAtOnce() throws Exception {
        int port = listen(TWO, 0);
        long begin = System.nanoTime();
        assertThat(connected(connector.connect(List.of(ONE, TWO), port))).isEqualTo(TWO);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void firstIsSilent_nextOvertakesIt() throws Exception {
        int port = listen(TWO, 0);
        fillUp(ONE, port);
        long begin = System.nanoTime();
        assertThat(connected(connector.connect(List.of(ONE, TWO), port))).isEqualTo(TWO);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("a head start, and long before the first is given up")
                .isBetween(ConnectRace.CONNECTION_ATTEMPT_DELAY, Duration.ofMillis(TcpConnector.CONNECT_MILLIS / 2));
    }

    @Test
    void firstAnswers_othersAreNotTried() throws Exception {
        int port = listen(ONE, 0);
        ServerSocket other = new ServerSocket(port, 50, TWO);
        open.add(other);
        assertThat(connected(connector.connect(List.of(ONE, TWO), port))).isEqualTo(ONE);
        other.setSoTimeout(100);
        assertThatExceptionOfType(java.net.SocketTimeoutException.class).isThrownBy(other::accept);
    }

    @Test
    void allRefuse_tellsOfEach_E2() throws Exception {
        int port = listen(THREE, 0);
        CarrierException failed =
                catchThrowableOfType(CarrierException.class, () -> connector.connect(List.of(ONE, TWO), port));
        assertThat(failed.failure().error()).isEqualTo(808);
        assertThat(failed.failure().retryable()).isTrue();
        assertThat(failed.failure().reason())
                .isEqualTo("127.0.0.1 port " + port + ": Connection refused. 127.0.0.2 port " + port
                        + ": Connection refused.");
    }

    @Test
    void allSilent_cancelEndsItAtOnce() throws Exception {
        int port = listen(THREE, 0);
        fillUp(ONE, port);
        fillUp(TWO, port);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                ended.completeExceptionally(new AssertionError(connector.connect(List.of(ONE, TWO), port)));
            } catch (CarrierException | IOException e) {
                ended.complete(e);
            }
        });
        connector.cancel();
        assertThat(ended.get(5, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cancelled");
    }
}
