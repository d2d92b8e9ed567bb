package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveSessionTest {
    private static final DemoPki PKI = DemoPki.create();
    private static final ServerIdentity IDENTITY = PKI.server("vpn.example.com");
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Answerer answerer() {
        return Answerer.start(AnswererConfig.of(IDENTITY)
                .user("alice", Secret.ofChars("s3cret".toCharArray()))
                .build());
    }

    private static Failure failureAfter(Consumer<AnswererSession> deed) throws Exception {
        try (Answerer answerer = answerer();
                TestDial dial = TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret")) {
            dial.awaitProjected();
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEstablished(SOON)).isTrue();
            deed.accept(session);
            Failure failure = dial.awaitFailed();
            assertThat(dial.awaitClosed(SOON)).isTrue();
            assertThat(session.awaitEnd(SOON)).isPresent();
            return failure;
        }
    }

    @Test
    void terminate_reachesTheClientWithItsWords() throws Exception {
        Failure failure = failureAfter(session -> session.terminate("Closing time"));
        assertThat(failure.error()).isEqualTo(629);
        assertThat(failure.peerText()).isEqualTo("Closing time");
    }

    @Test
    void disconnect_reachesTheClient() throws Exception {
        assertThat(failureAfter(session -> session.disconnect(0)).error()).isBetween(600, 956);
    }

    @Test
    void abort_reachesTheClientWithItsStatus() throws Exception {
        assertThat(failureAfter(session -> session.abort(6)).toString()).contains("RETRY_COUNT_EXCEEDED");
    }

    @Test
    void reset_reachesTheClient() throws Exception {
        assertThat(failureAfter(AnswererSession::reset).error()).isBetween(600, 956);
    }

    @Test
    void closeStream_reachesTheClient() throws Exception {
        assertThat(failureAfter(AnswererSession::closeStream).error()).isBetween(600, 956);
    }

    @Test
    void silence_answersNoPingAndNoFarewell() throws Exception {
        try (Answerer answerer = answerer();
                TestDial dial = TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret")) {
            var own = dial.awaitProjected().ipv4();
            assertThat(own).isNotNull();
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            MemoryDevice device = dial.attach();
            var peer = InetAddress.ofLiteral("10.99.0.1");
            assertThat(Ping.once(device, own, peer, SOON)).isPresent();
            session.silence();
            assertThat(Ping.once(device, own, peer, Duration.ofMillis(200))).isEmpty();
            dial.hangUp();
            assertThat(session.awaitSeen("LCP Terminate-Request", SOON)).isTrue();
            assertThat(dial.awaitClosed(SOON)).isTrue();
            assertThat(session.awaitEnd(SOON)).isPresent();
            device.close();
        }
    }

    @Test
    void close_endsEverySessionAtOnce() throws Exception {
        Answerer answerer = answerer();
        try (TestDial dial = TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret")) {
            dial.awaitProjected();
            long start = System.nanoTime();
            answerer.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            dial.awaitFailed();
            assertThat(answerer.sessions().getFirst().awaitEnd(SOON)).isPresent();
            assertThat(answerer.counters().live()).isZero();
        } finally {
            answerer.close();
        }
    }
}
