package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.RasError;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An administrator who is logged in with OpenSSH, from beyond the client's router, while the client's host sends
/// everything through a tunnel.
@Tag("namespace")
@OwnMachines
@Timeout(180)
class SshGuardTest {
    private static final int ANOTHER_PORT = 2222;
    private static final String ELSEWHERE = "203.0.113.80";

    /// Where the administrator is, and who else is there.
    private static final String NEIGHBOURS = "198.51.100.0/24";

    private static final String NEIGHBOUR = "198.51.100.77";

    @TempDir
    Path folder;

    @BeforeEach
    void needsServer() {
        Requires.program("/usr/sbin/sshd", "openssh-server");
        Requires.program("/usr/sbin/nft", "nftables");
    }

    @Test
    void fullTunnel_sessionsLiveBeforeDuringAndAfter_H6() throws Exception {
        try (SafetyRig rig = SafetyRig.up(folder)) {
            SshSession.serve(rig, ANOTHER_PORT);
            SshSession session = SshSession.open(rig, 22);
            SshSession another = SshSession.open(rig, ANOTHER_PORT);
            String before = rig.state();
            rig.entry();

            rig.dial();
            assertThat(rig.deviceTo(ELSEWHERE)).as("everything else").isEqualTo("dial0");
            assertThat(rig.deviceTo(SafetyRig.OUTSIDE)).as("the administrator").isEqualTo("outer");
            for (int i = 0; i < 3; i++) {
                session.exchange();
                another.exchange();
            }
            rig.dialtone("hangup", SafetyRig.ENTRY);
            session.exchange();
            another.exchange();
            assertThat(rig.state()).isEqualTo(before);

            // a server on another port is known by the process that holds the session
            session.close();
            rig.dial();
            rig.killDaemon();
            assertThat(rig.sh(rig.client, "ip route")).contains(SafetyRig.OUTSIDE);
            another.exchange();
            rig.startDaemon();
            another.exchange();
            assertThat(rig.state()).isEqualTo(before);
        }
    }

    /// Nobody behind the server answers at first; then dnsmasq does.
    @Test
    void splitTunnel_isToldLateOfARouteOverTheSession_whichKeepsItsWay_H6() throws Exception {
        Requires.programs("dnsmasq");
        try (SafetyRig rig = SafetyRig.up(folder)) {
            SshSession.serve(rig, ANOTHER_PORT);
            SshSession session = SshSession.open(rig, 22);
            String before = rig.state();
            rig.entry("--split");
            rig.dial();
            assertThat(rig.sh(rig.client, "ip route")).doesNotContain(NEIGHBOURS);

            PeerProcess _ = rig.start(Machines.in(
                    rig.router,
                    "dnsmasq",
                    "-k",
                    "-C",
                    "/dev/null",
                    "--user=root",
                    "--pid-file=",
                    "--interface=dts*",
                    "--bind-dynamic",
                    "--no-resolv",
                    "--no-hosts",
                    "--port=0",
                    "--dhcp-leasefile=" + folder.resolve("leases"),
                    "--dhcp-range=10.99.0.0,static,255.255.255.0",
                    "--dhcp-option=option:classless-static-route," + NEIGHBOURS + ",10.99.0.1",
                    "--log-facility=-"));
            rig.sh(
                    rig.client,
                    "for i in $(seq 150); do ip -4 route | grep -q '" + NEIGHBOURS
                            + " dev dial0' && exit 0; sleep 0.1; done; ip -4 route >&2; exit 1");
            assertThat(rig.deviceTo(NEIGHBOUR)).isEqualTo("dial0");
            assertThat(rig.deviceTo(SafetyRig.OUTSIDE)).as("the administrator").isEqualTo("outer");
            for (int i = 0; i < 3; i++) {
                session.exchange();
            }
            rig.dialtone("hangup", SafetyRig.ENTRY);
            session.exchange();
            assertThat(rig.state()).isEqualTo(before);

            // told in time, and killed
            rig.dial();
            rig.sh(
                    rig.client,
                    "for i in $(seq 150); do ip -4 route | grep -q '" + NEIGHBOURS
                            + " dev dial0' && exit 0; sleep 0.1; done; ip -4 route >&2; exit 1");
            rig.killDaemon();
            session.exchange();
            rig.startDaemon();
            session.exchange();
            assertThat(rig.state()).isEqualTo(before);
        }
    }

    /// Who came through the tunnel is answered through it, also by one that was dialled again: outside there is
    /// no way back to the inner address, and nobody is to see these packets.
    @Test
    void sessionThroughTheTunnel_tunnelLostAndDialledAgain_sessionIsNotLedAroundIt() throws Exception {
        try (SafetyRig rig = SafetyRig.up(folder)) {
            SshSession.serve(rig, ANOTHER_PORT);
            rig.entry("reconnect=true", "redial-attempts=9", "redial-seconds=1", "redial-longest-seconds=1");
            rig.dial();
            String inner = rig.sh(rig.client, "ip -4 -o address show dev dial0 | sed 's/.*inet \\([0-9.]*\\).*/\\1/'")
                    .strip();
            SshSession session = SshSession.open(rig, 22, inner);
            session.exchange();
            PeerProcess watch = rig.startDialtone("watch", SafetyRig.ENTRY, "--json");
            watch.line(line -> line.contains("\"state\":\"Connected\""));
            rig.sh(
                    rig.router,
                    "nft 'add table inet cut; add chain inet cut c { type filter hook input priority 0; };"
                            + " add rule inet cut c tcp dport 443 reject with tcp reset'");
            rig.sh(rig.client, "ping -c 1 -W 1 10.99.0.1 || true");
            watch.line(line -> line.contains("\"ending\":true"));
            assertThat(rig.sh(rig.client, "ss -Htn state established '( sport = :22 )'"))
                    .as("still there")
                    .contains(inner);
            rig.sh(rig.router, "nft delete table inet cut");
            watch.line(line -> line.contains("\"state\":\"Connected\"") && !line.contains("\"attempt\":1,"));
            assertThat(rig.deviceTo(SafetyRig.OUTSIDE)).isEqualTo("dial0");
            rig.dialtone("hangup", SafetyRig.ENTRY);
        }
    }

    @Test
    void guardOff_administratorIsCutOff_untilTheUnconfirmedDialUndoesItself_H6_C8() throws Exception {
        try (SafetyRig rig = SafetyRig.up(folder)) {
            SshSession.serve(rig, ANOTHER_PORT);
            SshSession session = SshSession.open(rig, 22);
            String before = rig.state();
            rig.entry("keep-ssh=false");

            assertThat(rig.dial("--confirm-within", "3").text()).contains("dialtone confirm office");
            assertThat(rig.deviceTo(SafetyRig.OUTSIDE)).as("cut off").isEqualTo("dial0");
            PeerProcess watch = rig.startDialtone("watch", SafetyRig.ENTRY, "--json");
            assertThat(watch.line(line -> line.contains("\"ending\":true")).text())
                    .contains("\"cause\":" + RasError.REQUEST_TIMEOUT)
                    .doesNotContain("retryInMillis");
            // nobody did anything, and the session is there again
            session.exchange();
            assertThat(rig.state()).isEqualTo(before);

            rig.dial("--confirm-within", "600");
            rig.dialtone("confirm", SafetyRig.ENTRY);
            assertThat(rig.dialtone("status", SafetyRig.ENTRY, "--json").text()).doesNotContain("confirmUntil");
            rig.dialtone("hangup", SafetyRig.ENTRY);
            session.exchange();
        }
    }
}
