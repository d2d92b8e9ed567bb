package dev.dialtone.checker;

import static dev.dialtone.checker.Scenarios.C;

import org.junit.jupiter.api.Test;

/// No rule complains of what is right.
class SoundRunsTest {
    @Test
    void soundRuns_pass() {
        Scenarios.whole().holds();
        Scenarios.refused().holds();
        Scenarios.paused().holds();
        Scenarios.unanswered(600_000, 638).holds();
        Scenarios.redialled().holds();
        Scenarios.gated().holds();
        Scenarios.killedConnected().holds();
        Scenarios.killedDialling().holds();
        Scenarios.shared().holds();
    }

    @Test
    void dialThatIsHungUp_passes() {
        Scenarios.hungUp(Scenarios.dialling("Authenticate", ""), false)
                .gives("completion", "A", C)
                .quiet()
                .holds();
    }

    @Test
    void connectionLeftUp_passes() {
        Scenarios.connected("").line("quiet", "").line("end", "").holds();
    }

    @Test
    void unknownFactsAndFields_areIgnored() {
        Scenarios.whole()
                .with("\"what\":\"told\"", "\"new\":[1.5,null,{\"a\":\"\\u00e4\"}],\"what\":\"told\"", "told")
                .holds();
    }
}
