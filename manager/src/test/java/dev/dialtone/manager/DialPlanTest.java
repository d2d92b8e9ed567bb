package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialPlanTest {
    @ParameterizedTest
    @ValueSource(ints = {5, 7, 59, 120, 121, 599, 600})
    void linkTimeout_isFourEchoIntervals(int seconds) {
        DialPlan plan = plan(ConnectionRig.ENTRY.with(EntryOption.LINK_TIMEOUT, Integer.toString(seconds)));
        assertThat(4 * plan.sstp().ppp().echoIntervalNanos())
                .isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void givenNameServers_areNotAskedOfTheServer() {
        assertThat(plan(ConnectionRig.ENTRY).sstp().ppp().dns()).isTrue();
        assertThat(plan(ConnectionRig.ENTRY.with(EntryOption.DNS_SERVERS, "10.9.0.99"))
                        .sstp()
                        .ppp()
                        .dns())
                .isFalse();
    }

    private static DialPlan plan(Entry entry) {
        return new DialPlan(
                entry,
                "tester",
                "",
                Secret.ofChars("secret".toCharArray()),
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                DialOptions.STANDARD,
                null);
    }

    /// E4: refused before anything is dialled, by the names of the options.
    @ParameterizedTest
    @CsvSource({
        "table, 100, netns, blue, 'table, netns: '",
        "table, 100, kill-switch, true, 'kill-switch, table: '",
        "table, 100, route-exclude, 10.1.0.0/16, 'route-exclude, table: '",
        "table, 100, require-names, true, 'require-names, table: '",
        "fwmark, 7, mtu, 1400, 'fwmark: needs a table'",
        "kill-switch, true, default-route-ipv6, false, 'kill-switch, default-route-ipv6: '",
        "machine-authentication, psk, mtu, 1400, 'machine-authentication: '",
    })
    void optionsThatDoNotGoTogether_areNamed_E4(
            String first, String value, String second, String other, String complaint) {
        DialPlan plan = plan(ConnectionRig.ENTRY.with(first, value).with(second, other));
        assertThatThrownBy(plan::sstp)
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(87))
                .hasMessageContaining(complaint);
    }
}
