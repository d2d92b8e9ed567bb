package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import org.junit.jupiter.api.Test;

/// Asking an established peer whether it lives.
class PppSessionProbeTest {
    private static Dial opened() {
        Dial dial = new Dial(Dial.config(AuthMethod.PAP)).networkOpened();
        dial.said();
        dial.sent();
        return dial;
    }

    @Test
    void networkOpened_probe_asksAtOnceAndFails829AfterFiveSilentSeconds() {
        Dial dial = opened().on(new PppEvent.Probe());
        assertThat(dial.sent()).singleElement().asString().startsWith("c02109");
        assertThat(dial.pass(4_999 * Dial.MILLI).said()).isEmpty();
        dial.pass(Dial.MILLI);
        assertThat(dial.said()).singleElement().isInstanceOfSatisfying(PppAction.Failed.class, failed -> {
            assertThat(failed.failure().error()).isEqualTo(829);
            assertThat(failed.failure().retryable()).isTrue();
        });
    }

    @Test
    void probing_anyFrameOrData_isLife() {
        Dial answered = opened().on(new PppEvent.Probe()).pass(4 * Dial.SECOND).get("c021 0a 81 0008 00000000");
        assertThat(answered.pass(100 * Dial.SECOND).said()).isEmpty();
        Dial heard = opened().on(new PppEvent.Probe()).pass(4 * Dial.SECOND);
        heard.on(new PppEvent.Heard(heard.now));
        assertThat(heard.pass(100 * Dial.SECOND).said()).isEmpty();
    }

    @Test
    void probing_probe_neitherAsksNorWaitsAgain() {
        Dial dial = opened().on(new PppEvent.Probe()).pass(4 * Dial.SECOND).on(new PppEvent.Probe());
        assertThat(dial.sent()).hasSize(1);
        assertThat(dial.pass(Dial.SECOND).error()).isEqualTo(829);
    }

    @Test
    void alive_probe_asksOnceMore() {
        Dial dial = opened().on(new PppEvent.Probe()).get("c021 0a 81 0008 00000000");
        assertThat(dial.pass(60 * Dial.SECOND).on(new PppEvent.Probe()).sent()).hasSize(2);
        assertThat(dial.pass(5 * Dial.SECOND).error()).isEqualTo(829);
    }

    @Test
    void beforeNetworkOpened_probe_doesNothing() {
        Dial dial = new Dial(Dial.config(AuthMethod.PAP)).networkStarted();
        dial.sent();
        dial.said();
        assertThat(dial.on(new PppEvent.Probe()).sent()).isEmpty();
        assertThat(dial.pass(Dial.SECOND).said()).isEmpty();
    }
}
