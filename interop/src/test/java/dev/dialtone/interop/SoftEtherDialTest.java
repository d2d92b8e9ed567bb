package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Dials that need a second try, against a SoftEther server: a paused one that is answered, and one that is always on
/// and gets back what it lost. Daemon, server and commands are processes of their own.
@Isolated("it measures when the next attempt begins")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SoftEtherDialTest {
    private static final Duration CUT = Duration.ofMinutes(1);
    private static final String ADDRESS = "10.77.1.2/24";
    private static final String OTHER_ADDRESS = "10.77.1.3/24";

    @TempDir
    static Path folder;

    private @Nullable PeerRig opened;

    private PeerRig rig;
    private PeerServer server;
    private PeerDialtone dialtone;
    private String right = "";
    private boolean moved;

    @BeforeAll
    void up() throws IOException {
        rig = opened = PeerRig.up("softether", folder);
        server = rig.server();
        dialtone = rig.dialtone();
        right = rig.secretFile("right", server.get("PEER_PASS"));
        rig.entry("once");
        rig.entry(
                "always",
                "always-on=true",
                "redial-seconds=1",
                "redial-longest-seconds=" + AlwaysOnLog.LONGEST_PAUSE.toSeconds(),
                "link-timeout=10",
                "state-timeout=20");
        dialtone.done("credentials", "set", "always", "--user", server.get("PEER_USER"), "--password-file", right);
    }

    /// A test that failed half way must not take the next one with it.
    @AfterEach
    void leaveNothing() {
        server.link("up");
        rig.hangUpWhatIsLeft();
        if (moved) {
            moved = false;
            server.moveClient(OTHER_ADDRESS, ADDRESS);
        }
    }

    @AfterAll
    void down() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void wrongPassword_answeredFromElsewhere_opensTheCarrierAgainAndConnects_P2_P3() throws IOException {
        String wrong = rig.secretFile("wrong", "not-" + server.get("PEER_PASS"));
        try (PeerProcess dial = dialtone.start("dial", "once", "--paused", "--password-file", wrong, "--json")) {
            dial.line(l -> l.contains("\"state\":\"RetryAuthentication\""));
            assertThat(dialtone.done("list").text()).contains("RetryAuthentication", "waits for user [tester]");

            dialtone.done("answer", "once", "--password-file", right);
            dial.await();

            assertThat(dial.code()).as("%s", dial).isZero();
            List<Notification> told = PeerDialtone.notifications(dial);
            assertThat(told)
                    .extracting(Notification::state)
                    .containsSubsequence(
                            ConnectionState.AUTH_NOTIFY,
                            ConnectionState.RETRY_AUTHENTICATION,
                            ConnectionState.AUTH_RETRY,
                            ConnectionState.CONNECT_DEVICE,
                            ConnectionState.AUTHENTICATED,
                            ConnectionState.CONNECTED);
            assertThat(told).extracting(Notification::attempt).containsOnly(1);
            assertThat(told).allSatisfy(n -> assertThat(n.error()).isZero());
            assertThat(told)
                    .filteredOn(n -> n.reason() != 0)
                    .singleElement()
                    .satisfies(n -> assertThat(n.reason()).isEqualTo(RasError.AUTHENTICATION_FAILURE));
        }
        assertCarriesTraffic();
        PeerProcess late = dialtone.run("answer", "once", "--password-file", right);
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.errors()).contains("somebody else answered first", "RAS_ERROR=183");
        dialtone.done("hangup", "once");
        rig.assertHostAsBefore();
    }

    @Test
    void serverKilledAndStartedAgain_comesBackWithinItsBackOff_C8_C1a() {
        AlwaysOnLog log = up("always");
        server.stop();
        log.awaitEnding();
        server.start();
        Instant restored = Instant.now();

        log.assertCameBack(restored);
        assertCarriesTraffic();
        hangUpForGood(log);
    }

    @Test
    void linkCutForAMinute_comesBackWithinItsBackOff_C8_C1a() {
        AlwaysOnLog log = up("always");
        Instant cut = Instant.now();
        server.link("down");
        log.awaitEnding();
        // it goes on trying all the time: one of its failures comes when the minute is over
        log.awaitFailureAfter(cut.plus(CUT));
        server.link("up");
        Instant restored = Instant.now();

        log.assertCameBack(restored);
        assertCarriesTraffic();
        hangUpForGood(log);
    }

    @Test
    void clientsAddressChanged_comesBackFromTheNewOne_C8_C1a() {
        AlwaysOnLog log = up("always");
        moved = true;
        server.moveClient(ADDRESS, OTHER_ADDRESS);
        Instant restored = Instant.now();
        log.awaitEnding();

        log.assertCameBack(restored);
        assertCarriesTraffic();
        assertThat(dialtone.done("status", "always").text()).contains("local       10.77.1.3:");
        dialtone.done("hangup", "always");
        server.moveClient(OTHER_ADDRESS, ADDRESS);
        moved = false;
        log.close();
        rig.assertHostAsBefore();
    }

    @Test
    void daemonKilled_itsSuccessorBringsTheEntryBack_andWhatWasHungUpStaysDown_C8_C9_H6() {
        AlwaysOnLog log = up("always");
        dialtone.killDaemon();
        dialtone.restartDaemon();

        List<Notification> old = PeerDialtone.notifications(dialtone.done("log", log.connection(), "--json"));
        Told.isWhole(old);
        assertThat(old.getLast().ending()).isTrue();
        assertThat(old.getLast().cause()).isEqualTo(RasError.MANAGER_STOPPED);
        try (AlwaysOnLog next = new AlwaysOnLog(dialtone, "always")) {
            next.awaitConnected();
            assertThat(next.connection()).isNotEqualTo(log.connection());
            assertCarriesTraffic();
            hangUpForGood(next);
        }
        log.close();

        dialtone.stopDaemon();
        dialtone.restartDaemon();
        assertThat(PeerDialtone.objects(dialtone.done("list", "--json"))).isEmpty();
        dialtone.killDaemon();
        dialtone.restartDaemon();
        assertThat(PeerDialtone.objects(dialtone.done("list", "--json"))).isEmpty();
        rig.assertHostAsBefore();
    }

    private AlwaysOnLog up(String entry) {
        dialtone.done("dial", entry, "--json");
        assertCarriesTraffic();
        return new AlwaysOnLog(dialtone, entry);
    }

    private void hangUpForGood(AlwaysOnLog log) {
        dialtone.done("hangup", "always");
        log.close();
        List<Notification> whole = PeerDialtone.notifications(dialtone.done("log", log.connection(), "--json"));
        Told.isWhole(whole);
        assertThat(whole.getLast().cause()).isEqualTo(RasError.USER_DISCONNECTION);
        rig.assertHostAsBefore();
    }

    private void assertCarriesTraffic() {
        PeerProcess ping = server.runInside("busybox", "ping", "-c", "2", "-W", "5", server.get("PEER_INSIDE"));
        assertThat(ping.code()).as("%s", ping).isZero();
    }
}
