package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real firewalld on the client: which zone it has a connection in, and what that zone lets in from inside the
/// tunnel.
@Tag("namespace")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnMachines
@Timeout(180)
final class FirewalldTest {
    private static final String NO_ZONE = "no zone";

    private SafetyRig rig;
    private HostManagers managers;
    private String before;

    @BeforeAll
    void up(@TempDir Path folder) {
        Path unpacked = HostManagers.require();
        rig = SafetyRig.up(folder, HostManagers.within(folder));
        managers = HostManagers.on(rig, unpacked);
        managers.startFirewalld();
        rig.start(Machines.in(
                rig.client, "/usr/bin/python3", "-m", "http.server", "8080", "--directory", folder.toString()));
        before = state();
    }

    @AfterAll
    void down() {
        if (rig != null) {
            rig.close();
        }
    }

    @AfterEach
    void leaveNothing() {
        rig.dialtone("hangup", "--all");
        assertThat(state()).isEqualTo(before);
    }

    /// Its rules keep a chain for each zone that was ever in use, which is its own affair.
    private String state() {
        return rig.sh(
                        rig.client,
                        "ip address; ip -4 route show table all; ip -6 route show table all; ip rule;"
                                + " nft list ruleset | grep dial || true; cat /etc/resolv.conf")
                + managers.firewallCmd("--get-active-zones");
    }

    private void dialIn(String zone) {
        rig.entry("firewall-zone=" + zone);
        rig.dial();
    }

    /// Whether the client's web server is reached from inside the tunnel: connects within 5 s.
    private boolean reached() {
        String inner = rig.sh(rig.client, "ip -4 -o address show dial0 | sed 's/.*inet \\([0-9.]*\\).*/\\1/'")
                .strip();
        String said = rig.sh(
                rig.router,
                "ping -c 1 -W 5 " + inner + " >/dev/null 2>&1;" + " curl -s -o /dev/null -m 5 http://" + inner
                        + ":8080/ && echo reached || echo not");
        return said.strip().equals("reached");
    }

    @Test
    void noZoneNamed_defaultZoneRules() {
        rig.entry("firewall-zone=");
        rig.dial();
        assertThat(managers.zone()).isEqualTo(NO_ZONE);
        assertThat(reached()).isFalse();
    }

    @Test
    void zoneNamed_itsFilterRules_andNothingIsLeft_H6() {
        dialIn("trusted");
        assertThat(managers.zone()).isEqualTo("trusted");
        assertThat(reached()).isTrue();
        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(managers.zone()).isEqualTo(NO_ZONE);
        dialIn("block");
        assertThat(managers.zone()).isEqualTo("block");
        assertThat(reached()).isFalse();
    }

    @Test
    void daemonKilled_theNextOneTakesItOut_H6() {
        dialIn("trusted");
        rig.killDaemon();
        assertThat(managers.zone()).isEqualTo("trusted");
        rig.startDaemon();
        assertThat(managers.zone()).isEqualTo(NO_ZONE);
    }

    @Test
    void firewalldReloads_isPutInAgain() {
        dialIn("trusted");
        assertThat(managers.firewallCmd("--reload")).isEqualTo("success");
        managers.awaitZone("trusted");
        assertThat(reached()).isTrue();
        assertThat(managers.firewallCmd("--complete-reload")).isEqualTo("success");
        managers.awaitZone("trusted");
    }

    @Test
    void firewalldBeginsAnew_isPutInAgain() {
        dialIn("trusted");
        managers.stopFirewalld();
        assertThat(reached()).as("nothing filters").isTrue();
        managers.startFirewalld();
        managers.awaitZone("trusted");
        assertThat(reached()).isTrue();
    }

    @Test
    void hungUpWithoutFirewalld_nothingIsLeftWhenItBeginsAnew_H6() {
        dialIn("trusted");
        managers.stopFirewalld();
        rig.dialtone("hangup", SafetyRig.ENTRY);
        managers.startFirewalld();
        assertThat(managers.zone()).isEqualTo(NO_ZONE);
    }

    @Test
    void nameIsInAZoneAlready_isGivenBack_H6() {
        assertThat(managers.firewallCmd("--zone=dmz", "--add-interface=dial0")).isEqualTo("success");
        dialIn("trusted");
        assertThat(managers.zone()).isEqualTo("trusted");
        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(managers.zone()).isEqualTo("dmz");
        dialIn("dmz");
        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(managers.zone()).isEqualTo("dmz");
        assertThat(managers.firewallCmd("--zone=dmz", "--remove-interface=dial0"))
                .isEqualTo("success");
    }

    @Test
    void noSuchZone_dialFailsNamingTheOptionAndTheZones_E4() {
        rig.entry("firewall-zone=nowhere");
        PeerProcess failed = dialled();
        assertThat(failed.errors()).contains("RAS_ERROR=87");
        assertThat(failed.text() + failed.errors())
                .contains("firewall-zone: firewalld has no zone \"nowhere\"")
                .contains("block, dmz, drop, external, home, internal", "public, trusted, work");
        PeerProcess doctor = rig.startDialtone("doctor", SafetyRig.ENTRY).await();
        assertThat(doctor.text()).containsPattern("FAILED +firewall zone").containsPattern("ok +firewalld +It runs");
    }

    @Test
    void firewalldDoesNotRun_dialThatNamesAZoneFails_andAnotherDoesNot_E2() {
        managers.stopFirewalld();
        rig.entry("firewall-zone=trusted");
        PeerProcess failed = dialled();
        assertThat(failed.errors()).contains("RAS_ERROR=716");
        assertThat(failed.text() + failed.errors()).contains("firewall-zone: ", "firewalld does not run");
        rig.entry("firewall-zone=");
        rig.dial();
        rig.dialtone("hangup", SafetyRig.ENTRY);
        managers.startFirewalld();
    }

    private PeerProcess dialled() {
        PeerProcess dial = rig.startDialtone(
                        "dial",
                        SafetyRig.ENTRY,
                        "--password-file",
                        rig.folder().resolve("password").toString())
                .await();
        assertThat(dial.code()).as("%s", dial).isEqualTo(1);
        return dial;
    }
}
