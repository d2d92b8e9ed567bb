package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What leaves the client's host, counted by its router, while the tunnel is up, cut, dialled again, and while the
/// daemon is killed.
@Tag("namespace")
@OwnMachines
@Timeout(180)
class KillSwitchTest {
    private static final String[] GUARDED = {
        "kill-switch=true", "reconnect=true", "redial-attempts=99", "redial-seconds=1", "redial-longest-seconds=1"
    };

    @TempDir
    Path folder;

    private SafetyRig rig;

    @BeforeEach
    void up() {
        Requires.program("/usr/sbin/nft", "nftables");
        rig = SafetyRig.up(folder);
        rig.sh(
                rig.client,
                "ip address add 2001:db8::2/64 dev outer nodad; ip -6 route add default via 2001:db8::1;"
                        + " nft 'add table inet foreign; add chain inet foreign c { type filter hook input priority 5; };"
                        + " add rule inet foreign c tcp dport 7 drop'");
        rig.sh(rig.router, "ip address add 2001:db8::1/64 dev near nodad");
        // everything from the client but the carrier, neighbour discovery and DHCP
        rig.sh(
                rig.router,
                "nft 'add table inet watch; add chain inet watch seen { type filter hook prerouting priority -300; };"
                        + " add rule inet watch seen iifname != \"near\" accept;"
                        + " add rule inet watch seen ip daddr " + SafetyRig.SERVER + " tcp dport 443 accept;"
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

    /// Ping, UDP and TCP, to the outside, to the server itself, and by IPv6; what of it is refused is of no interest.
    private void traffic() {
        rig.sh(
                rig.client,
                "for to in " + SafetyRig.OUTSIDE + " " + SafetyRig.SERVER + " 2001:db8::1 2001:db8:9::9; do"
                        + " ping -c 2 -i 0.2 -W 1 $to; done;"
                        + " for what in udp/" + SafetyRig.OUTSIDE + "/53 udp/" + SafetyRig.SERVER + "/53 tcp/"
                        + SafetyRig.OUTSIDE + "/22 tcp/" + SafetyRig.SERVER + "/80 udp/2001:db8::1/53; do"
                        + " timeout 1 bash -c \"echo x > /dev/$what\"; done; true");
    }

    private void cut() {
        rig.sh(rig.router, "nft add rule inet watch cut tcp dport 443 reject with tcp reset");
    }

    private void mend() {
        rig.sh(rig.router, "nft flush chain inet watch cut");
    }

    private void pingThroughTheTunnel() {
        // the server may have made its end a moment after the client
        rig.sh(rig.client, "for i in $(seq 20); do ping -c 1 -W 1 10.99.0.1 && exit 0; done; exit 1");
    }

    @Test
    void serverCut_nothingLeavesWhileItWaitsAndDials_andHangUpLeavesTheRulesAsTheyWere_H6() {
        rig.entry(GUARDED);
        traffic();
        assertThat(leaked()).as("without the kill switch").isPositive();
        String before = rig.state();

        rig.dial();
        PeerProcess watch = rig.startDialtone("watch", SafetyRig.ENTRY, "--json");
        long leakedBefore = leaked();
        pingThroughTheTunnel();
        traffic();
        assertThat(leaked()).as("connected").isEqualTo(leakedBefore);

        cut();
        rig.sh(rig.client, "ping -c 1 -W 1 10.99.0.1 || true");
        watch.line(line -> line.contains("\"ending\":true") && line.contains("retryInMillis"));
        traffic();
        watch.line(line -> line.contains("\"attempt\":3"));
        traffic();
        assertThat(leaked()).as("while it waits and is dialled").isEqualTo(leakedBefore);

        mend();
        watch.line(line -> line.contains("\"state\":\"Connected\"") && !line.contains("\"attempt\":1,"));
        pingThroughTheTunnel();
        traffic();
        assertThat(leaked()).as("connected again").isEqualTo(leakedBefore);

        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(rig.state()).isEqualTo(before);
        traffic();
        assertThat(leaked()).as("hung up").isGreaterThan(leakedBefore);
    }

    @Test
    void daemonKilled_kernelKeepsIt_andTheNextOneOpensIt_H6() {
        rig.entry(GUARDED);
        String before = rig.state();
        rig.dial();
        long leakedBefore = leaked();
        rig.killDaemon();
        traffic();
        assertThat(leaked()).isEqualTo(leakedBefore);
        assertThat(rig.sh(rig.client, "nft list tables")).contains("inet dialtone");
        rig.startDaemon();
        assertThat(rig.state()).isEqualTo(before);
    }

    @Test
    void daemonKilled_alwaysOn_nothingLeavesUntilItsNextOneHasDialled_H6() {
        rig.entry(GUARDED);
        rig.dialtone("entry", "set", SafetyRig.ENTRY, "always-on=true");
        rig.dialtone(
                "credentials",
                "set",
                SafetyRig.ENTRY,
                "--user",
                "bench",
                "--password-file",
                folder.resolve("password").toString());
        String before = rig.state();
        rig.dial();
        long leakedBefore = leaked();
        PeerProcess talking = rig.start(Machines.in(
                rig.client, "sh", "-c", "while sleep 0.05; do ping -c 1 -W 1 " + SafetyRig.SERVER + "; done"));
        talking.line(line -> line.contains("1 packets transmitted"));
        rig.killDaemon();
        traffic();
        rig.startDaemon();
        PeerProcess watch = rig.startDialtone("watch", SafetyRig.ENTRY, "--json");
        watch.line(line -> line.contains("\"state\":\"Connected\""));
        pingThroughTheTunnel();
        traffic();
        assertThat(leaked()).isEqualTo(leakedBefore);
        talking.close();
        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(rig.state()).isEqualTo(before);
    }

    @Test
    void peerRefusesTheRedial_staysClosedUntilHungUp_C4() {
        rig.entry("kill-switch=true");
        String before = rig.state();
        rig.dial();
        long leakedBefore = leaked();
        PeerProcess watch = rig.startDialtone("watch", SafetyRig.ENTRY, "--json");
        cut();
        rig.sh(rig.client, "ping -c 1 -W 1 10.99.0.1 || true");
        watch.line(line -> line.contains("\"ending\":true"));
        traffic();
        assertThat(leaked()).isEqualTo(leakedBefore);
        assertThat(rig.dialtone("doctor").text()).contains("Closed for the entry");
        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(rig.state()).isEqualTo(before);
    }
}
