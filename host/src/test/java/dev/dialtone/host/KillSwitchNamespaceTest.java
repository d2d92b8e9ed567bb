package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The kill switch in the real kernel, in a namespace of its own; `nft` is the witness.
@Tag("namespace")
class KillSwitchNamespaceTest {
    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        TestNamespace.require(Files.isExecutable(Path.of("/usr/sbin/nft")), "no nft (nftables)");
        namespace = new TestNamespace();
        namespace.make(
                "nft",
                "add table inet foreign; add chain inet foreign c { type filter hook input priority 5; };"
                        + " add rule inet foreign c tcp dport 7 counter drop");
    }

    @AfterEach
    void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    private String ruleset() {
        return namespace.run("nft", "list", "ruleset").output();
    }

    @Test
    void closed_nftListsItAsItsOwn_openedNothingIsLeft() {
        String before = ruleset();
        String said = namespace.probe(
                "open dial0",
                "kill-switch office 192.0.2.1 443",
                "run nft list table inet dialtone",
                "run nft -j list table inet dialtone",
                "undo",
                "run nft list ruleset",
                "close dial0");
        assertThat(said).startsWith("""
                $ nft list table inet dialtone
                table inet dialtone {
                \tchain output {
                \t\ttype filter hook output priority filter; policy drop;
                \t\toifname "lo" accept
                \t\toifname "dial0" accept
                \t\tip daddr 192.0.2.1 tcp dport 443 accept
                \t\tmeta nfproto ipv4 udp sport 68 udp dport 67 accept
                \t\tmeta nfproto ipv6 udp sport 546 udp dport 547 accept
                \t\ticmpv6 type nd-router-solicit accept
                \t\ticmpv6 type nd-neighbor-solicit accept
                \t\ticmpv6 type nd-neighbor-advert accept
                \t\tcounter packets 0 bytes 0 drop
                \t}

                \tchain forward {
                \t\ttype filter hook forward priority filter; policy drop;
                \t\toifname "dial0" accept
                \t\tiifname "dial0" accept
                \t\tcounter packets 0 bytes 0 drop
                \t}
                }
                $ nft -j list table inet dialtone
                """);
        assertThat(said)
                .contains("\"hook\": \"output\", \"prio\": 0, \"policy\": \"drop\"")
                .endsWith("$ nft list ruleset\n" + before);
        assertThat(ruleset()).isEqualTo(before);
    }

    @Test
    void several_areOneTableThatIsComputedAnew() {
        String said = namespace.probe(
                "kill-switch a 192.0.2.1 443",
                "kill-switch b 2001:db8::1 8443",
                "kill-switch c 192.0.2.1 443",
                "run nft list table inet dialtone",
                "open dial7",
                "open-switch a 192.0.2.1 443",
                "run nft list table inet dialtone",
                "open-switch c 192.0.2.1 443",
                "run nft list table inet dialtone",
                "open-switch b 2001:db8::1 8443",
                "open-switch b 2001:db8::1 8443",
                "run nft list tables",
                "close dial7");
        String[] parts = said.split("(?=\\$ nft)");
        String first = "ip daddr 192.0.2.1 tcp dport 443 accept";
        String second = "ip6 daddr 2001:db8::1 tcp dport 8443 accept";
        assertThat(parts[0]).containsOnlyOnce(first).contains(second).doesNotContain("dial7");
        assertThat(parts[1]).contains(first, second, "oifname \"dial7\" accept");
        assertThat(parts[2]).contains(second).doesNotContain(first);
        assertThat(parts[3]).isEqualTo("$ nft list tables\ntable inet foreign\n");
    }

    @Test
    void killed_kernelKeepsIt_andTheNextOpensIt() {
        String before = ruleset();
        namespace.probe("open dial0", "kill-switch office 192.0.2.1 443", "die");
        assertThat(ruleset()).contains("table inet dialtone", "tcp dport 443 accept");
        assertThat(namespace.probe("open-switch office 192.0.2.1 443")).isEmpty();
        assertThat(ruleset()).isEqualTo(before);
    }

    @Test
    void killed_theNextClosesItAnew() {
        namespace.probe("kill-switch office 192.0.2.1 443", "die");
        assertThat(namespace.probe("kill-switch office 192.0.2.1 443", "run nft list table inet dialtone", "undo"))
                .containsOnlyOnce("tcp dport 443");
    }

    @Test
    void closed_onlyWhatIsAllowedLeaves() {
        namespace.ethernet("eth9");
        namespace.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        namespace.make("ip", "neigh", "add", "192.0.2.1", "lladdr", "02:00:00:00:00:01", "dev", "eth9");
        String said = namespace.probe(
                "kill-switch office 192.0.2.1 443",
                "run ping -c 1 -W 1 192.0.2.1",
                "run ping -c 1 -W 1 127.0.0.1",
                "run nft list table inet dialtone");
        assertThat(said).contains("100% packet loss", "1 received").contains("counter packets 1 bytes 84 drop");
        assertThat(namespace.run("ip", "-s", "link", "show", "eth9").output()).contains("TX:");
    }

    @Test
    void asManyAsThereMayBe_fitOneTransaction() {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            steps.add("open dial" + i);
        }
        for (int i = 0; i < 64; i++) {
            steps.add("kill-switch office" + i + " 2001:db8::" + Integer.toHexString(i + 1) + " 443");
        }
        steps.add("run nft list table inet dialtone");
        steps.add("kill-switch more 2001:db8::ffff 443");
        String said = namespace.probe(steps.toArray(String[]::new));
        assertThat(said)
                .contains("ip6 daddr 2001:db8::40 tcp dport 443 accept", "iifname \"dial63\" accept")
                .contains("refused error=716 layer=host reason=the kill switch takes at most 64 entries");
    }

    @Test
    void withoutRights_isRefusedWith5() {
        String[] probe = TestNamespace.probeCommand("kill-switch office 192.0.2.1 443");
        String[] command = new String[probe.length + 3];
        command[0] = "setpriv";
        command[1] = "--bounding-set=-net_admin";
        command[2] = "--inh-caps=-net_admin";
        System.arraycopy(probe, 0, command, 3, probe.length);
        assertThat(namespace.run(command).output())
                .startsWith("refused error=5 layer=host reason=cannot close the kill switch");
    }
}
