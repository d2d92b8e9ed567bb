package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.0.0.0/8",
        "010.1.0.0/016,10.1.0.0/16",
        "0.0.0.0/0,0.0.0.0/0",
        "255.255.255.255,255.255.255.255/32",
        "192.0.2.128/25,192.0.2.128/25",
        "2001:DB8:0::/48,2001:db8::/48",
        "::/0,::/0",
        "2001:db8::1,2001:db8::1/128",
    })
    void prefix_isCanonical(String text, String canonical) {
        assertThat(Literals.prefix(text)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/33",
                "10.0.0.0/0008",
                "10.0.0.1/31",
                "10.0.0/8",
                "10.0.0.0.0/8",
                "10.0.0.256",
                "1.2.3.4.",
                ".1.2.3.4",
                "1..2.3",
                "0010.0.0.0/8",
                "+1.2.3.4",
                "::/129",
                "2001:db8::1/64",
                "fe80::1%eth0",
                "[::1]",
                ":",
                "1:2",
                "::ffff:10.0.0.0/104"
            })
    void prefix_refusesTheRest(String text) {
        assertThatThrownBy(() -> Literals.prefix(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ipv4_isFourDecimalNumbers() {
        assertThat(Literals.isIpv4("0.0.0.0")).isTrue();
        assertThat(Literals.isIpv4("\uFF11.2.3.4"))
                .as("a digit of another script")
                .isFalse();
        assertThat(Literals.isIpv4("1.2.3")).isFalse();
    }
}
