package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpScoutTest extends TlsTransportRig {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Scout scout = new TlsOpener().scout().orElseThrow();

    @Test
    void literal_isItself() {
        assertThat(scout.lookUp("127.0.0.9", SOON))
                .isEqualTo(new Scout.Names.Found(List.of(InetAddress.ofLiteral("127.0.0.9"))));
    }

    @Test
    void name_isAllItsAddresses() {
        List<InetAddress> two = List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
        assertThat(new TcpScout(_ -> two).lookUp("vpn.example.", SOON)).isEqualTo(new Scout.Names.Found(two));
    }

    @Test
    void nameThatIsNone_is868() {
        Scout nobody = new TcpScout(name -> {
            throw new UnknownHostException(name);
        });
        assertThat(nobody.lookUp("vpn.example", SOON)).isInstanceOfSatisfying(Scout.Names.NotFound.class, none -> {
            assertThat(none.failure().error()).isEqualTo(868);
            assertThat(none.failure().reason()).contains("vpn.example");
        });
    }

    @Test
    void nameServerThatDoesNotAnswer_isWaitedForNoLongerThanTheLimit() {
        CountDownLatch answered = new CountDownLatch(1);
        Scout slow = new TcpScout(_ -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(LOOPBACK);
        });
        assertThat(slow.lookUp("vpn.example", Duration.ofMillis(50)))
                .isInstanceOfSatisfying(Scout.Names.NotFound.class, none -> {
                    assertThat(none.failure().reason()).contains("no name server answers");
                    assertThat(none.failure().retryable()).isTrue();
                });
        answered.countDown();
    }

    @Test
    void tlsServer_isOpenAndAnswersWithTls() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        assertThat(scout.knock(LOOPBACK, port, SOON)).isInstanceOf(Scout.Knock.Open.class);
        byte[] first = scout.greet(LOOPBACK, serve(named, TlsTransportRig::echo), SOON);
        assertThat(Scout.isTls(first)).isTrue();
    }

    @Test
    void serverThatSpeaksFirst_isHeard() throws Exception {
        int port = servePlain(socket -> socket.getOutputStream().write(ascii("SSH-2.0-OpenSSH_9.2\r\n")));
        assertThat(scout.knock(LOOPBACK, port, SOON))
                .isInstanceOfSatisfying(
                        Scout.Knock.Spoke.class,
                        spoke -> assertThat(spoke.first()).isEqualTo(ascii("SSH-2.0-OpenSSH_9.2\r\n")));
    }

    @Test
    void serverThatAnswersWithSomethingElse_isHeard() throws Exception {
        int port = servePlain(socket -> {
            var unused = socket.getInputStream().read(new byte[1024]);
            socket.getOutputStream().write(ascii("HTTP/1.1 400 Bad Request\r\n"));
        });
        byte[] first = scout.greet(LOOPBACK, port, SOON);
        assertThat(first).isEqualTo(ascii("HTTP/1.1 400 Bad Request\r\n"));
        assertThat(Scout.isTls(first)).isFalse();
    }

    @Test
    void closedPort_is808() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 4, LOOPBACK)) {
            port = server.getLocalPort();
        }
        assertThat(scout.knock(LOOPBACK, port, SOON))
                .isInstanceOfSatisfying(
                        Scout.Knock.Closed.class,
                        closed -> assertThat(closed.failure().error()).isEqualTo(808));
        assertThat(scout.greet(LOOPBACK, port, SOON)).isEmpty();
    }
}
