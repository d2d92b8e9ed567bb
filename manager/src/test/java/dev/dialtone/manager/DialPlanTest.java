package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.Secret;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialPlanTest {
    @ParameterizedTest
    @ValueSource(ints = {5, 7, 59, 120, 121, 599, 600})
    void linkTimeout_isFourEchoIntervals(int seconds) {
        DialPlan plan = new DialPlan(
                ConnectionRig.ENTRY.with(EntryOption.LINK_TIMEOUT, Integer.toString(seconds)),
                "tester",
                "",
                Secret.ofChars("secret".toCharArray()),
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                DialOptions.STANDARD,
                null);
        assertThat(4 * plan.sstp().ppp().echoIntervalNanos())
                .isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }
}
