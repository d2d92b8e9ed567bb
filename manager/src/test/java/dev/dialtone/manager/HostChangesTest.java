package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a connection makes of a host that changes or sleeps, in virtual time.
class HostChangesTest {
    private static final Failure LOST = Failure.retryable(829, Layer.LCP, "The peer no longer answers echoes.");
    private static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");
    private static final NextHop OTHER = new NextHop("wlan0", InetAddress.ofLiteral("203.0.113.1"), null);
    private static final HostChange.Route BEFORE =
            new HostChange.Route(SERVER, 32, MemoryHost.OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), 0);
    private static final HostChange.Route MOVED =
            new HostChange.Route(SERVER, 32, "wlan0", InetAddress.ofLiteral("203.0.113.1"), 0);

    @TempDir
    Path directory;

    private ConnectionRig rig(Entry entry) {
        return new ConnectionRig(directory, entry, DialOptions.STANDARD);
    }

    private ConnectionRig connected() {
        return connected(ConnectionRig.ENTRY);
    }

    private ConnectionRig connected(Entry entry) {
        ConnectionRig rig = rig(entry);
        rig.connected();
        assertThat(rig.last().isConnected()).isTrue();
        return rig;
    }

    private static void changed(ConnectionRig rig) {
        rig.connection.networkChanged();
        rig.loop.drain();
    }

    private static List<MemoryHost.Event> since(ConnectionRig rig, int events) {
        return rig.host.history().subList(events, rig.host.history().size());
    }

    private static long probes(ConnectionRig rig) {
        return rig.peer().asked.stream().filter("probe"::equals).count();
    }

    @Test
    void connected_defaultRouteMoves_pinnedRouteFollowsWithoutAMomentWithoutOne() {
        ConnectionRig rig = connected();
        assertThat(rig.host.present()).contains(BEFORE);
        int before = rig.host.history().size();
        rig.host.defaultRoute(OTHER);
        changed(rig);
        assertThat(since(rig, before))
                .extracting(MemoryHost.Event::deed, MemoryHost.Event::change)
                .containsExactly(tuple(MemoryHost.Deed.APPLIED, MOVED), tuple(MemoryHost.Deed.UNDONE, BEFORE));
        assertThat(rig.journal.lines())
                .filteredOn(line -> line.contains("203.0.113.1"))
                .hasSize(1);
        assertThat(probes(rig)).isOne();
        assertThat(rig.last().isConnected()).isTrue();
    }

    @Test
    void movedRoute_isUndoneWithTheConnectionAfterItsTunnelsRoutes_H6() {
        ConnectionRig rig = connected();
        rig.host.defaultRoute(OTHER);
        changed(rig);
        int before = rig.host.history().size();
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
        List<HostChange> routes = since(rig, before).stream()
                .map(MemoryHost.Event::change)
                .filter(HostChange.Route.class::isInstance)
                .toList();
        assertThat(routes).hasSize(3).last().isEqualTo(MOVED);
    }

    @Test
    void connected_sameNetwork_isOnlyProbed() {
        ConnectionRig rig = connected();
        int before = rig.host.history().size();
        changed(rig);
        changed(rig);
        assertThat(since(rig, before)).isEmpty();
        assertThat(probes(rig)).isEqualTo(2);
    }

    @Test
    void connected_moveRefused_oldRouteStaysAndTheLinkDecides_H6() {
        ConnectionRig rig = connected();
        rig.host.defaultRoute(OTHER);
        rig.host.refuse(MOVED::equals, Failure.of(716, Layer.HOST, "somebody's route is there"));
        changed(rig);
        assertThat(rig.host.present()).contains(BEFORE).doesNotContain(MOVED);
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(probes(rig)).isOne();
        rig.host.refuseNothing();
        changed(rig);
        assertThat(rig.host.present()).contains(MOVED).doesNotContain(BEFORE);
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void connected_ownPinnedRouteTakenAway_isMadeAgain() {
        ConnectionRig rig = connected();
        rig.host.undo(BEFORE);
        changed(rig);
        assertThat(rig.host.present()).contains(BEFORE);
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void connected_addressGone_endsAtOnceWith829_C8() {
        ConnectionRig rig = connected();
        rig.host.removeAddress(LOCAL);
        changed(rig);
        Notification ending = rig.last();
        assertThat(ending.ending()).isTrue();
        assertThat(ending.cause()).isEqualTo(829);
        assertThat(ending.detail().layer()).isEqualTo("host");
        assertThat(ending.detail().retryable()).isTrue();
        assertThat(ending.detail().reason()).contains("192.0.2.10");
        assertThat(rig.peer().asked).contains("abort").doesNotContain("close");
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void connected_noWay_isGivenFiveSecondsAndThenTheLinkDecides() {
        ConnectionRig rig = connected();
        rig.host.loseDefaultRoute();
        changed(rig);
        rig.advance(Duration.ofMillis(4_999));
        assertThat(probes(rig)).isZero();
        rig.advance(Duration.ofMillis(1));
        assertThat(probes(rig)).isOne();
        assertThat(rig.last().isConnected()).isTrue();
        rig.advance(Duration.ofMinutes(10));
        assertThat(probes(rig)).isOne();
        changed(rig);
        rig.advance(Duration.ofSeconds(5));
        assertThat(probes(rig)).as("a new change, a new grace").isEqualTo(2);
    }

    @Test
    void noWay_anotherWayWithinTheGrace_isFollowed() {
        ConnectionRig rig = connected();
        rig.host.loseDefaultRoute();
        changed(rig);
        rig.advance(Duration.ofSeconds(3));
        changed(rig);
        assertThat(probes(rig)).isZero();
        rig.host.defaultRoute(OTHER);
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.host.present()).as("looked again after 5 s, untold").contains(MOVED);
        assertThat(probes(rig)).isOne();
        rig.advance(Duration.ofMinutes(1));
        assertThat(probes(rig)).isOne();
    }

    @Test
    void splitTunnel_isProbedAndItsAddressWatched() {
        ConnectionRig rig = connected(
                ConnectionRig.ENTRY.with(EntryOption.DEFAULT_ROUTE, "false").with(EntryOption.ROUTES, "10.0.0.0/8"));
        int before = rig.host.history().size();
        rig.host.defaultRoute(OTHER);
        changed(rig);
        assertThat(since(rig, before)).isEmpty();
        assertThat(probes(rig)).isOne();
        rig.host.removeAddress(LOCAL);
        changed(rig);
        assertThat(rig.words()).endsWith("Disconnected cause 829 ending");
    }

    @Test
    void severalChangesWhileOneIsLookedAt_areOneMoreLook() {
        ConnectionRig rig = connected();
        rig.hostIsBusy = true;
        changed(rig);
        rig.host.defaultRoute(OTHER);
        changed(rig);
        changed(rig);
        rig.hostWork();
        assertThat(rig.host.present()).contains(MOVED).doesNotContain(BEFORE);
        assertThat(probes(rig)).isOne();
    }

    @Test
    void answerAfterTheHangUp_changesNothing() {
        ConnectionRig rig = connected();
        rig.hostIsBusy = true;
        changed(rig);
        rig.host.removeAddress(LOCAL);
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        rig.hostWork();
        assertThat(rig.words()).endsWith("Connected completion", "Disconnected cause 631 ending");
        assertThat(rig.host.present()).isEmpty();
    }

    @Test
    void dialling_changeOrSuspend_goesOn() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY);
        ScriptedTunnel peer = rig.dialled();
        rig.host.removeAddress(LOCAL);
        changed(rig);
        rig.connection.resumed(Duration.ofHours(1));
        rig.loop.drain();
        assertThat(peer.asked).containsExactly("connect");
        rig.host.addAddress(MemoryHost.OUTER_LINK, LOCAL);
        peer.succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        peer.listener.failed(LOST);
        rig.loop.drain();
        assertThat(rig.last().cause()).as("slept before it stood").isEqualTo(829);
    }

    @Test
    void dialling_defaultRouteMovesOnceSettingsAreMade_pinnedRouteFollowsOnceConnected() {
        ConnectionRig rig = new ConnectionRig(
                directory, ConnectionRig.ENTRY, DialOptions.STANDARD.withGate(Duration.ofSeconds(30)));
        rig.connection.start();
        rig.loop.drain();
        acknowledge(rig);
        acknowledge(rig);
        rig.peer().succeedGated(() -> acknowledge(rig));
        assertThat(rig.words()).endsWith("ApplySettings");
        assertThat(rig.host.present()).contains(BEFORE);
        rig.host.defaultRoute(OTHER);
        changed(rig);
        assertThat(rig.host.present()).contains(BEFORE);
        acknowledge(rig);
        assertThat(rig.last().isConnected()).isTrue();
        assertThat(rig.host.present()).contains(MOVED).doesNotContain(BEFORE);
    }

    private static void acknowledge(ConnectionRig rig) {
        rig.connection.acknowledge(rig.last().seq());
        rig.loop.drain();
    }

    @Test
    void resumed_isProbedAndALossWithin15SecondsIsBecauseOfIt_C8() {
        ConnectionRig rig = connected(ConnectionRig.ENTRY.with(EntryOption.RECONNECT, "true"));
        rig.connection.resumed(Duration.ofSeconds(90));
        rig.loop.drain();
        assertThat(probes(rig)).isOne();
        rig.advance(Duration.ofSeconds(15));
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        Notification ending = rig.last();
        assertThat(ending.ending()).isTrue();
        assertThat(ending.cause()).isEqualTo(833);
        assertThat(ending.detail().retryable()).isTrue();
        assertThat(ending.detail().layer()).isEqualTo("lcp");
        assertThat(ending.detail().reason()).contains("90 s").contains(LOST.reason());
        assertThat(ending.retryInMillis()).isPositive();
        rig.advance(Duration.ofSeconds(10));
        rig.peer().succeed();
        rig.loop.drain();
        assertThat(rig.last().isConnected()).isTrue();
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
        assertThat(rig.last().cause()).as("of the next connection").isEqualTo(829);
    }

    @Test
    void resumed_addressGone_isBecauseOfTheSuspend_C8() {
        ConnectionRig rig = connected();
        rig.connection.resumed(Duration.ofSeconds(90));
        rig.host.removeAddress(LOCAL);
        changed(rig);
        assertThat(rig.last().cause()).isEqualTo(833);
        assertThat(rig.last().detail().reason()).contains("192.0.2.10");
    }

    @Test
    void resumed_laterLossOrRefusal_keepsItsCause_C8_E3() {
        ConnectionRig later = connected();
        later.connection.resumed(Duration.ofSeconds(90));
        later.advance(Duration.ofMillis(15_001));
        later.peer().listener.failed(LOST);
        later.loop.drain();
        assertThat(later.last().cause()).isEqualTo(829);
        ConnectionRig refused = connected(ConnectionRig.ENTRY.with(EntryOption.ALWAYS_ON, "true"));
        refused.connection.resumed(Duration.ofSeconds(90));
        refused.loop.drain();
        refused.peer().listener.failed(Failure.of(691, Layer.AUTH, "challenged again and refused"));
        refused.loop.drain();
        assertThat(refused.last().cause()).isEqualTo(691);
        assertThat(refused.last().isLast()).isTrue();
    }

    @Test
    void waitingForARedial_changeOrResume_startsItAtOnceButNotMoreOftenThanIn2Seconds_C1a() {
        ConnectionRig rig = rig(ConnectionRig.ENTRY.with(EntryOption.ALWAYS_ON, "true"));
        rig.dialled();
        lose(rig);
        rig.advance(Duration.ofSeconds(1));
        changed(rig);
        assertThat(rig.tunnels).as("at once").hasSize(2);
        lose(rig);
        rig.connection.resumed(Duration.ofSeconds(90));
        rig.loop.drain();
        changed(rig);
        rig.advance(Duration.ofMillis(1_999));
        assertThat(rig.tunnels).hasSize(2);
        rig.advance(Duration.ofMillis(1));
        assertThat(rig.tunnels).hasSize(3);
        lose(rig);
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.tunnels).as("nothing changed since").hasSize(3);
        rig.connection.resumed(Duration.ofSeconds(90));
        rig.loop.drain();
        assertThat(rig.tunnels).as("long enough after the last").hasSize(4);
    }

    @Test
    void waitingForARedial_changeShortlyBeforeItIsDue_doesNotPutItOff() {
        ConnectionRig rig =
                rig(ConnectionRig.ENTRY.with(EntryOption.ALWAYS_ON, "true").with(EntryOption.REDIAL_SECONDS, "1"));
        rig.dialled();
        lose(rig);
        changed(rig);
        lose(rig);
        long pause = rig.last().retryInMillis();
        rig.advance(Duration.ofMillis(Math.min(pause, 2_000) - 1));
        changed(rig);
        assertThat(rig.tunnels).hasSize(2);
        rig.advance(Duration.ofMillis(1));
        assertThat(rig.tunnels).hasSize(3);
    }

    private static void lose(ConnectionRig rig) {
        rig.peer().listener.failed(LOST);
        rig.loop.drain();
    }
}
