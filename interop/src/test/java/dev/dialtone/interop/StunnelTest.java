package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Detail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Dials a SoftEther server behind stunnel, which wants a certificate of the client: both, the daemon and the
/// commands are processes of their own.
@DisplayName("Through stunnel, which wants a certificate, to a SoftEther server")
@Isolated("the client's namespace is one for all")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StunnelTest {
    @TempDir
    static Path folder;

    private @Nullable Fronted opened;

    private PeerRig rig;
    private PeerServer stunnel;
    private PeerDialtone dialtone;
    private String password = "";
    private String passphrase = "";

    @BeforeAll
    void up() throws IOException {
        opened = Fronted.up("stunnel", folder);
        rig = opened.rig();
        stunnel = rig.server();
        dialtone = rig.dialtone();
        password = rig.secretFile("password", stunnel.get("PEER_PASS"));
        passphrase = rig.secretFile("passphrase", stunnel.get("PEER_USER_P12_PASS"));
    }

    @AfterEach
    void leaveNothing() {
        rig.hangUpWhatIsLeft();
    }

    @AfterAll
    void down() {
        if (opened != null) {
            opened.close();
        }
    }

    private String log() throws IOException {
        return Files.readString(Path.of(stunnel.get("PEER_RUN"), "stunnel.log"));
    }

    private void dialsAndReaches(String entry, String port) {
        rig.entry(entry, "server-name=" + stunnel.get("PEER_SERVER_NAME"), "port=" + port);
        dialtone.done(
                "credentials",
                "set",
                entry,
                "--client-p12",
                stunnel.get("PEER_USER_P12"),
                "--client-passphrase-file",
                passphrase);
        PeerProcess dial = dialtone.run("dial", entry, "--password-file", password, "--json");
        assertThat(dial.code()).as("%s", dial).isZero();
        PeerProcess page = stunnel.runInside(
                "curl", "-sS", "--noproxy", "*", "-m", "15", "http://" + stunnel.get("PEER_INSIDE") + "/index.html");
        assertThat(page.text()).as("%s", page).isEqualTo("hello from softether\n");
        dialtone.done("hangup", entry);
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("shown from a PKCS#12 file: connected, traffic flows, the hang-up leaves nothing")
    void shown_connects() throws IOException {
        dialsAndReaches("shown", "443");
        dialsAndReaches("older", "444");
        assertThat(log()).contains("Certificate accepted at depth=0");
    }

    @Test
    @DisplayName("none: 766, with what to do")
    void none_is766() {
        rig.entry("none", "server-name=" + stunnel.get("PEER_SERVER_NAME"), "port=444");
        PeerProcess dial = dialtone.run("dial", "none", "--password-file", password, "--json");
        assertThat(dial.code()).as("%s", dial).isEqualTo(1);
        assertThat(dial.errors()).contains("RAS_ERROR=766");
        Detail detail = Objects.requireNonNull(
                PeerDialtone.notifications(dial).getLast().detail());
        assertThat(detail.layer()).isEqualTo("tls");
        assertThat(detail.advice()).contains("--client-p12");
        rig.assertHostAsBefore();
    }
}
