package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.TestCertificates.Identity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import org.junit.jupiter.api.Test;

/// How the transport opens: names, certificates, addresses, handshakes.
class TlsTransportTest extends TlsTransportRig {
    @Test
    void goodCertificate_establishesAndCarriesBothWays() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
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
        int port = serve(named, new String[] {"TLSv1.2"}, TlsTransportRig::echo);
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
        int port = serve(TestCertificates.server(authority, "127.0.0.1"), TlsTransportRig::echo);
        dial("127.0.0.1", port);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).chain()).hasSize(1);
    }

    @Test
    void serverName_isVerifiedInsteadOfTheHost() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        Transport transport = new TlsOpener()
                .open(new Transport.Target("127.0.0.1", port, NAME, List.of(authority.certificate())), loop, listener);
        open.add(transport::abort);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).chain()).hasSize(1);
    }

    @Test
    void pinnedServerCertificate_isTrustedByItself() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        Transport transport = new TlsOpener()
                .open(new Transport.Target("127.0.0.1", port, NAME, List.of(named.certificate())), loop, listener);
        open.add(transport::abort);
        assertThat(listener.peer.get(20, TimeUnit.SECONDS).chain()).hasSize(1);
    }

    @Test
    void otherAuthority_fails801NamingIt() throws Exception {
        Identity stranger = TestCertificates.authority("Some Other CA");
        int port = serve(TestCertificates.server(stranger, NAME), TlsTransportRig::echo);
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
        int port = serve(named, TlsTransportRig::echo);
        Transport transport =
                new TlsOpener().open(new Transport.Target("127.0.0.1", port, NAME, List.of()), loop, listener);
        open.add(transport::abort);
        assertThat(listener.awaitFailure().error()).isEqualTo(801);
    }

    @Test
    void wrongName_fails801NamingBoth() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        dial("other.example.test", port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(801);
        assertThat(failure.reason()).contains("is for vpn.example.test, not other.example.test");
    }

    @Test
    void literalNotInTheCertificate_fails801() throws Exception {
        int port = serve(named, TlsTransportRig::echo);
        dial("127.0.0.1", port);
        assertThat(listener.awaitFailure().reason()).contains("is for vpn.example.test, not 127.0.0.1");
    }

    @Test
    void expiredCertificate_fails801WithTheDate() throws Exception {
        Identity old = TestCertificates.server(authority, Instant.parse("2020-02-02T10:00:00Z"), NAME);
        int port = serve(old, TlsTransportRig::echo);
        dial(NAME, port);

        Failure failure = listener.awaitFailure();
        assertThat(failure.error()).isEqualTo(801);
        assertThat(failure.reason()).contains("expired on 2020-02-03 10:00 UTC");
    }

    @Test
    void futureCertificate_fails801WithTheDate() throws Exception {
        Identity early = TestCertificates.server(authority, Instant.now().plus(90, ChronoUnit.DAYS), NAME);
        int port = serve(early, TlsTransportRig::echo);
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
        int port = serve(named, TlsTransportRig::echo);
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

    /// The C library may keep it for ten seconds; of virtual threads no more than 256 can wait there.
    @Test
    void lookUp_isOnAPlatformThread() throws Exception {
        CompletableFuture<Boolean> onVirtual = new CompletableFuture<>();
        TlsOpener opener = new TlsOpener(name -> {
            onVirtual.complete(Thread.currentThread().isVirtual());
            throw new UnknownHostException(name);
        });
        opener.open(new Transport.Target("nowhere.example.test", 443, null, List.of()), loop, listener);
        assertThat(onVirtual.get(20, TimeUnit.SECONDS)).isFalse();
        listener.awaitFailure();
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
}
