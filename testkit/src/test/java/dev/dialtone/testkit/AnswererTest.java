package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Secret;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AnswererTest {
    private static final DemoPki PKI = DemoPki.create();
    private static final ServerIdentity IDENTITY = PKI.server("vpn.example.com", "127.0.0.1");
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Answerer answerer(UnaryOperator<AnswererConfig.Builder> changes) {
        AnswererConfig.Builder builder =
                AnswererConfig.of(IDENTITY).user("alice", Secret.ofChars("s3cret".toCharArray()));
        return Answerer.start(changes.apply(builder).build());
    }

    private static TestDial dial(Answerer answerer) {
        return TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret");
    }

    @Test
    void wholeDial_projectsAndAnswersPings() throws Exception {
        try (Answerer answerer = answerer(b -> b);
                TestDial dial = dial(answerer)) {
            TunnelProjection given = dial.awaitProjected();
            assertThat(given.ipv4()).isEqualTo(InetAddress.ofLiteral("10.99.0.2"));
            assertThat(given.ipv4Peer()).isEqualTo(InetAddress.ofLiteral("10.99.0.1"));
            assertThat(given.dns())
                    .containsExactly(InetAddress.ofLiteral("10.99.0.53"), InetAddress.ofLiteral("10.99.0.54"));
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEstablished(SOON)).isTrue();
            assertThat(session.user()).isEqualTo("alice");

            MemoryDevice device = dial.attach();
            InetAddress own = InetAddress.ofLiteral("10.99.0.2");
            assertThat(Ping.once(device, own, InetAddress.ofLiteral("10.99.0.1"), SOON))
                    .isPresent();
            assertThat(Ping.once(device, own, InetAddress.ofLiteral("10.99.7.7"), SOON))
                    .isPresent();

            dial.hangUp();
            assertThat(dial.awaitClosed(SOON)).isTrue();
            assertThat(session.awaitEnd(SOON)).isPresent();
            assertThat(answerer.counters())
                    .extracting(
                            Answerer.Counters::accepted,
                            Answerer.Counters::authenticated,
                            Answerer.Counters::established,
                            Answerer.Counters::ended,
                            Answerer.Counters::addressesInUse)
                    .containsExactly(1L, 1L, 1L, 1L, 0);
            device.close();
        }
    }

    @ParameterizedTest
    @EnumSource(AuthMethod.class)
    void everyMethod_isDemandedAndAccepted(AuthMethod method) throws Exception {
        try (Answerer answerer = answerer(b -> b.method(method));
                TestDial dial = dial(answerer)) {
            dial.awaitProjected();
            assertThat(dial.events()).contains("asked " + method.word());
        }
    }

    @Test
    void noMethod_projectsWithoutSignIn() throws Exception {
        try (Answerer answerer = answerer(b -> b.method(null));
                TestDial dial = dial(answerer)) {
            dial.awaitProjected();
            assertThat(answerer.counters().authenticated()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyHash_binds(int bitmap) throws Exception {
        try (Answerer answerer = answerer(b -> b.hashBitmap(bitmap));
                TestDial dial = dial(answerer)) {
            dial.awaitProjected();
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEstablished(SOON)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everyTls_isSpoken(String protocol) throws Exception {
        try (Answerer answerer = answerer(b -> b.tls(protocol));
                TestDial dial = dial(answerer)) {
            dial.awaitProjected();
            assertThat(dial.events().getFirst()).isEqualTo("connected " + protocol);
        }
    }

    @Test
    void wrongPassword_isRefused() throws Exception {
        try (Answerer answerer = answerer(b -> b);
                TestDial dial = TestDial.start(answerer.port(), PKI.ca(), "alice", "wrong")) {
            assertThat(dial.awaitFailed().error()).isEqualTo(691);
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            // the client knows it before the server has noted what it sent
            assertThat(session.awaitEnd(SOON)).isPresent();
            assertThat(session.refused()).isTrue();
        }
    }

    @Test
    void otherNameInTheCertificate_isRefusedByTheClient() throws Exception {
        try (Answerer answerer = answerer(b -> b);
                TestDial dial = TestDial.start(
                        answerer.port(), PKI.ca(), "other.example.com", "alice", "s3cret", Set.of(AuthMethod.PAP))) {
            assertThat(dial.awaitFailed().error()).isEqualTo(801);
        }
    }
}
