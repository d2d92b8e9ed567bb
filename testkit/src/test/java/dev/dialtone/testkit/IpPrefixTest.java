package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpPrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1,true",
        "10.0.0.0/8,11.0.0.0,false",
        "0.0.0.0/0,203.0.113.1,true",
        "0.0.0.0/0,::1,false",
        "192.0.2.1,192.0.2.1,true",
        "192.0.2.1,192.0.2.2,false",
        "2001:db8::/33,2001:db8:7fff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false"
    })
    void contains(String prefix, String address, boolean inside) {
        assertThat(IpPrefix.of(prefix).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
    }

    @Test
    void rejectsLengthsThatAreNone() {
        assertThatThrownBy(() -> IpPrefix.of("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pool_givesEachAddressOnce_andNeitherEndNorTheServers() {
        AddressPool pool =
                new AddressPool(IpPrefix.of("10.1.2.0/29"), (Inet4Address) InetAddress.ofLiteral("10.1.2.3"));
        assertThat(pool.take()).contains((Inet4Address) InetAddress.ofLiteral("10.1.2.1"));
        for (int i = 0; i < 4; i++) {
            assertThat(pool.take()).isPresent();
        }
        assertThat(pool.take()).isEmpty();
        pool.giveBack((Inet4Address) InetAddress.ofLiteral("10.1.2.4"));
        assertThat(pool.take()).contains((Inet4Address) InetAddress.ofLiteral("10.1.2.4"));
        assertThat(pool.inUse()).isEqualTo(5);
    }
}
