package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Dials through proxies of this test, well-behaved ones and others.
class ProxyConnectingTest extends TlsTransportRig {
    private static final String PROXY_NAME = "proxy.example.test";
    private static final String CHALLENGE = "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Digest realm=\"r\","
            + " nonce=\"abc\", qop=\"auth\", algorithm=SHA-256\r\nContent-Length: 2\r\n\r\nno";

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final List<String> looked = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// Each connection in turn has its conversation; the last one has all that follow too.
    private ProxyAddress proxy(PlainConversation... conversations) throws IOException {
        ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            int number = 0;
            try {
                while (true) {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    PlainConversation conversation = conversations[Math.min(number++, conversations.length - 1)];
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            conversation.with(socket);
                        } catch (Exception e) {
                            // what counts is what the client reports
                            return;
                        }
                    });
                }
            } catch (IOException e) {
                // the test is over
                return;
            }
        });
        return new ProxyAddress(PROXY_NAME, server.getLocalPort());
    }

    private String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        requests.add(head.toString());
        return head.toString();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private PlainConversation answering(String text) {
        return socket -> {
            head(socket);
            say(socket, text);
            awaitEnd(socket);
        };
    }

    private static void awaitEnd(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            Thread.onSpinWait();
        }
    }

    private PlainConversation tunnelTo(int port) {
        return socket -> {
            head(socket);
            say(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
            Socket there = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(there);
            Thread.ofVirtual().start(() -> copy(there, socket));
            copy(socket, there);
        };
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the other way ended it
            return;
        }
    }

    private static ProxyAccess access() {
        return new ProxyAccess("ann", Secret.ofChars("geheim".toCharArray()), Set.of(ProxyScheme.DIGEST));
    }

    private Transport through(ProxyChoice choice, ProxyEnvironment environment, String host, int port) {
        TlsOpener opener = new TlsOpener(
                name -> {
                    looked.add(name);
                    return List.of(InetAddress.getLoopbackAddress());
                },
                UnsentLimit.NONE,
                environment);
        Transport transport = opener.open(
                new Transport.Target(host, port, null, List.of(authority.certificate()), "", choice), loop, listener);
        open.add(transport::abort);
        return transport;
    }

    private Transport through(ProxyAddress proxy, int port) {
        return through(new ProxyChoice.Named(proxy, access()), ProxyEnvironment.EMPTY, NAME, port);
    }

    private Failure failureThrough(PlainConversation... conversations) throws Exception {
        through(proxy(conversations), 443);
        Failure failure = listener.awaitFailure();
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("failed", "closed");
        assertThat(failure.reason()).contains("http://" + PROXY_NAME);
        return failure;
    }

    @Test
    void tunnel_carriesTls_andTheProxyLooksTheServerUp() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        ProxyAddress proxy = proxy(tunnelTo(port));
        Transport transport = through(proxy, port);

        Transport.Peer peer = listener.peer.get(20, TimeUnit.SECONDS);
        assertThat(peer.remote().getPort()).isEqualTo(proxy.port());
        assertThat(peer.proxy()).isEqualTo(new ProxyUse(proxy, null));
        assertThat(peer.chain()).containsExactly(named.certificate());
        transport.send(ascii("hello"), 0, 5);
        assertThat(listener.awaitText(5)).isEqualTo("hello");
        assertThat(looked).containsExactly(PROXY_NAME);
        assertThat(requests)
                .containsExactly("CONNECT " + NAME + ":" + port + " HTTP/1.1\r\nHost: " + NAME + ":" + port
                        + "\r\nSSTPVERSION: 1.0\r\n\r\n");
        transport.close();
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("established", "closed");
    }

    @Test
    void challenge_isAnsweredOverAConnectionOfItsOwn() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        ProxyAddress proxy = proxy(answering(CHALLENGE), tunnelTo(port));
        through(proxy, port);

        assertThat(listener.peer.get(20, TimeUnit.SECONDS).proxy()).isEqualTo(new ProxyUse(proxy, ProxyScheme.DIGEST));
        assertThat(requests).hasSize(2);
        assertThat(requests.getLast()).contains("Proxy-Authorization: Digest username=\"ann\"", "nonce=\"abc\"");
    }

    @Test
    void environment_namesTheProxyAndWhoIsReachedWithout() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        ProxyAddress proxy = proxy(tunnelTo(port));
        ProxyChoice choice = new ProxyChoice.AsEnvironment(ProxyAccess.NONE);
        ProxyEnvironment all = ProxyEnvironment.of(Map.of("https_proxy", proxy.toString()));
        through(choice, all, NAME, port);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).remote().getPort()).isEqualTo(proxy.port());

        ProxyEnvironment exempt =
                ProxyEnvironment.of(Map.of("https_proxy", proxy.toString(), "no_proxy", ".example.test"));
        TlsOpener opener = new TlsOpener(_ -> List.of(), UnsentLimit.NONE, exempt);
        assertThat(opener.proxyOf(NAME, port, choice)).isEmpty();
        assertThat(opener.proxyOf("vpn.example.org", port, choice)).contains(proxy);
        assertThat(opener.proxyOf("vpn.example.org", port, ProxyChoice.NONE)).isEmpty();
    }

    @Test
    void silentProxy_abortClosesAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Transport transport = through(
                proxy(socket -> {
                    head(socket);
                    asked.countDown();
                    awaitEnd(socket);
                }),
                443);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        transport.abort();
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("closed");
    }

    @Test
    void silentProxy_endsAfterTheLimit() throws Exception {
        assertLimited(ProxyConnectingTest::awaitEnd);
    }

    @Test
    void aByteNowAndThen_endsAfterTheSameLimit() throws Exception {
        assertLimited(socket -> {
            say(socket, "HTTP/1.1 200 OK\r\nA: ");
            socket.setSoTimeout(50);
            while (true) {
                say(socket, "b");
                try {
                    if (socket.getInputStream().read() < 0) {
                        return;
                    }
                } catch (SocketTimeoutException e) {
                    // that was the pause
                    continue;
                }
            }
        });
    }

    private void assertLimited(PlainConversation conversation) throws Exception {
        ProxyAddress proxy = proxy(socket -> {
            head(socket);
            conversation.with(socket);
        });
        TcpConnector tcp = new TcpConnector(_ -> List.of());
        ProxyConnector connector =
                new ProxyConnector(tcp, new ProxyWay(proxy, ProxyAccess.NONE), "vpn.example.test:443", LIMIT.toNanos());
        long begun = System.nanoTime();
        assertThatThrownBy(() -> connector.connect(List.of(InetAddress.getLoopbackAddress())))
                .isInstanceOfSatisfying(CarrierException.class, e -> {
                    assertThat(e.failure().error()).isEqualTo(809);
                    assertThat(e.failure().layer()).isEqualTo(Layer.PROXY);
                    assertThat(e.failure().retryable()).isTrue();
                });
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
        tcp.cancel();
    }

    @Test
    void endlessHead_fails808() throws Exception {
        Failure failure = failureThrough(socket -> {
            head(socket);
            OutputStream out = socket.getOutputStream();
            out.write(ascii("HTTP/1.1 200 OK\r\n"));
            while (true) {
                out.write(ascii("X-More: and more\r\n"));
            }
        });
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.layer()).isEqualTo(Layer.PROXY);
        assertThat(failure.reason()).contains("more than 128 lines");
    }

    @Test
    void garbage_fails808() throws Exception {
        Failure failure = failureThrough(answering("SSH-2.0-OpenSSH_9.2\r\n"));
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.reason()).contains("does not answer as a proxy");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void endWithoutAnAnswer_fails619() throws Exception {
        Failure failure = failureThrough(this::head);
        assertThat(failure.error()).isEqualTo(619);
        assertThat(failure.layer()).isEqualTo(Layer.PROXY);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void reset_fails619() throws Exception {
        Failure failure = failureThrough(socket -> {
            head(socket);
            say(socket, "HTTP/1.1 200");
            socket.setSoLinger(true, 0);
        });
        assertThat(failure.error()).isEqualTo(619);
        assertThat(failure.layer()).isEqualTo(Layer.PROXY);
    }

    @Test
    void challengesWithoutEnd_areAnsweredOnce_E3() throws Exception {
        Failure failure = failureThrough(answering(CHALLENGE));
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.peerCode()).isEqualTo("HTTP 407");
        assertThat(failure.peerText()).isEqualTo("Who are you");
        assertThat(failure.retryable()).isFalse();
        assertThat(requests).hasSize(2);
    }

    @Test
    void endAfterSuccess_fails619NamingTheProxy() throws Exception {
        Failure failure = failureThrough(socket -> {
            head(socket);
            say(socket, "HTTP/1.1 200 OK\r\n\r\n");
            assertThat(socket.getInputStream().read(new byte[4096])).isPositive();
        });
        assertThat(failure.error()).isEqualTo(619);
        assertThat(failure.layer()).isEqualTo(Layer.TLS);
    }

    @Test
    void anotherServersCertificate_fails801NamingTheProxy() throws Exception {
        int port = serve(TestCertificates.server(authority, "other.example.test"), TlsTransportRig::echo);
        Failure failure = failureThrough(tunnelTo(port));
        assertThat(failure.error()).isEqualTo(801);
        assertThat(failure.peerCode()).startsWith("sha256:");
    }

    @Test
    void proxyThatIsNotThere_isNamed() throws Exception {
        int free;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = taken.getLocalPort();
        }
        through(new ProxyAddress(PROXY_NAME, free), 443);
        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.layer()).isEqualTo(Layer.TCP);
        assertThat(failure.reason()).startsWith("The proxy http://" + PROXY_NAME + ":" + free + " was not reached.");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void unknownProxyName_fails868NamingIt() throws Exception {
        TlsOpener opener = new TlsOpener(name -> {
            throw new UnknownHostException(name);
        });
        ProxyChoice choice = new ProxyChoice.Named(new ProxyAddress(PROXY_NAME, 1), ProxyAccess.NONE);
        opener.open(new Transport.Target(NAME, 443, null, List.of(), "", choice), loop, listener);
        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(868);
        assertThat(failure.reason()).contains("The proxy http://" + PROXY_NAME);
    }

    @Test
    void hostThatWouldEndTheLine_isNeverSent() throws Exception {
        ProxyAddress proxy = proxy(answering("HTTP/1.1 200 OK\r\n\r\n"));
        through(
                new ProxyChoice.Named(proxy, ProxyAccess.NONE),
                ProxyEnvironment.EMPTY,
                "vpn.example.test\r\nX: y",
                443);
        assertThat(listener.awaitFailure().error()).isEqualTo(868);
        assertThat(requests).isEmpty();
    }
}
