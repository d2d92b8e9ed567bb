package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.MemoryHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the host's other managers are told of a connection's device, and what is left of it.
class LinkIntroductionTest {
    private static final Entry TRUSTED = ConnectionRig.ENTRY.with(EntryOption.FIREWALL_ZONE, "trusted");
    private static final HostChange ZONE = new HostChange.FirewallZone("dial0", "trusted", "");
    private static final HostChange DEVICE = new HostChange.Device("dial0");
    private static final Failure HANG_UP = Failure.of(631, Layer.MANAGER, "test");

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private static List<HostChange> applied(ConnectionRig rig) {
        return rig.host.history().stream()
                .filter(event -> event.deed() == MemoryHost.Deed.APPLIED)
                .map(MemoryHost.Event::change)
                .toList();
    }

    private static void assertNothingLeft(ConnectionRig rig) {
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void dialled_isInItsZoneBeforeItIsUp_andOutOfItAtTheEnd_H6() {
        ConnectionRig rig = rig(TRUSTED);
        rig.connected();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(applied(rig)).startsWith(DEVICE, ZONE);
        assertThat(applied(rig).get(2)).isInstanceOf(HostChange.LinkUp.class);
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertNothingLeft(rig);
    }

    @Test
    void noZoneNamed_nobodyIsTold() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.connected();
        assertThat(applied(rig)).noneMatch(HostChange.FirewallZone.class::isInstance);
    }

    @Test
    void inANamespace_nobodyIsTold() {
        ConnectionRig rig = rig(TRUSTED.with(EntryOption.NETNS, "blue"));
        rig.connected();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(applied(rig)).noneMatch(change -> change.toString().contains("FirewallZone"));
    }

    @Test
    void zoneRefused_dialFailsBeforeAnythingIsSent_andNothingIsLeft_E4_H6() {
        ConnectionRig rig = rig(TRUSTED);
        rig.host.refuse(ZONE::equals, Failure.of(87, Layer.HOST, "firewall-zone: no such zone"));
        rig.connection.start();
        rig.loop.drain();
        assertThat(rig.words()).containsExactly("OpenPort", "OpenPort 87 completion");
        assertThat(rig.tunnels).isEmpty();
        assertNothingLeft(rig);
    }

    @Test
    void otherManagerBeginsAnew_isToldAgain_andTakenBackOnce_H6() {
        MemoryHost host = new MemoryHost();
        MemoryLines lines = new MemoryLines();
        HostLedger ledger = new HostLedger(host, Journal.open(lines));
        ledger.introduce("c-1", ledger.open("c-1"), "trusted");
        int journalled = lines.lines().size();
        // it forgot
        host.undo(ZONE);
        ledger.introduceAgain();
        assertThat(host.present()).contains(ZONE);
        assertThat(lines.lines()).hasSize(journalled);
        host.refuse(ZONE::equals, Failure.of(716, Layer.HOST, "firewalld does not run"));
        ledger.introduceAgain();
        host.refuseNothing();
        ledger.release("c-1");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void networkChangesLater_staysInItsZone_H6() {
        ConnectionRig rig = rig(TRUSTED);
        ScriptedTunnel peer = rig.connected();
        peer.listener.projectionChanged(ScriptedTunnel.PROJECTION);
        rig.loop.drain();
        assertThat(rig.host.present()).contains(ZONE);
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertNothingLeft(rig);
    }

    @Test
    void killed_isTakenOutByTheNext_H6() {
        ConnectionRig rig = rig(TRUSTED);
        rig.connected();
        rig.host.crash();
        assertThat(rig.host.present()).contains(ZONE);
        new HostLedger(rig.host, Journal.open(rig.journal)).recover();
        assertNothingLeft(rig);
    }
}
