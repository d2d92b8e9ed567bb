package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import dev.dialtone.testkit.MemoryHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// H6: what is on the host is in the journal first, and a successor undoes it.
class JournalTest {
    @TempDir
    Path directory;

    private static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");

    private static Journal journal(Path file) {
        try {
            return Journal.open(DiskLines.open(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NetworkPlan plan(MemoryHost host, String link, int rank) {
        return NetworkPlanner.plan(
                Entry.of("office").with(EntryOption.SERVER, "vpn.example"),
                ScriptedTunnel.PROJECTION,
                link,
                SERVER,
                Optional.of(host.routeTo(SERVER)),
                rank);
    }

    @Test
    void killedAnywhere_successorLeavesTheHostAsBefore_H6() {
        // the host refuses the nth change; the manager is then "killed": nothing of it runs on
        for (int n = 1; n <= 8; n++) {
            MemoryHost host = new MemoryHost();
            Path file = directory.resolve("journal-" + n);
            HostLedger killed = new HostLedger(host, journal(file));
            int[] left = {n};
            host.refuse(change -> --left[0] == 0, Failure.of(716, Layer.HOST, "killed here"));
            try {
                killed.apply("c-1", plan(host, killed.open("c-1").name(), 1));
            } catch (HostException e) {
                assertThat(e.failure().error()).isEqualTo(716);
            }
            host.refuseNothing();
            host.crash();
            new HostLedger(host, journal(file)).recover();
            assertThat(host.present()).as("killed at change %d", n).isEmpty();
            assertThat(host.memoryResolver().current()).isEmpty();
            assertThat(file).isEmptyFile();
        }
    }

    /// The teardown of c-1 has closed its device; c-2 is given the name before the host was told to take back c-1's.
    @Test
    void closedDevice_beforeItsRelease_itsNameIsNotGivenToAnother_H6() {
        MemoryHost host = new MemoryHost();
        HostLedger ledger = new HostLedger(host, journal(directory.resolve("journal")));
        PacketDevice first = ledger.open("c-1");
        ledger.apply("c-1", plan(host, first.name(), 1));
        first.close();
        PacketDevice second = ledger.open("c-2");
        assertThat(second.name()).isNotEqualTo(first.name());
        ledger.release("c-1");
        NetworkPlan plan = plan(host, second.name(), 2);
        ledger.apply("c-2", plan);
        assertThat(host.present()).containsAll(plan.changes()).contains(new HostChange.Device(second.name()));
        ledger.release("c-2");
        assertThat(host.present()).isEmpty();
        assertThat(directory.resolve("journal")).isEmptyFile();
    }

    /// One connection that stays must not let the journal grow with those that come and go.
    @Test
    void oneStays_manyComeAndGo_journalStaysSmall_H6() throws IOException {
        MemoryHost host = new MemoryHost();
        Path file = directory.resolve("journal");
        HostLedger ledger = new HostLedger(host, journal(file));
        NetworkPlan stays = plan(host, ledger.open("c-0").name(), 1);
        ledger.apply("c-0", stays);
        for (int i = 1; i <= 2_000; i++) {
            ledger.apply("c-" + i, plan(host, ledger.open("c-" + i).name(), i));
            ledger.release("c-" + i);
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThan(3_000);
        host.crash();
        new HostLedger(host, journal(file)).recover();
        assertThat(host.present()).isEmpty();
    }

    @Test
    void twoConnections_sharedRouteGoesWithTheLast_H6() {
        MemoryHost host = new MemoryHost();
        HostLedger ledger = new HostLedger(host, journal(directory.resolve("journal")));
        ledger.apply("c-1", plan(host, ledger.open("c-1").name(), 1));
        ledger.apply("c-2", plan(host, ledger.open("c-2").name(), 2));
        assertThat(host.memoryResolver().current()).hasSize(2);
        ledger.release("c-1");
        assertThat(host.present())
                .contains(
                        new HostChange.Route(SERVER, 32, MemoryHost.OUTER_LINK, InetAddress.ofLiteral("192.0.2.1"), 0));
        assertThat(host.memoryResolver().current()).hasSize(1);
        ledger.release("c-2");
        assertThat(host.present()).isEmpty();
    }

    @Test
    void damagedLine_isSkippedAndTheRestUndone() throws IOException {
        Path file = directory.resolve("journal");
        MemoryHost host = new MemoryHost();
        HostLedger ledger = new HostLedger(host, journal(file));
        ledger.apply("c-1", plan(host, ledger.open("c-1").name(), 1));
        Files.writeString(file, "{\"change\":99,\"made\":{\"ki", StandardOpenOption.APPEND);
        host.crash();
        new HostLedger(host, journal(file)).recover();
        assertThat(host.present()).isEmpty();
    }

    @Test
    void fullDisk_changeIsNotMade() {
        MemoryHost host = new MemoryHost();
        HostLedger ledger = new HostLedger(host, journal(Path.of("/dev/full")));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ledger.open("c-1"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("/dev/full")
                .hasMessageContaining("nothing was changed");
        assertThat(host.present()).isEmpty();
        assertThat(host.history()).isEmpty();
    }

    /// Found by fuzzing: the next change was written behind the torn line and lost with it.
    @Test
    void tornLastLine_doesNotTakeTheNextChangeWithIt_H6() throws IOException {
        Path file = directory.resolve("journal");
        Files.writeString(file, "{\"change\":1,\"made\":{\"ki");
        try (Journal journal = journal(file)) {
            journal.announce(new HostChange.Device("dt0"));
        }
        try (Journal journal = journal(file)) {
            assertThat(journal.pending()).extracting(Map.Entry::getValue).containsExactly(new HostChange.Device("dt0"));
        }
    }

    /// Found by fuzzing: a line torn within a character kept the manager from starting.
    @Test
    void lineTornWithinACharacter_isSkippedAndTheRestKept_H6() throws IOException {
        Path file = directory.resolve("journal");
        Files.writeString(file, "{\"change\":1,\"made\":{\"kind\":\"device\",\"name\":\"dt0\"}}\n");
        Files.write(file, new byte[] {'{', '"', (byte) 0xC3}, StandardOpenOption.APPEND);
        try (Journal journal = journal(file)) {
            assertThat(journal.pending()).hasSize(1);
        }
    }
}
