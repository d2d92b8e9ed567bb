package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    /// The same rule as a pattern: too slow for a list of thousands, and easy to read.
    private static final Pattern RULE =
            Pattern.compile("(?=.{1,253}$)(?![0-9.]+$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
                    + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");

    @ParameterizedTest
    @ValueSource(strings = {"vpn", "vpn.example.com", "vpn.example.com.", "_sip.x", "1-2", "a--b", "X1", "10.0.0.1x"})
    void isOne(String text) {
        assertThat(HostName.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "-a", "a-", "a.-b", "a-.b", "a b", "a/b", "1.2.3", "10.", "é", "a.."})
    void isNone(String text) {
        assertThat(HostName.is(text)).isFalse();
    }

    @Test
    void lengths_RFC1035() {
        String label = "a".repeat(63);
        assertThat(HostName.is(label)).isTrue();
        assertThat(HostName.is(label + "a")).isFalse();
        String longest = (label + ".").repeat(3) + "a".repeat(61);
        assertThat(HostName.is(longest)).isTrue();
        assertThat(HostName.is(longest + ".")).isFalse();
        assertThat(HostName.is(longest + "a")).isFalse();
    }

    @Test
    void decidesAsTheRuleDoes() {
        Random random = new Random(6);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(9);
            for (int c = 0; c < length; c++) {
                text.append("aZ09_-..".charAt(random.nextInt(8)));
            }
            assertThat(HostName.is(text.toString()))
                    .as("%s", text)
                    .isEqualTo(RULE.matcher(text).matches());
        }
    }
}
