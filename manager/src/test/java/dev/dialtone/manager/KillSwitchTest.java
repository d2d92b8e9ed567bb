package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the kill switch is closed and opened, in virtual time.
class KillSwitchTest {
    private static final Failure LOST = Failure.retryable(829, Layer.TCP, "reset");
    private static final Failure USER = Failure.of(631, Layer.MANAGER, "test");
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress ANOTHER = InetAddress.ofLiteral("198.51.100.8");
    private static final HostChange CLOSED = new HostChange.KillSwitch("office", SERVER, 443);
    private static final Entry ENTRY = ConnectionRig.ENTRY.with(EntryOption.KILL_SWITCH, "true");

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private static void fail(ConnectionRig rig, Failure failure) {
        rig.peer().listener.failed(failure);
        rig.loop.drain();
    }

    private static List<HostChange> applied(ConnectionRig rig) {
        return rig.host.history().stream()
                .filter(event -> event.deed() == MemoryHost.Deed.APPLIED)
                .map(MemoryHost.Event::change)
                .toList();
    }

    @Test
    void dial_closesItBeforeTheFirstRoute_andJournalsIt_H6() {
        ConnectionRig rig = rig(ENTRY);
        rig.connected();
        List<HostChange> applied = applied(rig);
        assertThat(applied.indexOf(CLOSED)).isEqualTo(1);
        assertThat(applied.getFirst()).isInstanceOf(HostChange.Device.class);
        assertThat(rig.journal.lines()).anyMatch(line -> line.contains("kill-switch"));
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void hangUp_isToldWhenItIsOpen_C4() {
        ConnectionRig rig = rig(ENTRY);
        rig.connected();
        rig.hostIsBusy = true;
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.host.present()).contains(CLOSED);
        rig.hostWork();
        assertThat(rig.words()).endsWith("Disconnected cause 631 ending");
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void lost_staysClosedWhileItWaitsAndIsDialledAgain_toTheAddressItHad() {
        ConnectionRig rig = rig(ENTRY.with(EntryOption.ALWAYS_ON, "true"));
        rig.connected();
        assertThat(rig.plans.getFirst().entry().text(EntryOption.SERVER)).isEqualTo("vpn.example");
        for (int i = 0; i < 3; i++) {
            fail(rig, LOST);
            assertThat(rig.host.present()).as("waiting").containsExactly(CLOSED);
            rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
            assertThat(rig.host.present()).as("dialling").contains(CLOSED);
            Entry direct = rig.plans.getLast().entry();
            assertThat(direct.text(EntryOption.SERVER)).isEqualTo("198.51.100.7");
            assertThat(direct.text(EntryOption.SERVER_NAME)).isEqualTo("vpn.example");
        }
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(applied(rig)).containsOnlyOnce(CLOSED);
        fail(rig, LOST);
        rig.connection.hangUp(USER);
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Disconnected cause 631 completion");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void certificateName_isKeptWhenTheEntryHasOne() {
        ConnectionRig rig =
                rig(ENTRY.with(EntryOption.ALWAYS_ON, "true").with(EntryOption.SERVER_NAME, "other.example"));
        rig.connected();
        fail(rig, LOST);
        rig.advance(Duration.ofMillis(rig.last().retryInMillis()));
        assertThat(rig.plans.getLast().entry().text(EntryOption.SERVER_NAME)).isEqualTo("other.example");
    }

    @Test
    void endedByItself_staysClosedAndSaysSo() {
        ConnectionRig rig = rig(ENTRY);
        rig.connected();
        fail(rig, Failure.of(691, Layer.AUTH, "refused"));
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.last().detail().advice())
                .endsWith("The kill switch stays closed until: dialtone hangup office.");
        assertThat(rig.host.present()).containsExactly(CLOSED);
    }

    @Test
    void unconfirmed_isOpened() {
        ConnectionRig rig =
                new ConnectionRig(directory, ENTRY, DialOptions.STANDARD.confirmedWithin(Duration.ofSeconds(30)));
        rig.connected();
        rig.advance(Duration.ofSeconds(30));
        assertThat(rig.last().cause()).isEqualTo(638);
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void managerStops_opensItUnlessItWillDialAgain() {
        ConnectionRig once = rig(ENTRY);
        once.connected();
        once.connection.managerStops();
        once.loop.drain();
        assertThat(once.last().isLast()).isTrue();
        assertThat(once.host.present()).isEmpty();
        ConnectionRig always = rig(ENTRY.with(EntryOption.ALWAYS_ON, "true"));
        always.connected();
        always.connection.managerStops();
        always.loop.drain();
        assertThat(always.last().isLast()).isTrue();
        assertThat(always.host.present()).containsExactly(CLOSED);
    }

    @Test
    void hostCannot_dialFailsBeforeAnyRoute_E2() {
        ConnectionRig rig = rig(ENTRY.with(EntryOption.REDIAL_ATTEMPTS, "3"));
        rig.host.refuse(
                HostChange.KillSwitch.class::isInstance, Failure.of(716, Layer.HOST, "cannot close the kill switch"));
        rig.connected();
        assertThat(rig.words()).endsWith("ApplySettings 716 completion");
        assertThat(applied(rig)).noneMatch(HostChange.Route.class::isInstance);
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void withoutIt_nothingIsFiltered() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        rig.connected();
        assertThat(applied(rig)).noneMatch(HostChange.KillSwitch.class::isInstance);
    }

    @Test
    void splitTunnel_isRefused_E4() {
        ConnectionRig rig = rig(ENTRY.with(EntryOption.DEFAULT_ROUTE, "false"));
        rig.dialled();
        assertThatThrownBy(() -> rig.plans.getFirst().sstp())
                .isInstanceOf(RasException.class)
                .hasMessageContaining("kill-switch: needs default-route=true");
    }

    @Test
    void anotherAddress_takesItsPlaceWithoutAMomentWithout_H6() {
        MemoryHost host = new MemoryHost();
        MemoryLines lines = new MemoryLines();
        KillSwitches switches = new KillSwitches(new HostLedger(host, Journal.open(lines)));
        switches.close(ENTRY, new InetSocketAddress(SERVER, 443), false);
        switches.close(ENTRY, new InetSocketAddress(SERVER, 443), false);
        switches.close(ENTRY, new InetSocketAddress(ANOTHER, 443), false);
        HostChange fresh = new HostChange.KillSwitch("office", ANOTHER, 443);
        assertThat(host.history().stream()
                        .map(event -> event.deed() + " " + event.change())
                        .toList())
                .containsExactly("APPLIED " + CLOSED, "APPLIED " + fresh, "UNDONE " + CLOSED);
        assertThat(reached(switches, ENTRY).text(EntryOption.SERVER)).isEqualTo("198.51.100.8");
        Entry elsewhere = ENTRY.with(EntryOption.SERVER, "elsewhere.example");
        assertThat(reached(switches, elsewhere)).isEqualTo(elsewhere);
        switches.open("office");
        switches.open("office");
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    private static Entry reached(KillSwitches switches, Entry entry) {
        return switches.reachable(new DialPlan(
                        entry,
                        "tester",
                        "",
                        Secret.ofUtf8(new byte[0]),
                        false,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        DialOptions.STANDARD,
                        null))
                .entry();
    }

    @Test
    void proxyWithAName_isDialledByTheAddressItHad() {
        KillSwitches switches = new KillSwitches(new HostLedger(new MemoryHost(), Journal.open(new MemoryLines())));
        Entry named = ENTRY.with(EntryOption.PROXY, "http://proxy.example:3128");
        switches.close(named, new InetSocketAddress(ANOTHER, 3128), true);
        assertThat(reached(switches, named)).isEqualTo(named.with(EntryOption.PROXY, "http://198.51.100.8:3128"));
        Entry other = named.with(EntryOption.PROXY, "none");
        assertThat(reached(switches, other)).isEqualTo(other);
        switches.open("office");
        assertThat(reached(switches, named)).isEqualTo(named);
        // the environment's
        switches.close(ENTRY, new InetSocketAddress(ANOTHER, 8080), true);
        assertThat(reached(switches, ENTRY).text(EntryOption.PROXY)).isEqualTo("http://198.51.100.8:8080");
        assertThat(reached(switches, ENTRY).text(EntryOption.SERVER)).isEqualTo("vpn.example");
    }

    @Test
    void namespaceOfOurOwn_hasNoOtherWayOut_andNeedsNoSwitch() {
        ConnectionRig rig = rig(ENTRY.with(EntryOption.NETNS, "blue"));
        rig.connected();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(applied(rig)).noneMatch(change -> change.toString().contains("KillSwitch"));
    }

    @Test
    void namespaceOfSomebodyElse_isRefusedBeforeAnyRoute_E2() {
        ConnectionRig rig = rig(ENTRY.with(EntryOption.NETNS, "blue"));
        rig.host.addNamespace("blue");
        rig.connected();
        assertThat(rig.words()).endsWith("ApplySettings 716 completion");
        assertThat(rig.last().detail().reason()).contains("kill-switch", "blue");
        assertThat(rig.last().detail().advice()).contains("netns=NAME");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void killed_successorOpensItOrKeepsIt_H6() {
        for (boolean keeps : new boolean[] {false, true}) {
            MemoryHost host = new MemoryHost();
            MemoryLines lines = new MemoryLines();
            HostLedger killed = new HostLedger(host, Journal.open(lines));
            new KillSwitches(killed).close(ENTRY, new InetSocketAddress(SERVER, 443), false);
            killed.open("c-1");
            host.crash();
            HostLedger successor = new HostLedger(host, Journal.open(lines));
            List<HostChange.KillSwitch> kept = successor.recover(_ -> keeps);
            if (!keeps) {
                assertThat(host.present()).isEmpty();
                assertThat(lines.lines()).isEmpty();
                continue;
            }
            assertThat(host.present()).containsExactly(CLOSED);
            assertThat(host.history())
                    .noneMatch(e ->
                            e.deed() == MemoryHost.Deed.UNDONE && e.change().equals(CLOSED));
            KillSwitches switches = new KillSwitches(successor);
            kept.forEach(left -> switches.adopt(left, ENTRY, false));
            assertThat(reached(switches, ENTRY).text(EntryOption.SERVER)).isEqualTo("198.51.100.7");
            switches.open("office");
            assertThat(host.present()).isEmpty();
            assertThat(lines.lines()).isEmpty();
        }
    }
}
