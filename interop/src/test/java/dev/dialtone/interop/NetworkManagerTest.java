package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real NetworkManager on the client: how it sees a connection's interface, and that it leaves addresses, routes
/// and
/// name servers as the daemon made them.
@Tag("namespace")
@OwnMachines
@Timeout(180)
final class NetworkManagerTest {
    private static final String UNMANAGED = "10 (unmanaged)";
    private static final String EXTERNAL = "100 (connected (externally))";

    private SafetyRig rig;
    private HostManagers managers;

    @BeforeEach
    void up(@TempDir Path folder) {
        Path unpacked = HostManagers.require();
        rig = SafetyRig.up(folder, HostManagers.within(folder));
        managers = HostManagers.on(rig, unpacked);
        rig.entry("ipv6=false", "dns=true");
    }

    @AfterEach
    void down() {
        if (rig != null) {
            rig.close();
        }
    }

    /// All that is set for the connection, but for what another dial is given anew: the inner address and the metric.
    private String made() {
        return rig.sh(
                        rig.client,
                        "ip -o link show dial0 | sed 's/^[0-9]*: //'; ip -o address show dial0 | sed 's/^[0-9]*: //';"
                                + " ip -4 route show table all; ip -6 route show table all; ip rule;"
                                + " cat /etc/resolv.conf")
                .replaceAll(" metric 9[0-9]*", "")
                .replaceAll("10\\.99\\.0\\.[2-9]\\b", "INNER");
    }

    /// A TUN that is not ours, to see what NetworkManager does with it.
    private void awaitItTakesAnothers() {
        rig.sh(rig.client, "ip tuntap add other mode tun; ip address add 10.55.0.1/32 dev other; ip link set other up");
        managers.awaitNmcli(EXTERNAL, "-g", "GENERAL.STATE", "device", "show", "other");
        rig.sh(rig.client, "ip link delete other");
    }

    @Test
    void itRuns_leavesTheConnectionAsItWasMade_andNothingIsLeft_H6() {
        rig.dial();
        String without = made();
        rig.dialtone("hangup", SafetyRig.ENTRY);

        managers.startNetworkManager();
        String before = rig.state();
        rig.dial();
        awaitItTakesAnothers();
        assertThat(managers.linkState("dial0")).isEqualTo(UNMANAGED);
        assertThat(made().lines()).containsExactlyElementsOf(without.lines().toList());
        assertThat(rig.dialtone("doctor").text()).containsPattern("ok +networkmanager +It runs, and is told");

        rig.dialtone("hangup", SafetyRig.ENTRY);
        assertThat(rig.state()).isEqualTo(before);
    }

    @Test
    void itBeginsAnew_leavesTheConnectionAsItIs() {
        managers.startNetworkManager();
        rig.dial();
        String made = made();
        managers.stopNetworkManager();
        managers.startNetworkManager();
        awaitItTakesAnothers();
        managers.awaitNmcli(UNMANAGED, "-g", "GENERAL.STATE", "device", "show", "dial0");
        assertThat(made()).isEqualTo(made);
    }

    @Test
    void daemonKilled_nextOneLeavesNothing_H6() {
        managers.startNetworkManager();
        String before = rig.state();
        rig.dial();
        rig.killDaemon();
        rig.startDaemon();
        assertThat(rig.state()).isEqualTo(before);
        assertThat(managers.nmcli("-g", "DEVICE", "device")).doesNotContain("dial0");
    }
}
