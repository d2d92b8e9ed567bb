package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.manager.Manager;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// C8 and H6 on a host that changes under an established connection, or sleeps.
abstract class ContractOfHostChanges extends ContractOfKillSwitch {
    private static final NextHop OTHER_WAY = new NextHop("wlan0", InetAddress.ofLiteral("203.0.113.1"), null);
    private static final HostChange.Route PINNED = new HostChange.Route(
            ElsewhereOpener.SERVER, 32, MemoryHost.OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), 0);
    private static final HostChange.Route MOVED =
            new HostChange.Route(ElsewhereOpener.SERVER, 32, OTHER_WAY.link(), OTHER_WAY.gateway(), 0);

    private void elsewhere() {
        anotherServer(new Rig(answers -> answers, new ElsewhereOpener()));
    }

    private void awaitHost(HostChange here, HostChange gone) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!rig.memory().present().contains(here) || rig.memory().present().contains(gone)) {
            assertThat(System.nanoTime())
                    .as("the host has %s", rig.memory().present())
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void defaultRouteMoves_connectionStaysAndItsPinnedRouteFollows_C8_H6() throws Exception {
        elsewhere();
        Connection connection = connect();
        assertThat(rig.memory().present()).contains(PINNED);
        rig.memory().defaultRoute(OTHER_WAY);
        rig.memory().networkChanged();
        awaitHost(MOVED, PINNED);
        assertThat(connection.status().active()).isTrue();
        assertThat(connection.log().getLast().isConnected()).isTrue();
        assertThat(await(connection.hangUp()).cause()).isEqualTo(RasError.USER_DISCONNECTION);
        rig.nothingLeft();
    }

    @Test
    void managerKilledAfterTheMove_nextOneLeavesTheHostAsBefore_H6() throws Exception {
        elsewhere();
        connect();
        rig.memory().defaultRoute(OTHER_WAY);
        rig.memory().networkChanged();
        awaitHost(MOVED, PINNED);
        Path left = Files.createDirectory(rig.places().resolve("left"));
        Files.copy(rig.state().resolve("journal.jsonl"), left.resolve("journal.jsonl"));
        rig.memory().crash();
        try (Manager _ = rig.newManager(left)) {
            assertThat(rig.memory().present()).as("after the next start").isEmpty();
        }
    }

    @Test
    void twoNamespaces_sameNetworkInEach_undoneOneByOne_H6() throws Exception {
        Connection blue = connectIn("blue");
        Connection red = connectIn("red");
        assertThat(blue.projection().namespace()).isEqualTo("blue");
        HostChange device = new HostChange.Device("dial0");
        assertThat(rig.memory().present())
                .contains(device.in("blue"), device.in("red"), new HostChange.Namespace("red"))
                .doesNotContain(device);
        RasException elsewhere = refused(() -> access.dial(rig.request("blue").netns("red"), new Recorder()));
        assertThat(elsewhere.error()).isEqualTo(RasError.INVALID_PARAMETER);
        assertThat(elsewhere.detail().reason()).startsWith("netns: ").contains("blue");
        assertThat(await(blue.hangUp()).ending()).isTrue();
        assertThat(rig.memory().present()).contains(device.in("red")).doesNotContain(device.in("blue"));
        assertThat(await(red.hangUp()).ending()).isTrue();
        rig.nothingLeft();
    }

    @Test
    void inATableOfItsOwn_nothingIsInTheMainOne_H6() throws Exception {
        Connection connection = access.dial(rig.request("placed").table("100"), new Recorder());
        assertThat(await(connection.completion()).isConnected()).isTrue();
        assertThat(connection.projection().table()).isEqualTo(100);
        assertThat(rig.memory().present())
                .anyMatch(change -> change instanceof HostChange.Rule rule && rule.table() == 100)
                .anyMatch(change -> change instanceof HostChange.Route route && route.prefixLength() == 0)
                .noneMatch(change -> change instanceof HostChange.Route route && route.table() != 100);
        RasException elsewhere = refused(() -> access.dial(rig.request("placed").table("101"), new Recorder()));
        assertThat(elsewhere.error()).isEqualTo(RasError.INVALID_PARAMETER);
        assertThat(elsewhere.detail().reason()).startsWith("table: ").contains("100");
        RasException none = refused(() -> access.dial(rig.request("other").table("254"), new Recorder()));
        assertThat(none.error()).isEqualTo(RasError.INVALID_PARAMETER);
        assertThat(none.detail().reason()).startsWith("table: ").contains("254");
        assertThat(await(connection.hangUp()).ending()).isTrue();
        rig.nothingLeft();
    }

    private Connection connectIn(String namespace) throws Exception {
        Connection connection = access.dial(rig.request(namespace).netns(namespace), new Recorder());
        assertThat(await(connection.completion()).isConnected()).isTrue();
        return connection;
    }

    @Test
    void outerAddressGone_endsWith829AndIsDialledAgain_C8() throws Exception {
        elsewhere();
        Recorder recorder = new Recorder();
        Connection connection = access.dial(
                DialRequest.of(rig.entry("office")
                                .with(EntryOption.RECONNECT, "true")
                                .with(EntryOption.REDIAL_SECONDS, "600"))
                        .signIn(Rig.USER, "", Rig.PASSWORD),
                recorder);
        assertThat(await(connection.completion()).isConnected()).isTrue();
        rig.memory().removeAddress(ElsewhereOpener.LOCAL);
        rig.memory().networkChanged();
        Notification ending = recorder.await(Notification::ending, SOON);
        assertThat(ending.cause()).isEqualTo(RasError.LINK_FAILURE);
        assertThat(ending.detail().layer()).isEqualTo("host");
        assertThat(ending.detail().reason()).contains("192.0.2.10");
        assertThat(ending.detail().retryable()).isTrue();
        assertThat(ending.retryInMillis()).isPositive();
        rig.memory().addAddress(MemoryHost.OUTER_LINK, ElsewhereOpener.LOCAL);
        rig.memory().networkChanged();
        recorder.await(n -> n.isConnected() && n.attempt() == 2, SOON);
        assertThat(await(connection.hangUp()).attempt()).isEqualTo(2);
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void lostAfterASuspend_endsWith833AndWhatWasNoticed_C8() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = connect(recorder);
        AnswererSession session = rig.answerer().sessions().getLast();
        assertThat(session.awaitEstablished(SOON)).isTrue();
        rig.memory().resumed(Duration.ofHours(8));
        session.reset();
        Notification ending = recorder.await(Notification::ending, SOON);
        assertThat(ending.cause()).isEqualTo(RasError.SYSTEM_SUSPENDED);
        assertThat(ending.detail().layer()).isEqualTo("tcp");
        assertThat(ending.detail().reason()).contains("28800 s").contains("The connection was lost.");
        assertThat(ending.detail().retryable()).isTrue();
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }
}
