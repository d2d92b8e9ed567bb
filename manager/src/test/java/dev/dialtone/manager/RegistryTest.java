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
import dev.dialtone.testkit.ManualLoop;
import dev.dialtone.testkit.MemoryHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final Permissions ALL = new Permissions(Caller.SELF);

    @TempDir
    Path directory;

    private final ManualLoop loop = new ManualLoop();
    private final List<ScriptedTunnel> tunnels = new ArrayList<>();
    private final MemoryHost host = new MemoryHost();
    private Consumer<String> beforeLine = _ -> {};
    private final History history = new History(new MemoryLines() {
        @Override
        public synchronized void append(String line, boolean toDisk) {
            beforeLine.accept(line);
            super.append(line, toDisk);
        }
    });
    private Registry registry;

    @BeforeEach
    void begin() {
        registry = new Registry(
                new ConnectionPorts(
                        new HostDesk(new HostLedger(host, Journal.open(new MemoryLines())), Runnable::run),
                        (plan, on, listener) -> {
                            tunnels.add(new ScriptedTunnel(listener));
                            return tunnels.getLast();
                        },
                        (device, tunnel) -> device::close,
                        history,
                        new EventLog(Runnable::run),
                        new SignInMemory(
                                new FilePhoneBook(directory.resolve("e")),
                                new Credentials(new FileCredentialStore(directory.resolve("c")))),
                        () -> ConnectionRig.START.plusNanos(loop.nanoTime()),
                        new Random(1)),
                new ConnectionIds(new Random(1)),
                _ -> new HandMailbox(loop),
                Runnable::run);
    }

    private ActiveConnection connected(String entry) {
        ActiveConnection connection = registry.dial(entry, 0, DialOptions.STANDARD, this, () -> plan(entry))
                .connection();
        loop.drain();
        tunnels.getLast().succeed();
        loop.drain();
        return connection;
    }

    private static DialPlan plan(String entry) {
        return new DialPlan(
                Entry.of(entry)
                        .with(EntryOption.SERVER, "vpn.example")
                        .with(EntryOption.KILL_SWITCH, entry.equals("closed") ? "true" : "false"),
                "tester",
                "",
                Secret.ofChars("secret".toCharArray()),
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                DialOptions.STANDARD,
                null);
    }

    private void hangUp(ActiveConnection connection) {
        connection.hangUp(Failure.of(0, Layer.MANAGER, "Hung up."));
        loop.drain();
        assertThat(connection.record().isActive()).isFalse();
    }

    private void dialAndHangUp(int times) {
        for (int i = 0; i < times; i++) {
            hangUp(connected("short"));
            loop.advance(Duration.ofSeconds(1).toNanos());
        }
    }

    /// Found by `./load`: what was dialled before a thousand others was dropped at the first dial after its end,
    /// and whoever had not read that yet never could.
    @Test
    void endedLast_isKept_howeverLongAgoItWasDialled_S3() {
        ActiveConnection longest = connected("long");
        dialAndHangUp(History.KEPT_CONNECTIONS + 10);
        hangUp(longest);
        dialAndHangUp(1);
        assertThat(registry.find(longest.record().id(), ALL).log().snapshot())
                .last()
                .satisfies(last -> assertThat(last.ending()).isTrue());
        // and after a restart
        assertThat(history.prune(history.load(), ConnectionRig.START.plusNanos(loop.nanoTime())))
                .hasSize(History.KEPT_CONNECTIONS)
                .extracting(History.Past::id)
                .contains(longest.record().id());
    }

    @Test
    void endedFirst_isDropped_S3() {
        ActiveConnection longest = connected("long");
        ActiveConnection first = connected("first");
        hangUp(first);
        dialAndHangUp(History.KEPT_CONNECTIONS);
        ActiveConnection next = connected("next");
        assertThatThrownBy(() -> registry.find(first.record().id(), ALL)).isInstanceOf(RasException.class);
        assertThat(registry.active()).containsExactly(longest.record(), next.record());
    }

    @Test
    void ofAnEntry_theNewestIsFound_thoughAnOlderOneEndedAfterItBegan_H3() {
        ActiveConnection older = connected("office");
        tunnels.getLast().answersClose = false;
        ScriptedTunnel ending = tunnels.getLast();
        older.hangUp(Failure.of(0, Layer.MANAGER, "Hung up."));
        loop.drain();
        ActiveConnection newer = registry.dial("office", 0, DialOptions.STANDARD, this, () -> plan("office"))
                .connection();
        ending.listener.closed();
        loop.drain();
        assertThat(older.record().isActive()).isFalse();
        assertThat(registry.find("office", ALL)).isSameAs(newer.record());
    }

    /// Between the end that nobody asked for and the moment in which it can be seen: the hang-up found nothing to end,
    /// and the host stayed closed.
    @Test
    void hangUpThatMeetsAnEnding_opensTheKillSwitch_C4() {
        for (boolean byRelease : new boolean[] {false, true}) {
            ActiveConnection connection = connected("closed");
            LocalConnection handle = handle(connection);
            beforeLine = line -> {
                if (line.contains("\"ending\":true")) {
                    beforeLine = _ -> {};
                    var _ = byRelease ? handle.release() : handle.hangUp();
                }
            };
            tunnels.getLast().listener.failed(Failure.of(691, Layer.AUTH, "refused"));
            loop.drain();
            assertThat(connection.record().log().snapshot().getLast().cause()).isEqualTo(691);
            assertThat(host.present()).isEmpty();
        }
    }

    @Test
    void hangUpOfAnEndedOne_leavesTheKillSwitchToTheOneThatNeedsIt() {
        ActiveConnection ended = connected("closed");
        tunnels.getLast().listener.failed(Failure.of(691, Layer.AUTH, "refused"));
        loop.drain();
        ActiveConnection next = connected("closed");
        assertThat(handle(ended).hangUp()).isCompleted();
        assertThat(host.present()).anyMatch(HostChange.KillSwitch.class::isInstance);
        assertThat(handle(next).hangUp()).isNotCompleted();
        loop.drain();
        assertThat(host.present()).isEmpty();
    }

    private LocalConnection handle(ActiveConnection connection) {
        return new LocalConnection(
                connection.record(),
                registry,
                new AlwaysOn(new FilePhoneBook(directory.resolve("e")), new MemoryLines()),
                new LocalConnection.Observation(_ -> Runnable::run, 8),
                0,
                true);
    }
}
