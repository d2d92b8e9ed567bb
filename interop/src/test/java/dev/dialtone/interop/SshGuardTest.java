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
@Timeout(180)
class SshGuardTest {
    private static final int ANOTHER_PORT = 2222;
    private static final String ELSEWHERE = "203.0.113.80";

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
