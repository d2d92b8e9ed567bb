package dev.dialtone.manager;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.core.Secret;
import dev.dialtone.testkit.ManualLoop;
import dev.dialtone.testkit.MemoryHost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// One connection in virtual time, with the test as its peer and as its clients.
final class ConnectionRig {
    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    static final Entry ENTRY = Entry.of("office").with(EntryOption.SERVER, "vpn.example");

    final ManualLoop loop = new ManualLoop();
    final MemoryHost host = new MemoryHost();
    final List<ScriptedTunnel> tunnels = new ArrayList<>();
    final List<DialPlan> plans = new ArrayList<>();
    final MemoryLines history = new MemoryLines();
    final MemoryLines journal = new MemoryLines();
    final EventLog events = new EventLog(Runnable::run);
    final Metrics metrics = new Metrics();

    /// What hooks are told.
    final List<Notification> told = new ArrayList<>();

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
    final FilePhoneBook book;
    final FileCredentialStore credentials;
    private final Deque<Runnable> hostTasks = new ArrayDeque<>();
    final HostDesk desk = new HostDesk(new HostLedger(host, Journal.open(journal)), this::hostSerial);
    final ConnectionRecord record;
    final ActiveConnection connection;
    boolean answersClose = true;

    /// What touches the host waits until [#hostWork].
    boolean hostIsBusy;

    int endings;

    /// What is dialled first.
    Prerequisite.Dialler prerequisites = Prerequisite.Dialler.NONE;

    ConnectionRig(Path directory, Entry entry, DialOptions options) {
        this(directory, entry, options, "secret");
    }

    ConnectionRig(Path directory, Entry entry, DialOptions options, String password) {
        book = new FilePhoneBook(directory.resolve("entries"));
        credentials = new FileCredentialStore(directory.resolve("credentials"));
        InstantSource wall = () -> START.plusNanos(loop.nanoTime());
        record = new ConnectionRecord(
                new ConnectionRecord.Identity("c-1", "office", "sstp", 0, wall.instant()), Runnable::run);
        ConnectionPorts ports = new ConnectionPorts(
                desk,
                (plan, on, listener) -> {
                    ScriptedTunnel tunnel = new ScriptedTunnel(listener);
                    tunnel.answersClose = answersClose;
                    tunnels.add(tunnel);
                    plans.add(plan);
                    return tunnel;
                },
                (device, tunnel) -> device::close,
                new History(history),
                events,
                new SignInMemory(book, new Credentials(credentials)),
                wall,
                new Random(1),
                named -> prerequisites.dial(named),
                metrics,
                hooks);
        DialPlan plan = new DialPlan(
                entry,
                "tester",
                "",
                Secret.ofChars(password.toCharArray()),
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                options,
                null);
        connection = new ActiveConnection(record, plan, new HandMailbox(loop), ports, () -> endings++);
    }

    private void hostSerial(Runnable task) {
        if (hostIsBusy) {
            hostTasks.add(task);
        } else {
            task.run();
        }
    }

    /// How much waits for the host.
    int hostQueue() {
        return hostTasks.size();
    }

    /// Does what waits for the host, and what follows of it.
    void hostWork() {
        hostIsBusy = false;
        while (!hostTasks.isEmpty()) {
            hostTasks.remove().run();
            loop.drain();
        }
    }

    /// Starts the dial and gives its carrier.
    ScriptedTunnel dialled() {
        connection.start();
        loop.drain();
        return tunnels.getLast();
    }

    ScriptedTunnel connected() {
        ScriptedTunnel peer = dialled();
        peer.succeed();
        loop.drain();
        return peer;
    }

    ScriptedTunnel peer() {
        return tunnels.getLast();
    }

    List<Notification> log() {
        return record.log().snapshot();
    }

    Notification last() {
        return log().getLast();
    }

    List<String> words() {
        return log().stream().map(ConnectionRig::words).toList();
    }

    static String words(Notification n) {
        return n.state().word()
                + (n.error() == 0 ? "" : " " + n.error())
                + (n.cause() == 0 ? "" : " cause " + n.cause())
                + (n.reason() == 0 ? "" : " reason " + n.reason())
                + (n.completion() ? " completion" : "")
                + (n.ending() ? " ending" : "");
    }

    void advance(Duration time) {
        loop.advance(time.toNanos());
    }
}
