package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StepGateTest {
    private static final DemoPki PKI = DemoPki.create();
    private static final ServerIdentity IDENTITY = PKI.server("vpn.example.com");
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Answerer answerer() {
        return Answerer.start(AnswererConfig.of(IDENTITY)
                .user("alice", Secret.ofChars("s3cret".toCharArray()))
                .build());
    }

    private static TestDial dial(Answerer answerer) {
        return TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret");
    }

    @ParameterizedTest
    @EnumSource(AnswererStep.class)
    void held_thenReleased_goesOnToTheEnd(AnswererStep step) throws Exception {
        try (Answerer answerer = answerer()) {
            answerer.holdAt(step);
            try (TestDial dial = dial(answerer)) {
                AnswererSession session = answerer.awaitHeld(step, SOON).orElseThrow();
                assertThat(session.reached(step)).isFalse();
                assertThat(session.established()).isFalse();
                // nothing of a later step was answered, so nothing of it can have come
                List<Seen> later = session.seen().stream()
                        .filter(s -> s.step().compareTo(step) > 0)
                        .filter(s -> step != AnswererStep.CALL_CONNECTED)
                        .toList();
                assertThat(later).isEmpty();
                answerer.release(step);
                dial.awaitProjected();
                assertThat(session.awaitEstablished(SOON)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AnswererStep.class)
    void held_clientCuts_isNoticed(AnswererStep step) throws Exception {
        try (Answerer answerer = answerer()) {
            answerer.holdAt(step);
            try (TestDial dial = dial(answerer)) {
                AnswererSession session = answerer.awaitHeld(step, SOON).orElseThrow();
                dial.cut();
                assertThat(session.awaitEnd(SOON)).isPresent();
                assertThat(answerer.awaitHeld(step, Duration.ZERO)).isEmpty();
            }
        }
    }
}
