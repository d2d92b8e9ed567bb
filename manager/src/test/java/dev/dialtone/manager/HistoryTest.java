package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.Notification;
import dev.dialtone.testkit.MemoryHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:03:38.123456Z");

    @TempDir
    Path directory;

    private static Notification note(String id, long seq, ConnectionState state, boolean completion, Instant time) {
        return new Notification(seq, time, id, "office", 1, 1, state, 0, 0, null, completion, false, 0, 0, null);
    }

    private static ConnectionRecord.Identity identity(String id) {
        return new ConnectionRecord.Identity(id, "office", "sstp", 7, NOW.minusMillis(3));
    }

    private static History open(Path file) {
        try {
            return new History(DiskLines.open(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final List<Notification> told = new ArrayList<>();
    private final EventHooks hooks = new EventHooks() {
        @Override
        public void told(Notification notification) {
            told.add(notification);
        }

        @Override
        public Counts counts() {
            return NONE.counts();
        }

        @Override
        public void close() {}
    };
    private Metrics metrics = new Metrics();

    private Registry restarted(Path file) {
        History history = open(file);
        metrics = new Metrics();
        Registry registry = new Registry(
                new ConnectionPorts(
                        new HostDesk(new HostLedger(new MemoryHost(), Journal.open(new MemoryLines())), Runnable::run),
                        (plan, loop, listener) -> new ScriptedTunnel(listener),
                        (device, tunnel) -> device::close,
                        history,
                        new EventLog(Runnable::run),
                        new SignInMemory(
                                new FilePhoneBook(directory.resolve("e")),
                                new Credentials(new FileCredentialStore(directory.resolve("c")))),
                        InstantSource.fixed(NOW),
                        new Random(1),
                        Prerequisite.Dialler.NONE,
                        metrics,
                        hooks),
                new ConnectionIds(new Random(1)),
                ThreadLoop::new,
                Runnable::run);
        registry.restore(history.load());
        return registry;
    }

    @Test
    void killedWhileDialling_is834InThatStateAtTheNextSeq_C9() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            history.begun(identity("c-1"));
            history.notified(note("c-1", 1, ConnectionState.OPEN_PORT, false, NOW));
            history.notified(note("c-1", 2, ConnectionState.CONNECT_DEVICE, false, NOW));
        }
        Notification last = restarted(file)
                .find("c-1", new Permissions(Caller.SELF))
                .log()
                .snapshot()
                .getLast();
        assertThat(last.seq()).isEqualTo(3);
        assertThat(last.state()).isEqualTo(ConnectionState.CONNECT_DEVICE);
        assertThat(last.error()).isEqualTo(834);
        assertThat(last.completion()).isTrue();
        // and it is told the same way after a further restart
        assertThat(restarted(file)
                        .find("c-1", new Permissions(Caller.SELF))
                        .log()
                        .snapshot())
                .hasSize(3);
    }

    @Test
    void killedBeforeTheFirstState_isDisconnectedWithCause834_C9() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            history.begun(identity("c-1"));
        }
        Notification last = restarted(file)
                .find("c-1", new Permissions(Caller.SELF))
                .log()
                .snapshot()
                .getLast();
        assertThat(last.seq()).isOne();
        assertThat(last.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(last.cause()).isEqualTo(834);
        assertThat(last.completion()).isTrue();
        assertThat(last.entry()).isEqualTo("office");
    }

    @Test
    void endedConnection_keepsTheMomentItWasDialled_S1_S3() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            history.begun(identity("c-1"));
            Notification last = note("c-1", 1, ConnectionState.DISCONNECTED, true, NOW);
            history.notified(last);
            ConnectionRecord record = new ConnectionRecord(
                    new ConnectionRecord.Identity("c-1", "office", "sstp", 7, NOW.minusMillis(3)), Runnable::run);
            record.append(last);
            history.ended(record.status());
        }
        assertThat(restarted(file)
                        .find("c-1", new Permissions(Caller.SELF))
                        .status()
                        .started())
                .isEqualTo(NOW.minusMillis(3));
    }

    /// Found by a contract test on a busy machine: a manager that stopped just before it had written the last status
    /// told
    /// another moment afterwards.
    @Test
    void endedConnection_withoutAStatus_keepsTheMomentToTheMicrosecond_S1_S3() {
        Path file = directory.resolve("history");
        Instant dialled = NOW.minusMillis(3).plus(743, ChronoUnit.MICROS);
        try (History history = open(file)) {
            history.begun(new ConnectionRecord.Identity("c-1", "office", "sstp", 7, dialled));
            history.notified(note("c-1", 1, ConnectionState.DISCONNECTED, true, NOW));
        }
        assertThat(open(file).load().getFirst().started()).isEqualTo(dialled);
    }

    /// As it was written before microseconds were.
    @Test
    void momentInMilliseconds_isRead_E4() throws IOException {
        Path file = directory.resolve("history");
        Files.writeString(
                file, "{\"begun\":\"c-1\",\"entry\":\"office\",\"owner\":7,\"protocol\":\"sstp\",\"started\":5}\n");
        assertThat(open(file).load().getFirst().started()).isEqualTo(Instant.ofEpochMilli(5));
    }

    @Test
    void thousandKeptConnections_areChosenAtOnce_S3() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            for (int i = 0; i < History.KEPT_CONNECTIONS; i++) {
                String id = "c-" + i;
                Instant began = NOW.plusSeconds(i);
                history.begun(new ConnectionRecord.Identity(id, "entry-" + i % 10, "sstp", i % 2, began));
                for (int seq = 1; seq <= 13; seq++) {
                    boolean last = seq == 13;
                    int error = !last ? 0 : i % 100 == 7 ? 691 : 809;
                    history.notified(new Notification(
                            seq,
                            began,
                            id,
                            "entry-" + i % 10,
                            1,
                            1,
                            ConnectionState.AUTH_NOTIFY,
                            error,
                            0,
                            null,
                            last,
                            false,
                            0,
                            0,
                            null));
                }
            }
        }
        Registry registry = restarted(file);
        Permissions all = new Permissions(Caller.SELF);
        long before = System.nanoTime();
        List<ConnectionSummary> refused = registry.history(HistoryFilter.ALL.withError(691), all);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertThat(refused).hasSize(10).isSortedAccordingTo(Comparator.comparing(ConnectionSummary::started));
        assertThat(registry.history(HistoryFilter.ALL, all)).hasSize(History.KEPT_CONNECTIONS);
        assertThat(registry.history(HistoryFilter.ALL.newest(3), new Permissions(new Caller(1, false))))
                .extracting(ConnectionSummary::connection)
                .containsExactly("c-995", "c-997", "c-999");
        assertThat(registry.history(
                        HistoryFilter.ALL.ofEntry("entry-3").between(NOW.plusSeconds(900), NOW.plusSeconds(950)), all))
                .hasSize(5);
        assertThat(took).as("a look through all of them").isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void killedWhileConnected_isAnEndingWithCause834_C9() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            history.begun(identity("c-1"));
            history.notified(note("c-1", 1, ConnectionState.CONNECTED, true, NOW));
        }
        Notification last = restarted(file)
                .find("office", new Permissions(Caller.SELF))
                .log()
                .snapshot()
                .getLast();
        assertThat(last.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(last.cause()).isEqualTo(834);
        assertThat(last.ending()).isTrue();
        assertThat(last.completion()).isFalse();
    }

    /// Whoever is called when a connection ends is called for this end too, once: by the manager that tells of it.
    @Test
    void killed_isToldToHooksAndCounted_once_C9() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            history.begun(identity("c-1"));
            history.notified(note("c-1", 1, ConnectionState.CONNECTED, true, NOW));
            history.begun(identity("c-2"));
            history.notified(note("c-2", 1, ConnectionState.OPEN_PORT, false, NOW));
        }
        restarted(file);
        assertThat(told)
                .extracting(n ->
                        n.connection() + " " + n.seq() + " " + HookEvent.of(n).orElseThrow())
                .containsExactly("c-1 2 DISCONNECTED", "c-2 2 FAILED");
        PrometheusText text = new PrometheusText();
        metrics.write(text);
        assertThat(text.toString())
                .contains("dialtone_endings_total{cause=\"834\"} 1\n")
                .contains("dialtone_dials_total{result=\"failed\",error=\"834\"} 1\n");
        restarted(file);
        assertThat(told).hasSize(2);
    }

    @Test
    void damagedLines_costOnlyThemselves_E4() throws IOException {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            history.begun(identity("c-1"));
            history.notified(note("c-1", 1, ConnectionState.OPEN_PORT, false, NOW));
        }
        Files.writeString(file, "{\"seq\":2,\"ti\nnot json\n", StandardOpenOption.APPEND);
        assertThat(restarted(file)
                        .find("c-1", new Permissions(Caller.SELF))
                        .identity()
                        .owner())
                .isEqualTo(7);
    }

    @Test
    void olderThanSevenDays_isPruned_S3() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            for (int i = 1; i <= 3; i++) {
                history.begun(identity("c-" + i));
                history.notified(
                        note("c-" + i, 1, ConnectionState.DISCONNECTED, true, NOW.minus(Duration.ofDays(9 - 3 * i))));
            }
            assertThat(history.prune(history.load(), NOW))
                    .extracting(History.Past::id)
                    .containsExactly("c-1", "c-2", "c-3")
                    .hasSize(3);
            assertThat(history.prune(history.load(), NOW.plus(Duration.ofDays(2))))
                    .extracting(History.Past::id)
                    .containsExactly("c-2", "c-3");
            assertThat(history.load()).hasSize(2);
        }
    }

    @Test
    void cutOffByTheManagersDeath_isKept_howeverLongItHadBeenUp_S3_C9() {
        Path file = directory.resolve("history");
        try (History history = open(file)) {
            history.begun(identity("c-1"));
            history.notified(note("c-1", 1, ConnectionState.CONNECTED, true, NOW.minus(Duration.ofDays(30))));
            assertThat(history.prune(history.load(), NOW))
                    .extracting(History.Past::id)
                    .containsExactly("c-1");
        }
    }

    /// Found by fuzzing: the next connection was written behind the torn line, or read no more behind bytes that are
    /// no text.
    @ParameterizedTest
    @ValueSource(strings = {"{\"begun\":\"c-0\",\"ow", "\u00ff\u00fe\n", "{\"x\":\u00c3"})
    void damagedEnd_costsNothingThatFollows_E4(String damage) throws IOException {
        Path file = directory.resolve("history");
        Files.write(file, damage.getBytes(StandardCharsets.ISO_8859_1));
        try (History history = open(file)) {
            history.begun(identity("c-1"));
            history.notified(note("c-1", 1, ConnectionState.CONNECTED, true, NOW));
            assertThat(history.load()).extracting(History.Past::id).containsExactly("c-1");
        }
    }
}
