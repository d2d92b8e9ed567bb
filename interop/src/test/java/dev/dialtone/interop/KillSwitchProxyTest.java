package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Behind the kill switch of an entry that dials by an HTTP proxy: the proxy is reached, by the address that its
/// name had, and nothing else; the server's own address is one like any other. Counted by the client's router,
/// which has the proxy and the name server; the server is beyond it.
@Tag("namespace")
@OwnMachines
@Timeout(180)
class KillSwitchProxyTest {
    private static final String PROXY = "192.0.2.3";
    private static final String PORT = "3128";
    private static final String PROXY_NAME = "proxy.example";

    @TempDir
    Path folder;

    private SafetyRig rig;
    private Path beyond;

    @BeforeEach
    void up() throws IOException {
        Requires.program("/usr/sbin/nft", "nftables");
        Requires.programs("dnsmasq");
        rig = SafetyRig.up(folder);
        beyond = Files.createDirectory(folder.resolve("beyond"));
        rig.machines.answerer(rig.outside, beyond, SafetyRig.OUTSIDE);
        rig.sh(rig.router, "ip address add " + PROXY + "/24 dev near");
        rig.start(Machines.in(rig.router, Machines.program(ProxyProgram.class, PROXY, PORT, SafetyRig.OUTSIDE, "443")))
                .line("ready"::equals);
        PeerProcess _ = rig.start(Machines.in(
                rig.router,
                "dnsmasq",
                "-k",
                "-C",
                "/dev/null",
                "--user=root",
                "--pid-file=",
                "--listen-address=" + SafetyRig.SERVER,
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                "--address=/" + PROXY_NAME + "/" + PROXY));
        rig.machines.resolvConf(rig.client, "nameserver " + SafetyRig.SERVER + "\n");
        rig.sh(
                rig.client,
                "for i in $(seq 100); do getent ahostsv4 " + PROXY_NAME + " && exit 0; sleep 0.1; done; exit 1");
        // everything from the client but the carrier to the proxy, neighbour discovery and DHCP
        rig.sh(
                rig.router,
                "nft 'add table inet watch; add chain inet watch seen { type filter hook prerouting priority -300; };"
                        + " add rule inet watch seen iifname != \"near\" accept;"
                        + " add rule inet watch seen ip daddr " + PROXY + " tcp dport " + PORT + " accept;"
                        + " add rule inet watch seen icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert,"
                        + " nd-router-solicit } accept;"
                        + " add rule inet watch seen counter;"
                        + " add chain inet watch cut { type filter hook input priority 0; }'");
    }

    @AfterEach
    void down() {
        if (rig != null) {
            rig.close();
        }
    }

    private long leaked() {
        String rules = rig.sh(rig.router, "nft list chain inet watch seen");
        return Long.parseLong(rules.replaceAll("(?s).*counter packets (\\d+) .*", "$1"));
    }

    /// To the server itself at the port of its service, to the proxy at another one, to the name server.
    private void traffic() {
        rig.sh(
                rig.client,
                "for what in tcp/" + SafetyRig.OUTSIDE + "/443 tcp/" + PROXY + "/80 udp/" + PROXY + "/" + PORT + " udp/"
                        + SafetyRig.SERVER + "/53; do timeout 1 bash -c \"echo x > /dev/$what\"; done; true");
    }

    private void entry(String... options) {
        rig.machines.entry(SafetyRig.ENTRY, beyond, SafetyRig.OUTSIDE, options);
        rig.machines.credentials(SafetyRig.ENTRY, beyond);
    }

    private void pingThroughTheTunnel() {
        rig.sh(rig.client, "for i in $(seq 20); do ping -c 1 -W 1 10.99.0.1 && exit 0; done; exit 1");
    }

    @Test
    void proxyCut_nothingElseLeavesWhileItIsDialledAgain_alsoByTheNextDaemon_H6() {
        entry(
                "proxy=http://" + PROXY_NAME + ":" + PORT,
                "kill-switch=true",
                "dns=false",
                "always-on=true",
                "redial-seconds=1",
                "redial-longest-seconds=1");
        traffic();
        assertThat(leaked()).as("without the kill switch").isPositive();
        String before = rig.state();

        rig.dialtone("dial", SafetyRig.ENTRY);
        PeerProcess watch = rig.startDialtone("watch", SafetyRig.ENTRY, "--json");
        long leakedBefore = leaked();
        pingThroughTheTunnel();
        traffic();
        assertThat(leaked()).as("connected").isEqualTo(leakedBefore);
        assertThat(rig.sh(rig.client, "nft list table inet dialtone"))
                .contains("ip daddr " + PROXY + " tcp dport " + PORT + " accept")
                .doesNotContain(SafetyRig.OUTSIDE);

        rig.sh(rig.router, "nft add rule inet watch cut tcp dport " + PORT + " reject with tcp reset");
        rig.sh(rig.client, "ping -c 1 -W 1 10.99.0.1 || true");
        watch.line(line -> line.contains("\"ending\":true") && line.contains("retryInMillis"));
        watch.line(line -> line.contains("\"attempt\":3"));
        traffic();
        assertThat(leaked()).as("while it waits and is dialled").isEqualTo(leakedBefore);

        rig.sh(rig.router, "nft flush chain inet watch cut");
        watch.line(line -> line.contains("\"state\":\"Connected\"") && !line.contains("\"attempt\":1,"));
        pingThroughTheTunnel();
        traffic();
        assertThat(leaked()).as("connected again").isEqualTo(leakedBefore);

        // the next daemon never heard the proxy's name resolved, and cannot ask
        rig.killDaemon();
        traffic();
        rig.startDaemon();
        PeerProcess next = rig.startDialtone("watch", SafetyRig.ENTRY, "--json");
        next.line(line -> line.contains("\"state\":\"Connected\""));
        pingThroughTheTunnel();
        traffic();
        assertThat(leaked()).as("by the next daemon").isEqualTo(leakedBefore);

        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(rig.state()).isEqualTo(before);
        traffic();
        assertThat(leaked()).as("hung up").isGreaterThan(leakedBefore);
    }
}
