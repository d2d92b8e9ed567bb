package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Secret;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many at once, and the same again after they have gone.
@Timeout(120)
class AnswererLoadTest {
    private static final int DIALS = 100;
    private static final DemoPki PKI = DemoPki.create();

    @Test
    void manyDialsAtOnce_allProject_andNothingIsLeft() throws Exception {
        AnswererConfig config = AnswererConfig.of(PKI.server("vpn.example.com"))
                .user("alice", Secret.ofChars("s3cret".toCharArray()))
                .keep(50, 10)
                .build();
        try (Answerer answerer = Answerer.start(config)) {
            for (int round = 1; round <= 2; round++) {
                List<TestDial> dials = new ArrayList<>();
                for (int i = 0; i < DIALS; i++) {
                    dials.add(TestDial.start(answerer.port(), PKI.ca(), "alice", "s3cret"));
                }
                Set<InetAddress> addresses = new HashSet<>();
                for (TestDial dial : dials) {
                    addresses.add(dial.awaitProjected().ipv4());
                }
                assertThat(addresses).hasSize(DIALS);
                List<AnswererSession> sessions = answerer.sessions();
                dials.forEach(TestDial::hangUp);
                for (TestDial dial : dials) {
                    assertThat(dial.awaitClosed(Duration.ofSeconds(20))).isTrue();
                    dial.close();
                }
                for (AnswererSession session : sessions) {
                    assertThat(session.awaitEnd(Duration.ofSeconds(20))).isPresent();
                }
                assertThat(answerer.counters().live()).isZero();
                assertThat(answerer.counters().addressesInUse()).isZero();
                assertThat(answerer.counters().established()).isEqualTo((long) DIALS * round);
            }
            assertThat(answerer.sessions()).hasSize(10);
        }
    }
}
