package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The ways in which the answerer refuses a sign-in, over real TCP and TLS.
@Timeout(60)
class AnswererSignInTest {
    private static final DemoPki PKI = DemoPki.create();
    private static final ServerIdentity IDENTITY = PKI.server("vpn.example.com", "127.0.0.1");
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Secret secret(String text) {
        return Secret.ofChars(text.toCharArray());
    }

    private static Answerer answerer(UnaryOperator<AnswererConfig.Builder> changes) {
        return Answerer.start(changes.apply(AnswererConfig.of(IDENTITY)).build());
    }

    private static Consumer<Tunnel> retry(String user, String password) {
        return tunnel -> tunnel.retry(user, secret(password));
    }

    private static Consumer<Tunnel> change(String password) {
        return tunnel -> tunnel.changePassword(secret(password));
    }

    @Test
    void retries_aRightPasswordAfterAWrongOneIsTakenOnTheSameConnection() throws Exception {
        try (Answerer answerer = answerer(b -> b.user("alice", secret("s3cret")).retries(1));
                TestDial dial =
                        TestDial.start(answerer.port(), PKI.ca(), "bob", "wrong", List.of(retry("alice", "s3cret")))) {
            dial.awaitProjected();
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEstablished(SOON)).isTrue();
            assertThat(session.user()).isEqualTo("alice");
            assertThat(session.refused()).isFalse();
            assertThat(dial.events()).contains("refused 691");
            assertThat(answerer.counters().accepted()).isEqualTo(1);
        }
    }

    @Test
    void noRetriesLeft_isRefusedForGood() throws Exception {
        try (Answerer answerer = answerer(b -> b.user("alice", secret("s3cret")).retries(1));
                TestDial dial = TestDial.start(
                        answerer.port(), PKI.ca(), "alice", "wrong", List.of(retry("alice", "wrong too")))) {
            assertThat(dial.awaitFailed().error()).isEqualTo(691);
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEnd(SOON)).isPresent();
            assertThat(session.refused()).isTrue();
        }
    }

    @Test
    void expiredUser_changesThePassword_andEverySessionKnowsIt() throws Exception {
        try (Answerer answerer = answerer(b -> b.expiredUser("alice", secret("s3cret")))) {
            try (TestDial dial = TestDial.start(
                    answerer.port(), PKI.ca(), "alice", "s3cret", List.of(change("short"), change("long enough")))) {
                dial.awaitProjected();
                assertThat(dial.events())
                        .containsSubsequence("refused 648", "refused 709", "authenticated mschapv2", "projected");
                AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
                assertThat(session.awaitEstablished(SOON)).isTrue();
                assertThat(session.seen(AnswererStep.AUTH_RESPONSE))
                        .anyMatch(seen -> seen.text().startsWith("CHAP Change-Password"));
            }
            try (TestDial again = TestDial.start(answerer.port(), PKI.ca(), "alice", "long enough")) {
                again.awaitProjected();
            }
            try (TestDial old = TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret")) {
                assertThat(old.awaitFailed().error()).isEqualTo(691);
            }
        }
    }

    @Test
    void expiredUser_theOldPasswordIsNoNewOne() throws Exception {
        try (Answerer answerer =
                        answerer(b -> b.expiredUser("alice", secret("s3cret")).shortestPassword(1));
                TestDial dial = TestDial.start(
                        answerer.port(), PKI.ca(), "alice", "s3cret", List.of(change("s3cret"), change("x")))) {
            dial.awaitProjected();
            assertThat(dial.events()).containsSubsequence("refused 648", "refused 709", "projected");
        }
    }

    @Test
    void expiredUser_withPap_isRefused() throws Exception {
        try (Answerer answerer =
                        answerer(b -> b.expiredUser("alice", secret("s3cret")).method(AuthMethod.PAP));
                TestDial dial = TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret")) {
            Failure failure = dial.awaitFailed();
            assertThat(failure.error()).isEqualTo(691);
            assertThat(failure.peerText()).isEqualTo("Password expired");
        }
    }

    @Test
    void cutsRefused_tellsWhyAndCutsTheConnection() throws Exception {
        try (Answerer answerer = answerer(b -> b.user("alice", secret("s3cret")).cutsRefused(true));
                TestDial dial = TestDial.start(answerer.port(), PKI.ca(), "alice", "wrong")) {
            assertThat(dial.awaitFailed().error()).isEqualTo(691);
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEnd(SOON)).contains("the sign-in was refused");
            assertThat(session.refused()).isTrue();
        }
    }
}
