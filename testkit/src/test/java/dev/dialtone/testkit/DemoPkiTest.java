package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DemoPkiTest {
    private static final DemoPki PKI = DemoPki.create();

    /// Shakes hands in memory, with the JDK's own PKIX and HTTPS endpoint identification.
    private static void shakeHands(ServerIdentity server, String host) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", PKI.ca());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLEngine client = context.createSSLEngine(host, 443);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        SSLEngine serving = server.serverContext().createSSLEngine();
        serving.setUseClientMode(false);
        var toServer = ByteBuffer.allocate(64 * 1024);
        var toClient = ByteBuffer.allocate(64 * 1024);
        for (int round = 0; round < 50 && !(done(client) && done(serving)); round++) {
            turn(client, toClient, toServer);
            turn(serving, toServer, toClient);
        }
        assertThat(done(client)).as("handshake finished").isTrue();
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
                && !engine.getSession().getProtocol().equals("NONE");
    }

    private static void turn(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        var plain = ByteBuffer.allocate(64 * 1024);
        var nothing = ByteBuffer.allocate(0);
        in.flip();
        while (in.hasRemaining() && engine.unwrap(in, plain).bytesConsumed() > 0) {
            runTasks(engine);
        }
        in.compact();
        runTasks(engine);
        while (engine.wrap(nothing, out).bytesProduced() > 0) {
            runTasks(engine);
        }
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @ParameterizedTest
    @EnumSource(CertificateProfile.Key.class)
    void goodCertificate_isTrustedByTheJdk(CertificateProfile.Key key) {
        ServerIdentity server =
                PKI.issue(CertificateProfile.of("vpn.example.com").withKey(key));
        assertThatCode(() -> shakeHands(server, "vpn.example.com")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "a.example.com", "b.example.com"})
    void everyNameOfTheCertificate_isAccepted(String host) {
        ServerIdentity server = PKI.server("a.example.com", "b.example.com", "127.0.0.1", "::1");
        assertThatCode(() -> shakeHands(server, host)).doesNotThrowAnyException();
    }

    @Test
    void badCertificates_areRefusedByTheJdk() {
        CertificateProfile good = CertificateProfile.of("vpn.example.com");
        for (CertificateProfile bad : List.of(
                good.expired(),
                good.notYetValid(),
                good.withoutServerAuth(),
                good.asSelfSigned(),
                CertificateProfile.of("other.example.com"),
                CertificateProfile.of())) {
            assertThatThrownBy(() -> shakeHands(PKI.issue(bad), "vpn.example.com"))
                    .as(bad.toString())
                    .isInstanceOf(SSLException.class);
        }
        ServerIdentity stranger = DemoPki.create().server("vpn.example.com");
        assertThatThrownBy(() -> shakeHands(stranger, "vpn.example.com")).isInstanceOf(SSLException.class);
    }

    @Test
    void pem_readsBack() throws CertificateException {
        X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(PKI.caPem().getBytes(StandardCharsets.US_ASCII)));
        assertThat(read).isEqualTo(PKI.ca());
        assertThat(read.getBasicConstraints()).isZero();
    }

    @Test
    void validity_goesBeyond2050() {
        Instant far = Instant.parse("2061-02-03T04:05:06Z");
        CertificateProfile profile = CertificateProfile.of("x").valid(Instant.parse("2001-01-01T00:00:00Z"), far);
        X509Certificate certificate = PKI.issue(profile).certificate();
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(far);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(Instant.parse("2001-01-01T00:00:00Z"));
    }
}
