package dev.dialtone.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,192.0.2.1",
        "0:0:0:0:0:0:0:0,::",
        "0:0:0:0:0:0:0:1,::1",
        "fe80:0:0:0:f5d6:3ed0:42e8:1549,fe80::f5d6:3ed0:42e8:1549",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "fd77:101:0:0:0:0:0:0,fd77:101::",
    })
    void printsAsPeopleWriteIt(String given, String expected) {
        assertThat(AddressText.of(InetAddress.ofLiteral(given))).isEqualTo(expected);
    }
}
