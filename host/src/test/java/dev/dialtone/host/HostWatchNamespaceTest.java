package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is noticed of the real kernel, in a namespace of its own.
@Tag("namespace")
class HostWatchNamespaceTest {
    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = new TestNamespace();
        namespace.ethernet("eth9");
        namespace.ethernet("eth8");
        namespace.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        namespace.make("ip", "address", "add", "192.0.3.7/24", "dev", "eth8");
        namespace.make("ip", "route", "add", "default", "via", "192.0.2.1");
    }

    @AfterEach
    void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip address add 192.0.2.8/24 dev eth9",
                "ip -6 address add 2001:db8::7/64 dev eth9 nodad",
                "ip address del 192.0.2.7/24 dev eth9",
                "ip link del eth8",
                "ip link set eth9 down",
                "ip route replace default via 192.0.3.1 dev eth8",
                "ip route del default",
                "ip -6 route add unreachable 2001:db8:5::/48",
            })
    void watched_changeOfAnother_isTold(String change) {
        assertThat(namespace.probe("watch", "run " + change, "told", "unwatch"))
                .isEqualTo("$ " + change + "\ntold changed\nwatch threads 1 ended\n");
    }

    @Test
    void watched_resolvConfRewrittenByAnother_isTold() {
        String rewrite = "cp /etc/hostname /etc/resolv.conf";
        assertThat(namespace.probe(
                        "open dial0",
                        "up dial0 1400",
                        "watch",
                        "dns dial0=10.0.0.53;c.example;all",
                        "run " + rewrite,
                        "told",
                        "unwatch"))
                .isEqualTo("$ " + rewrite + "\ntold rewritten\nwatch threads 1 ended\n");
    }

    @Test
    void watched_ourOwnChanges_areNotTold() {
        assertThat(namespace.probe(
                        "listen",
                        "heard",
                        "open dial0",
                        "up dial0 1400",
                        "address dial0 10.9.0.2 32 10.9.0.1",
                        "address dial0 2001:db8:1::2 64",
                        "route dial0 0.0.0.0/1 - 0",
                        "route dial0 128.0.0.0/1 - 0",
                        "route dial0 2001:db8:2::/48 - 0",
                        "route eth9 198.51.100.1/32 192.0.2.1 0",
                        "heard",
                        "undo",
                        "heard",
                        "close dial0",
                        "heard",
                        "run ip link set eth8 down",
                        "heard"))
                .isEqualTo("""
                        heard nothing
                        heard something
                        heard something
                        heard something
                        $ ip link set eth8 down
                        heard something of others
                        """);
    }

    @Test
    void deviceOlderThanTheWatch_ourOwnChanges_areNotTold() {
        assertThat(namespace.probe("open dial0", "listen", "up dial0 1400", "heard", "close dial0", "heard"))
                .isEqualTo("heard something\nheard something\n");
    }

    @Test
    void tunOfAnotherOrLinkWithOurName_isTold() {
        assertThat(namespace.probe("listen", "run ip tuntap add dial0 mode tun", "heard"))
                .endsWith("heard something of others\n");
        assertThat(namespace.probe("listen", "run ip link add dial1 type veth peer name far1", "heard"))
                .endsWith("heard something of others\n");
    }

    @Test
    void overrun_isAChange_andOurDevicesStayKnown() {
        // each of these by itself is ours
        assertThat(namespace.probe(
                        "listen", "open dial0", "flood 100 209", "heard", "run ip route flush proto 209", "heard"))
                .isEqualTo("heard something\n$ ip route flush proto 209\nheard something\n");
        assertThat(namespace.probe("listen", "open dial0", "flood 4000 209", "heard", "up dial0 1400", "heard"))
                .isEqualTo("heard something of others\nheard something\n");
    }

    @Test
    void burst_fewCallsAWhileApart_theLastAfterTheEnd() {
        assertThat(namespace.probe("watch", "burst 4000", "unwatch"))
                .isEqualTo("burst: last complete, fewer than changes true, apart true\nwatch threads 1 ended\n");
    }

    @Test
    void quiet_close_endsTheThreadAtOnce() {
        assertThat(namespace.probe("watch", "watch", "unwatch")).isEqualTo("watch threads 2 ended\n");
    }

    @Test
    void listenerThrows_watchGoesOn() {
        assertThat(namespace.probe(
                        "watch throwing",
                        "run ip link set eth8 down",
                        "told",
                        "run ip link set eth8 up",
                        "told",
                        "unwatch"))
                .containsPattern("(?s)told changed.*\\$ ip link set eth8 up.*told changed.*watch threads 1 ended")
                .contains("the listener's own");
    }

    @Test
    void suspended_nextWake_tellsForHowLong() {
        assertThat(namespace.probe("watch", "sleep 3600", "run ip link set eth8 down", "told", "told", "unwatch"))
                .isEqualTo("""
                        $ ip link set eth8 down
                        told resumed 60 min
                        told changed
                        watch threads 1 ended
                        """);
    }

    @Test
    void suspended_nothingElseHappens_isToldAllTheSame() {
        assertThat(namespace.probe("watch", "sleep 3600", "told", "unwatch"))
                .isEqualTo("told resumed 60 min\nwatch threads 1 ended\n");
    }
}
