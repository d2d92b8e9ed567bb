package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Secret;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyEnvironmentTest {
    private static final String HOST = "vpn.example.com";

    private static @Nullable ProxyWay way(Map<String, String> environment) throws CarrierException {
        return ProxyEnvironment.of(environment).wayTo(HOST, 443, ProxyAccess.NONE);
    }

    private static ProxyWay there(@Nullable ProxyWay way) {
        return Objects.requireNonNull(way);
    }

    private static String address(Map<String, String> environment) throws CarrierException {
        ProxyWay way = way(environment);
        return way == null ? "none" : way.address().toString();
    }

    @Test
    void theFirstThatIsNotEmpty_isTaken() throws CarrierException {
        assertThat(address(Map.of())).isEqualTo("none");
        assertThat(address(Map.of("http_proxy", "h:1", "https_proxy", ""))).isEqualTo("none");
        assertThat(address(Map.of("ALL_PROXY", "d:4"))).isEqualTo("http://d:4");
        assertThat(address(Map.of("ALL_PROXY", "d:4", "all_proxy", "c:3"))).isEqualTo("http://c:3");
        assertThat(address(Map.of("all_proxy", "c:3", "HTTPS_PROXY", "http://b:2")))
                .isEqualTo("http://b:2");
        assertThat(address(Map.of("HTTPS_PROXY", "b:2", "https_proxy", " http://a:1/ ")))
                .isEqualTo("http://a:1");
    }

    @Test
    void userAndPassword_areTakenFromTheUrl() throws CarrierException {
        ProxyWay way = there(way(Map.of("https_proxy", "http://ann%40corp:p%3Ass%40w%C3%B6rd@proxy:3128")));

        assertThat(way.address()).isEqualTo(new ProxyAddress("proxy", 3128));
        assertThat(way.access().user()).isEqualTo("ann@corp");
        Secret password = Objects.requireNonNull(way.access().password());
        assertThat(password.<String>useChars(String::new)).isEqualTo("p:ss@wörd");
        assertThat(way.toString()).doesNotContain("wörd");
    }

    @Test
    void theEntrysOwnUser_goesBeforeTheUrls() throws CarrierException {
        ProxyAccess own = new ProxyAccess("bob", null, Set.of(ProxyScheme.BASIC));
        ProxyEnvironment environment = ProxyEnvironment.of(Map.of("https_proxy", "http://ann:x@proxy:1"));

        ProxyWay way = there(environment.wayTo(HOST, 443, own));
        assertThat(way.access()).isEqualTo(own);
        ProxyWay named = there(environment.wayTo(HOST, 443, new ProxyAccess("", null, Set.of(ProxyScheme.BASIC))));
        assertThat(named.access().user()).isEqualTo("ann");
        assertThat(named.access().allowed()).containsExactly(ProxyScheme.BASIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://hunter2:hunter2@proxy:1",
                "https://proxy:1/hunter2",
                "http://ann:hunter2%@proxy:1",
                "http://ann:hunter2%zz@proxy:1",
                "http://an%0d%0an:hunter2@proxy:1",
                "http://a%3ab:hunter2@proxy:1",
                "http://ann:hunter2@:1",
                "http://ann:hunter2"
            })
    void whatCannotBeUsed_failsTheDialWithoutRepeatingIt_E4(String value) {
        assertThatThrownBy(() -> way(Map.of("HTTPS_PROXY", value)))
                .isInstanceOf(CarrierException.class)
                .hasMessageContaining("HTTPS_PROXY in the environment of the connection manager")
                .hasMessageNotContaining("hunter");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vpn.example.com     | example.com
            vpn.example.com     | .example.com
            vpn.example.com     | *.example.com
            vpn.example.com     | a, VPN.Example.COM
            vpn.example.com.    | a b vpn.example.com
            VPN.example.com     | vpn.example.com:443
            vpn.example.com     | *
            192.0.2.7           | 192.0.2.7
            192.0.2.7           | 192.0.2.0/24
            192.0.2.7           | 0.0.0.0/0
            2001:db8::7         | 2001:db8::/32
            [2001:db8::7]       | 2001:db8:0::7
            2001:db8::7         | [2001:db8::7]:443
            localhost           | nothing
            127.0.0.9           | nothing
            ::1                 | nothing
            """)
    void exempts(String host, String list) {
        assertThat(ProxyExemptions.parse(list).cover(host, 443)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vpn.example.com     | ample.com
            vpn.example.com     | vpn.example.co
            vpn.example.com     | vpn.example.com:444
            vpn.example.com     | .
            vpn.example.com     | 0.0.0.0/0
            vpn.example.com     | /
            192.0.2.7           | 192.0.2
            192.0.2.7           | 192.0.2.0/33
            192.0.2.7           | 192.0.2.0/x
            192.0.2.7           | 999.0.2.0/1
            192.0.2.7           | 2001:db8::/0
            192.0.2.7           | .7
            """)
    void doesNotExempt(String host, String list) {
        assertThat(ProxyExemptions.parse(list).cover(host, 443)).isFalse();
    }
}
