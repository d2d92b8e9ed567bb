package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.TestCertificates.Identity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The transport against servers of this JDK on the loopback interface.
class TlsTransportTest {
    private static final String NAME = "vpn.example.test";
    private static Identity authority;
    private static Identity named;

    private final TestLoop loop = new TestLoop();
    private final RecordingListener listener = new RecordingListener();
    private final List<AutoCloseable> open = new ArrayList<>();

    /// What the test's server does with a connection.
    private interface Conversation {
        void with(SSLSocket socket) throws Exception;
    }

    private interface PlainConversation {
        void with(Socket socket) throws Exception;
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = TestCertificates.authority("Test CA");
        named = TestCertificates.server(authority, NAME);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        loop.close();
    }

    private int serve(Identity identity, String[] protocols, Conversation conversation) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                identity.server().getServerSocketFactory().createServerSocket(0, 4, InetAddress.getLoopbackAddress());
        server.setEnabledProtocols(protocols);
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                conversation.with(socket);
            } catch (Exception e) {
                // a client that refuses us ends here; what counts is what the client reports
                return;
            }
        });
        return server.getLocalPort();
    }

    private int serve(Identity identity, Conversation conversation) throws Exception {
        return serve(identity, new String[] {"TLSv1.3", "TLSv1.2"}, conversation);
    }

    private int servePlain(PlainConversation conversation) throws Exception {
        ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                conversation.with(socket);
            } catch (Exception e) {
                return;
            }
        });
        return server.getLocalPort();
    }

    /// Names of this test all live on the loopback.
    private Transport dial(String host, int port) {
        TlsOpener opener = new TlsOpener(name -> List.of(InetAddress.getLoopbackAddress()));
        Transport transport =
                opener.open(new Transport.Target(host, port, null, List.of(authority.certificate())), loop, listener);
        open.add(transport::abort);
        return transport;
    }

    private static void echo(SSLSocket socket) throws IOException {
        byte[] buffer = new byte[16384];
        int got = socket.getInputStream().read(buffer);
        while (got > 0) {
            socket.getOutputStream().write(buffer, 0, got);
            got = socket.getInputStream().read(buffer);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void goodCertificate_establishesAndCarriesBothWays() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        Transport transport = dial(NAME, port);

        Transport.Peer peer = listener.peer.get(20, TimeUnit.SECONDS);
        transport.send(ascii("hello "), 0, 6);
        transport.send(ascii("-world-"), 1, 5);

        assertThat(listener.awaitText(11)).isEqualTo("hello world");
        assertThat(peer.protocol()).isEqualTo("TLSv1.3");
        assertThat(peer.chain()).containsExactly(named.certificate());
        assertThat(peer.remote().getPort()).isEqualTo(port);
    }

    @Test
    void oldServer_establishesWithTls12() throws Exception {
        int port = serve(named, new String[] {"TLSv1.2"}, TlsTransportTest::echo);
        Transport transport = dial(NAME, port);

        assertThat(listener.peer.get(20, TimeUnit.SECONDS).protocol()).isEqualTo("TLSv1.2");
        transport.send(ascii("twelve"), 0, 6);
        assertThat(listener.awaitText(6)).isEqualTo("twelve");

        transport.close();
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("established", "closed");
    }

    @Test
    void ancientServer_failsWithItsWords() throws Exception {
        int port = servePlain(socket -> {
            byte[] hello = new byte[512];
            assertThat(socket.getInputStream().read(hello)).isPositive();
            // alert, TLS 1.0, 2 bytes: fatal protocol_version
            socket.getOutputStream().write(new byte[] {21, 3, 1, 0, 2, 2, 70});
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().read()).isNotEqualTo(0);
        });
        dial(NAME, port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.layer()).isEqualTo(Layer.TLS);
        assertThat(failure.peerText()).isEqualTo("protocol_version");
    }

    @Test
    void name_isAskedForBySni_literalIsNot() throws Exception {
        List<String> asked = new ArrayList<>();
        CountDownLatch seen = new CountDownLatch(1);
        int port = serve(named, socket -> {
            socket.startHandshake();
            ((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames()
                    .forEach(name -> asked.add(((SNIHostName) name).getAsciiName()));
            seen.countDown();
        });
        dial(NAME + ".", port);
        assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(asked).containsExactly(NAME);
        listener.awaitClosed();

        CountDownLatch again = new CountDownLatch(1);
        int literalPort = serve(TestCertificates.server(authority, "127.0.0.1"), socket -> {
            socket.startHandshake();
            asked.addAll(((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames().stream().map(Object::toString).toList());
            again.countDown();
        });
        dial("127.0.0.1", literalPort);
        assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(asked).containsExactly(NAME);
    }

    @Test
    void literal_matchesTheAddressInTheCertificate() throws Exception {
        int port = serve(TestCertificates.server(authority, "127.0.0.1"), TlsTransportTest::echo);
        dial("127.0.0.1", port);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).chain()).hasSize(1);
    }

    @Test
    void serverName_isVerifiedInsteadOfTheHost() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        Transport transport = new TlsOpener()
                .open(new Transport.Target("127.0.0.1", port, NAME, List.of(authority.certificate())), loop, listener);
        open.add(transport::abort);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).chain()).hasSize(1);
    }

    @Test
    void pinnedServerCertificate_isTrustedByItself() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        Transport transport = new TlsOpener()
                .open(new Transport.Target("127.0.0.1", port, NAME, List.of(named.certificate())), loop, listener);
        open.add(transport::abort);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).chain()).hasSize(1);
    }

    @Test
    void otherAuthority_fails801NamingIt() throws Exception {
        Identity stranger = TestCertificates.authority("Some Other CA");
        int port = serve(TestCertificates.server(stranger, NAME), TlsTransportTest::echo);
        dial(NAME, port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(801);
        assertThat(failure.layer()).isEqualTo(Layer.TLS);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.reason()).contains("is issued by CN=Some Other CA, which is not among the trusted CAs");
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("failed", "closed");
    }

    @Test
    void systemTrust_doesNotTrustATestAuthority() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        Transport transport =
                new TlsOpener().open(new Transport.Target("127.0.0.1", port, NAME, List.of()), loop, listener);
        open.add(transport::abort);
        assertThat(listener.awaitFailure().error()).isEqualTo(801);
    }

    @Test
    void wrongName_fails801NamingBoth() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        dial("other.example.test", port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(801);
        assertThat(failure.reason()).contains("is for vpn.example.test, not other.example.test");
    }

    @Test
    void literalNotInTheCertificate_fails801() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        dial("127.0.0.1", port);
        assertThat(listener.awaitFailure().reason()).contains("is for vpn.example.test, not 127.0.0.1");
    }

    @Test
    void expiredCertificate_fails801WithTheDate() throws Exception {
        Identity old = TestCertificates.server(authority, Instant.parse("2020-02-02T10:00:00Z"), NAME);
        int port = serve(old, TlsTransportTest::echo);
        dial(NAME, port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(801);
        assertThat(failure.reason()).contains("expired on 2020-02-03 10:00 UTC");
    }

    @Test
    void futureCertificate_fails801WithTheDate() throws Exception {
        Identity early = TestCertificates.server(authority, Instant.now().plus(90, ChronoUnit.DAYS), NAME);
        int port = serve(early, TlsTransportTest::echo);
        dial(NAME, port);
        assertThat(listener.awaitFailure().reason()).contains("is not valid before ");
    }

    @Test
    void closedPort_fails808Refused() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        dial(NAME, port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.layer()).isEqualTo(Layer.TCP);
        assertThat(failure.reason()).contains("Connection refused");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void secondAddress_isTriedWhenTheFirstRefuses() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        TlsOpener opener =
                new TlsOpener(name -> List.of(InetAddress.ofLiteral("127.9.9.9"), InetAddress.ofLiteral("127.0.0.1")));
        Transport transport =
                opener.open(new Transport.Target(NAME, port, null, List.of(authority.certificate())), loop, listener);
        open.add(transport::abort);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).remote().getAddress().getHostAddress())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void unknownName_fails868() throws Exception {
        TlsOpener opener = new TlsOpener(name -> {
            throw new UnknownHostException(name);
        });
        opener.open(new Transport.Target("nowhere.example.test", 443, null, List.of()), loop, listener);
        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(868);
        assertThat(failure.layer()).isEqualTo(Layer.DNS);
    }

    @Test
    void lookUpThatNeverEnds_abortClosesAtOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        TlsOpener opener = new TlsOpener(name -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(name);
            }
            return List.of();
        });
        Transport transport = opener.open(new Transport.Target(NAME, 443, null, List.of()), loop, listener);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        transport.abort();
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("closed");
        never.countDown();
    }

    @Test
    void cutInTheHandshake_fails619() throws Exception {
        int port = servePlain(
                socket -> assertThat(socket.getInputStream().read(new byte[64])).isPositive());
        dial(NAME, port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(619);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void webServerWithoutTls_fails808WithWords() throws Exception {
        int port = servePlain(socket -> {
            assertThat(socket.getInputStream().read(new byte[64])).isPositive();
            socket.getOutputStream().write(ascii("HTTP/1.1 400 Bad Request\r\n\r\n"));
            socket.getOutputStream().flush();
            while (socket.getInputStream().read() >= 0) {
                Thread.onSpinWait();
            }
        });
        dial(NAME, port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(808);
        assertThat(failure.layer()).isEqualTo(Layer.TLS);
        assertThat(failure.reason()).contains("does not speak TLS");
    }

    @Test
    void silentServer_abortClosesAtOnce() throws Exception {
        CountDownLatch accepted = new CountDownLatch(1);
        int port = servePlain(socket -> {
            accepted.countDown();
            while (socket.getInputStream().read() >= 0) {
                Thread.onSpinWait();
            }
        });
        Transport transport = dial(NAME, port);
        assertThat(accepted.await(20, TimeUnit.SECONDS)).isTrue();
        transport.abort();
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("closed");
    }

    @Test
    void serverClosesInOrder_isClosedWithoutFailure() throws Exception {
        int port = serve(named, socket -> {
            socket.startHandshake();
            socket.getOutputStream().write(ascii("bye"));
        });
        dial(NAME, port);
        assertThat(listener.awaitText(3)).isEqualTo("bye");
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("established", "closed");
    }

    @Test
    void streamCutWithoutCloseNotify_fails619() throws Exception {
        Identity identity = named;
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try {
                Socket socket = server.accept();
                SSLSocket tls = (SSLSocket) identity.server().getSocketFactory().createSocket(socket, null, false);
                tls.setUseClientMode(false);
                tls.startHandshake();
                assertThat(tls.getInputStream().read()).isEqualTo('x');
                socket.close();
            } catch (Exception e) {
                return;
            }
        });
        Transport transport = dial(NAME, server.getLocalPort());
        listener.peer.get(20, TimeUnit.SECONDS);
        transport.send(ascii("x"), 0, 1);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(619);
        assertThat(failure.layer()).isEqualTo(Layer.TCP);
        listener.awaitClosed();
        assertThat(listener.calls).containsExactly("established", "failed", "closed");
    }

    @Test
    void close_sendsWhatIsQueuedFirst() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        long[] total = new long[1];
        int port = serve(named, socket -> {
            byte[] buffer = new byte[16384];
            int got = socket.getInputStream().read(buffer);
            while (got >= 0) {
                total[0] += got;
                got = socket.getInputStream().read(buffer);
            }
            done.countDown();
        });
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] chunk = new byte[1400];
        for (int i = 0; i < 100; i++) {
            transport.send(chunk, 0, chunk.length);
        }
        transport.close();
        listener.awaitClosed();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(total[0]).isEqualTo(140_000);
        assertThat(listener.calls).containsExactly("established", "closed");
    }

    /// Much one way, silence, much again: the reader changes its thread and its buffers and loses nothing.
    @Test
    void muchThenSilenceThenMuch_comesWholeAndInOrder() throws Exception {
        byte[] piece = new byte[1_000_003];
        new Random(7).nextBytes(piece);
        CountDownLatch again = new CountDownLatch(1);
        int port = serve(named, socket -> {
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(piece);
            }
            again.await();
            for (int i = 0; i < 500; i++) {
                socket.getOutputStream().write(piece, i, 1 + i % 7);
            }
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(piece, 0, piece.length - i);
            }
            socket.shutdownOutput();
            // the answers to its key updates: left unread they would reset the connection
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        });
        byte[][] expected = new byte[2][];
        MessageDigest first = MessageDigest.getInstance("SHA-256");
        MessageDigest second = MessageDigest.getInstance("SHA-256");
        long firstBytes = 20L * piece.length;
        long secondBytes = 0;
        for (int i = 0; i < 20; i++) {
            first.update(piece);
        }
        for (int i = 0; i < 500; i++) {
            second.update(piece, i, 1 + i % 7);
            secondBytes += 1 + i % 7;
        }
        for (int i = 0; i < 20; i++) {
            second.update(piece, 0, piece.length - i);
            secondBytes += piece.length - i;
        }
        expected[0] = first.digest();
        expected[1] = second.digest();
        Hashing hashing = new Hashing(firstBytes, secondBytes);
        TlsOpener opener = new TlsOpener(name -> List.of(InetAddress.getLoopbackAddress()));
        Transport transport =
                opener.open(new Transport.Target(NAME, port, null, List.of(authority.certificate())), loop, hashing);
        open.add(transport::abort);

        assertThat(hashing.part[0].get(20, TimeUnit.SECONDS)).isEqualTo(expected[0]);
        again.countDown();
        assertThat(hashing.part[1].get(20, TimeUnit.SECONDS)).isEqualTo(expected[1]);
        assertThat(hashing.over.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hashing.platform).isTrue();
    }

    /// Hashes what comes, in two parts.
    private static final class Hashing implements Transport.Listener {
        final CompletableFuture<byte[]>[] part;
        final CountDownLatch over = new CountDownLatch(1);
        volatile boolean platform;
        private final long[] lengths;
        private final MessageDigest digest;
        private int now;
        private long got;

        @SuppressWarnings("unchecked")
        Hashing(long first, long second) throws Exception {
            lengths = new long[] {first, second};
            part = new CompletableFuture[] {new CompletableFuture<byte[]>(), new CompletableFuture<byte[]>()};
            digest = MessageDigest.getInstance("SHA-256");
        }

        @Override
        public void established(Transport.Peer peer) {}

        @Override
        public void received(byte[] buffer, int offset, int length) {
            platform |= !Thread.currentThread().isVirtual();
            digest.update(buffer, offset, length);
            got += length;
            if (now < 2 && got == lengths[now]) {
                part[now++].complete(digest.digest());
                got = 0;
            }
        }

        @Override
        public void failed(Failure failure) {
            part[0].completeExceptionally(new IllegalStateException(failure.reason()));
            part[1].completeExceptionally(new IllegalStateException(failure.reason()));
        }

        @Override
        public void closed() {
            over.countDown();
        }
    }

    /// A control frame waits for the batch in hand, not for those behind it, and does not fall into one.
    @Test
    void controlAmongBatches_arrivesWholeBetweenThem() throws Exception {
        int batches = 200;
        int batchBytes = 100_000;
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        int port = serve(named, socket -> {
            int controls = 0;
            byte[] all = socket.getInputStream().readNBytes(batches * batchBytes + 50);
            for (int at = 0; at < all.length; ) {
                boolean control = all[at] == 'c';
                int length = control ? 1 : batchBytes;
                for (int i = 0; i < length; i++) {
                    assertThat(all[at + i]).isEqualTo((byte) (control ? 'c' : 'd'));
                }
                controls += control ? 1 : 0;
                at += length;
            }
            seen.complete(controls);
        });
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] batch = new byte[batchBytes];
        Arrays.fill(batch, (byte) 'd');
        Thread data = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < batches; i++) {
                transport.write(batch, 0, batch.length);
            }
        });
        for (int i = 0; i < 50; i++) {
            loop.execute(() -> transport.send(ascii("c"), 0, 1));
        }
        data.join();
        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(50);
    }

    @Test
    void peerThatDoesNotRead_blocksWhoWritesButNotTheLoop_andCloseIsBounded() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        int port = serve(named, socket -> {
            socket.startHandshake();
            hold.await();
        });
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] chunk = new byte[16384];
        CountDownLatch sent = new CountDownLatch(1);
        Thread data = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 2000; i++) {
                transport.write(chunk, 0, chunk.length);
            }
            sent.countDown();
        });
        // 32 MB are more than any socket buffer takes
        assertThat(sent.await(500, TimeUnit.MILLISECONDS)).isFalse();
        CountDownLatch loopSent = new CountDownLatch(1);
        loop.execute(() -> {
            transport.send(chunk, 0, chunk.length);
            loopSent.countDown();
        });
        assertThat(loopSent.await(20, TimeUnit.SECONDS)).isTrue();

        long start = System.nanoTime();
        transport.close();
        listener.awaitClosed();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
        data.join();
        assertThat(listener.calls).containsExactly("established", "closed");
        hold.countDown();
    }

    @Test
    void keyUpdates_ofBothSides_changeNothing() throws Exception {
        // TestCertificates has both sides change keys every 256 KiB
        int port = serve(named, TlsTransportTest::echo);
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        byte[] chunk = new byte[10_000];
        for (int i = 0; i < 400; i++) {
            transport.send(chunk, 0, chunk.length);
        }
        assertThat(listener.awaitText(4_000_000)).hasSize(4_000_000);
    }

    @Test
    void afterClosed_noThreadIsLeft() throws Exception {
        int port = serve(named, TlsTransportTest::echo);
        Transport transport = dial(NAME, port);
        listener.peer.get(20, TimeUnit.SECONDS);
        assertThat(((TlsTransport) transport).threads()).isNotEmpty();
        transport.close();
        transport.close();
        transport.abort();
        listener.awaitClosed();
        for (Thread thread : ((TlsTransport) transport).threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(listener.calls).containsExactly("established", "closed");
    }
}
