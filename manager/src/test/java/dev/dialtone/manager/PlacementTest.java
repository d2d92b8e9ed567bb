package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections in network namespaces: what is theirs there, and what is left of it.
class PlacementTest {
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final Failure LOST = Failure.retryable(829, Layer.LCP, "The peer no longer answers echoes.");
    private static final Failure HANG_UP = Failure.of(631, Layer.MANAGER, "test");
    private static final HostChange BLUE = new HostChange.Namespace("blue");
    private static final HostChange RED = new HostChange.Namespace("red");
    private static final HostChange DEVICE = new HostChange.Device("dial0");

    private final MemoryHost host = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private final HostPlaces places = new HostPlaces(new HostLedger(host, Journal.open(lines)));

    private void connect(String connection, String namespace) {
        connect(connection, Placement.ofMachine(namespace));
    }

    private void connect(String connection, Placement placement) {
        String link = places.open(connection, placement).name();
        HostPlaces.Place place = places.of(connection);
        place.ledger()
                .apply(
                        connection,
                        NetworkPlanner.plan(
                                Entry.of("office").with(EntryOption.SERVER, "vpn.example"),
                                ScriptedTunnel.PROJECTION,
                                link,
                                SERVER,
                                place.wayTo(SERVER),
                                1));
        place.pinned().made(connection, List.of());
    }

    private List<HostChange> inside(String namespace) {
        return host.present().stream()
                .filter(HostChange.Inside.class::isInstance)
                .map(HostChange.Inside.class::cast)
                .filter(change -> change.namespace().equals(namespace))
                .map(HostChange.Inside::change)
                .toList();
    }

    @Test
    void twoNamespaces_sameAddressesAndRoutes_areTwiceThereAndGoOneByOne_H6() {
        connect("c-1", "blue");
        connect("c-2", "red");
        assertThat(host.present()).contains(BLUE, RED).doesNotContain(DEVICE);
        assertThat(inside("blue")).hasSizeGreaterThan(4).contains(DEVICE).isEqualTo(inside("red"));
        assertThat(inside("blue"))
                .as("the carrier is outside: nothing leads around the tunnel")
                .noneMatch(change -> change instanceof HostChange.Route route
                        && route.destination().equals(SERVER));
        assertThat(host.resolverOf("blue").current()).hasSize(1);
        assertThat(host.memoryResolver().current()).as("names of the host").isEmpty();

        places.release("c-1", false);
        assertThat(inside("blue")).isEmpty();
        assertThat(host.present()).contains(RED).doesNotContain(BLUE);
        assertThat(inside("red")).contains(DEVICE);
        places.release("c-2", false);
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void sameNamespace_goesWithTheLastOfItsConnections_H6() {
        connect("c-1", "blue");
        connect("c-2", "blue");
        assertThat(inside("blue")).contains(DEVICE, new HostChange.Device("dial1"));
        assertThat(host.resolverOf("blue").current()).hasSize(2);
        places.release("c-1", false);
        assertThat(host.present()).contains(BLUE);
        assertThat(host.resolverOf("blue").current()).hasSize(1);
        places.release("c-2", false);
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void besideOneOutside_eachHasItsOwn_H6() {
        connect("c-1", "");
        connect("c-2", "blue");
        assertThat(host.present()).contains(DEVICE, BLUE, DEVICE.in("blue"));
        places.release("c-1", false);
        assertThat(host.present()).doesNotContain(DEVICE).contains(DEVICE.in("blue"));
        places.release("c-2", false);
        assertThat(host.present()).isEmpty();
    }

    @Test
    void namespaceThatWasThere_staysAndNothingOfOursInIt_H6() {
        host.addNamespace("blue");
        connect("c-1", "blue");
        assertThat(host.present()).doesNotContain(BLUE);
        places.release("c-1", false);
        assertThat(host.present()).isEmpty();
        assertThat(host.hasNamespace("blue")).isTrue();
    }

    @Test
    void killed_isUndoneByTheNext_theNamespaceLast_H6() {
        connect("c-1", "blue");
        connect("c-2", "blue");
        host.crash();
        assertThat(host.present()).contains(BLUE);
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(host.present()).isEmpty();
        assertThat(host.history().getLast().change()).isEqualTo(BLUE);
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void namespaceRefused_nothingIsLeft_H6() {
        host.refuse(BLUE::equals, Failure.of(5, Layer.HOST, "no right"));
        assertThatThrownBy(() -> places.open("c-1", Placement.ofMachine("blue")))
                .isInstanceOfSatisfying(
                        HostException.class,
                        e -> assertThat(e.failure().error()).isEqualTo(5));
        places.release("c-1", false);
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void deviceRefused_theNamespaceGoesAgain_H6() {
        host.refuse(DEVICE.in("blue")::equals, Failure.of(633, Layer.HOST, "no TUN"));
        assertThatThrownBy(() -> places.open("c-1", Placement.ofMachine("blue")))
                .isInstanceOf(HostException.class);
        places.release("c-1", false);
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void usersOwn_isMadeForThemAndSharedByTheirConnections_whateverTheirGroup_H6_H7() {
        connect("c-1", new Placement("blue", 1001, 100));
        connect("c-2", new Placement("blue", 1001, 200));
        HostChange owned = new HostChange.OwnedNamespace("blue", 1001, 100);
        assertThat(host.present()).contains(owned, DEVICE.in("blue"));
        places.release("c-1", false);
        assertThat(host.present()).contains(owned);
        places.release("c-2", false);
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void usersOwn_killed_isUndoneByTheNext_H6() {
        connect("c-1", new Placement("blue", 1001, 100));
        host.crash();
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(host.present()).isEmpty();
        assertThat(host.history().getLast().change()).isEqualTo(new HostChange.OwnedNamespace("blue", 1001, 100));
        assertThat(lines.lines()).isEmpty();
    }

    private int refusal(String connection, Placement placement) {
        try {
            places.open(connection, placement).close();
            return 0;
        } catch (HostException e) {
            places.release(connection, false);
            return e.failure().error();
        }
    }

    @Test
    void namespaceOfAnother_isRefusedWhenItIsOpened_H7() {
        host.addNamespace("red");
        connect("c-1", new Placement("blue", 1001, 100));
        List<HostChange> before = List.copyOf(host.present());
        assertThat(refusal("c-2", new Placement("blue", 1002, 100)))
                .as("another user's")
                .isEqualTo(5);
        assertThat(refusal("c-3", new Placement("red", 1001, 100)))
                .as("the machine's")
                .isEqualTo(5);
        assertThat(refusal("c-4", Placement.ofMachine("blue"))).as("a user's").isEqualTo(633);
        assertThat(host.present()).containsExactlyElementsOf(before);
    }

    @Test
    void namespaceThatBecameAnothers_isNotEnteredByTheNextAttempt_H7() {
        connect("c-1", new Placement("blue", 1001, 100));
        places.release("c-1", true);
        host.undo(new HostChange.OwnedNamespace("blue", 1001, 100));
        host.apply(new HostChange.OwnedNamespace("blue", 1002, 100));
        assertThat(refusal("c-1", new Placement("blue", 1001, 100))).isEqualTo(5);
        assertThat(host.present()).containsExactly(new HostChange.OwnedNamespace("blue", 1002, 100));
    }

    @Test
    void lostAndDialledAgain_sameNamespaceStaysUntilTheHangUp_C8_H6(@TempDir Path directory) {
        ConnectionRig rig = lost(directory);
        assertThat(rig.host.present()).as("between the attempts").containsExactly(BLUE);
        rig.advance(Duration.ofSeconds(10));
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.host.present()).contains(BLUE, DEVICE.in("blue"));
        assertThat(rig.host.history())
                .filteredOn(event -> event.change().equals(BLUE))
                .as("made once")
                .hasSize(1);
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void namespaceTakenAwayBetweenTheAttempts_isMadeAgain_C8_H6(@TempDir Path directory) {
        ConnectionRig rig = lost(directory);
        rig.host.removeNamespace("blue");
        rig.advance(Duration.ofSeconds(10));
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.host.present()).contains(BLUE, DEVICE.in("blue"));
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void namespaceTakenAwayUnderAConnection_isMadeAgainForTheNext_H6() {
        connect("c-1", "blue");
        host.removeNamespace("blue");
        connect("c-2", "blue");
        assertThat(host.present()).contains(BLUE);
        places.release("c-1", false);
        assertThat(host.present()).contains(BLUE);
        places.release("c-2", false);
        assertThat(host.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void somebodyElsesNamespaceTakenAwayBetweenTheAttempts_isOneOfOursThen_H6(@TempDir Path directory) {
        ConnectionRig rig = new ConnectionRig(
                directory,
                ConnectionRig.ENTRY.with(EntryOption.NETNS, "blue").with(EntryOption.RECONNECT, "true"),
                DialOptions.STANDARD);
        rig.host.addNamespace("blue");
        rig.connected();
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        rig.host.removeNamespace("blue");
        rig.advance(Duration.ofSeconds(10));
        assertThat(rig.host.present()).contains(BLUE, DEVICE.in("blue"));
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    /// Inside, the carrier's own address is one like any other.
    @Test
    void networkToldInside_thatHoldsTheServersOuterAddress_isRoutedLikeAnyOther(@TempDir Path directory) {
        ConnectionRig rig = new ConnectionRig(
                directory,
                ConnectionRig.ENTRY.with(EntryOption.NETNS, "blue").with(EntryOption.DEFAULT_ROUTE, "false"),
                DialOptions.STANDARD);
        rig.dialled().learned = new LearnedNetwork(
                List.of(new LearnedNetwork.Route(InetAddress.ofLiteral("198.51.0.0"), 16, LearnedNetwork.Origin.DHCP)),
                false,
                List.of(),
                List.of(),
                List.of(),
                0);
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.record.projection().routes()).contains("198.51.0.0/16");
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void hungUpBetweenTwoAttempts_theNamespaceGoesBeforeTheEndIsTold_C4_H6(@TempDir Path directory) {
        ConnectionRig rig = lost(directory);
        rig.hostIsBusy = true;
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        assertThat(rig.last().isLast()).isFalse();
        rig.hostWork();
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void hungUpWhileItIsTornDown_theNamespaceGoesBeforeTheEndIsTold_C4_H6(@TempDir Path directory) {
        ConnectionRig rig = up(directory);
        rig.hostIsBusy = true;
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        rig.connection.hangUp(HANG_UP);
        rig.loop.drain();
        rig.hostWork();
        assertThat(rig.last().isLast()).isTrue();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
        assertThat(rig.endings).isOne();
    }

    private static ConnectionRig up(Path directory) {
        ConnectionRig rig = new ConnectionRig(
                directory,
                ConnectionRig.ENTRY.with(EntryOption.NETNS, "blue").with(EntryOption.RECONNECT, "true"),
                DialOptions.STANDARD);
        rig.connected();
        return rig;
    }

    private static ConnectionRig lost(Path directory) {
        ConnectionRig rig = up(directory);
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(rig.last().retryInMillis()).isPositive();
        return rig;
    }

    @Test
    void connected_networkOutsideChanges_isFollowedOutsideAndLeftAloneInside(@TempDir Path directory) {
        Entry entry = ConnectionRig.ENTRY.with(EntryOption.NETNS, "blue");
        ConnectionRig rig = new ConnectionRig(directory, entry, DialOptions.STANDARD);
        rig.connected();
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.record.projection().namespace()).isEqualTo("blue");
        int before = rig.host.history().size();
        rig.host.defaultRoute(new NextHop("wlan0", InetAddress.ofLiteral("203.0.113.1"), null));
        rig.connection.networkChanged();
        rig.loop.drain();
        assertThat(rig.host.history()).hasSize(before);
        assertThat(rig.peer().asked).contains("probe");

        rig.host.removeAddress(InetAddress.ofLiteral("192.0.2.10"));
        rig.connection.networkChanged();
        rig.loop.drain();
        assertThat(rig.words()).endsWith("Disconnected cause 829 ending");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }
}
