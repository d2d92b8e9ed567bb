package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import dev.dialtone.testkit.Misbehaviour.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class MisbehaviourTest {
    private static final DemoPki PKI = DemoPki.create();
    private static final ServerIdentity IDENTITY = PKI.server("vpn.example.com");
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Answerer answerer(Misbehaviour... bad) {
        return Answerer.start(AnswererConfig.of(IDENTITY)
                .user("alice", Secret.ofChars("s3cret".toCharArray()))
                .misbehaviours(bad)
                .build());
    }

    private static TestDial dial(Answerer answerer) {
        return TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret");
    }

    private static List<Misbehaviour> every() {
        return Misbehaviour.all().stream()
                .map(m -> m.withInterval(Duration.ofMillis(m.kind() == Kind.SLOW_TRICKLE ? 1 : 50)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("every")
    void everyMisbehaviour_isMetByARealClient(Misbehaviour bad) throws Exception {
        try (Answerer answerer = answerer(bad);
                TestDial dial = dial(answerer)) {
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitReached(bad.step(), SOON)).as("reached").isTrue();
            switch (bad.kind()) {
                case SILENCE -> {
                    dial.cut();
                    assertThat(dial.awaitClosed(SOON)).isTrue();
                    assertThat(dial.events()).doesNotContain("failed");
                }
                case SLOW_TRICKLE -> {
                    if (bad.step() == AnswererStep.TLS) {
                        dial.cut();
                        assertThat(dial.awaitClosed(SOON)).isTrue();
                    } else {
                        dial.awaitProjected();
                    }
                    dial.cut();
                }
                case EARLY_START, LATE_START -> {
                    dial.awaitProjected();
                    dial.hangUp();
                }
                case ECHO_FLOOD -> {
                    dial.awaitProjected();
                    assertThat(session.awaitSeen("Echo-Re", SOON)).isTrue();
                    dial.hangUp();
                }
                default -> assertThat(dial.awaitFailed().error()).isBetween(600, 956);
            }
            assertThat(session.awaitEnd(SOON)).as("ended").isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NO_ADDRESSES", "PROTOCOL_REJECT", "ENDLESS_NAK"})
    void noIpv4_failsWithoutIpv6Too(Kind kind) throws Exception {
        AnswererConfig config = AnswererConfig.of(IDENTITY)
                .user("alice", Secret.ofChars("s3cret".toCharArray()))
                .ipv6(false)
                .misbehaviours(Misbehaviour.of(AnswererStep.IPCP, kind))
                .build();
        try (Answerer answerer = Answerer.start(config);
                TestDial dial = dial(answerer)) {
            assertThat(dial.awaitFailed().error()).isBetween(600, 956);
        }
    }

    @Test
    void authFailure_carriesItsNumberAndWords() throws Exception {
        Misbehaviour bad = Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE)
                .withCode(649)
                .withWords("No dial-in for you");
        try (Answerer answerer = answerer(bad);
                TestDial dial = dial(answerer)) {
            Failure failure = dial.awaitFailed();
            assertThat(failure.error()).isEqualTo(649);
            assertThat(failure.peerText()).isEqualTo("No dial-in for you");
        }
    }

    @Test
    void httpStatus_isTheOneAskedFor() throws Exception {
        Misbehaviour bad = Misbehaviour.of(AnswererStep.HTTP, Kind.HTTP_STATUS).withCode(503);
        try (Answerer answerer = answerer(bad);
                TestDial dial = dial(answerer)) {
            assertThat(dial.awaitFailed().peerCode()).contains("503");
        }
    }

    @Test
    void misbehaviour_thatMakesNoSense_isRefused() {
        assertThatThrownBy(() -> Misbehaviour.of(AnswererStep.HTTP, Kind.ENDLESS_NAK))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void misbehaviour_canBeTakenBack() throws Exception {
        try (Answerer answerer = answerer(Misbehaviour.of(AnswererStep.HTTP, Kind.RESET))) {
            try (TestDial dial = dial(answerer)) {
                dial.awaitFailed();
            }
            answerer.misbehave();
            try (TestDial dial = dial(answerer)) {
                dial.awaitProjected();
            }
        }
    }
}
