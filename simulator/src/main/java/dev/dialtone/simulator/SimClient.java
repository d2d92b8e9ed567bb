package dev.dialtone.simulator;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A program that dials through the manager, at the level of API messages: each takes its time, and both ends may die
/// in between.
final class SimClient {
    private final World world;
    private final String name;
    private final SimLoop loop;
    private final RandomGenerator random;
    private final List<SimStream> streams = new ArrayList<>();
    private @Nullable RemoteAccess view;
    private int viewGeneration;
    private boolean gone;

    SimClient(World world, String name) {
        this.world = world;
        this.name = name;
        this.loop = world.time().loop(name);
        this.random = world.seed().stream("client " + name);
        world.facts().add("client", "client", name, "event", "opened");
    }

    World world() {
        return world;
    }

    String name() {
        return name;
    }

    SimLoop loop() {
        return loop;
    }

    boolean isGone() {
        return gone;
    }

    /// Sends a request; it is worked at the manager's side if that is still there when it arrives.
    void send(SimManager asked, Consumer<RemoteAccess> work) {
        var _ = world.wire().after(world.message(), () -> asked.api().execute(() -> work.accept(viewOf(asked))));
    }

    private void call(String what, Consumer<RemoteAccess> work) {
        world.tally().action(what);
        SimManager asked = world.manager();
        if (asked != null) {
            send(asked, work);
        }
    }

    /// The lease of this client, opened with its first request.
    private RemoteAccess viewOf(SimManager asked) {
        RemoteAccess open = view;
        if (open == null || viewGeneration != asked.generation()) {
            open = asked.newView();
            view = open;
            viewGeneration = asked.generation();
            if (gone) {
                open.close();
            }
        }
        return open;
    }

    // ---- what it does

    void dial(String entry) {
        DialOptions options = options();
        boolean right = random.nextInt(5) != 0;
        DialRequest request = DialRequest.of(entry)
                .signIn(World.USER, "", right ? World.RIGHT : World.WRONG)
                .timeouts(
                        Duration.ofMillis(world.scenario().stateMillis()),
                        Duration.ofMillis(world.scenario().dialMillis()))
                .options(options);
        call("dial", view -> dialled(view, entry, request));
    }

    private void dialled(RemoteAccess access, String entry, DialRequest request) {
        try {
            Connection connection = access.dial(request, new Silent());
            ConnectionStatus status = connection.status();
            boolean existing = status.state() == ConnectionState.CONNECTED && status.error() == 0;
            Map<String, Object> options = new LinkedHashMap<>(Wire.of(request.options()));
            Entry dialled = world.book().entry(entry);
            boolean redials = dialled.number(EntryOption.REDIAL_ATTEMPTS) > 0
                    && (dialled.flag(EntryOption.RECONNECT) || dialled.flag(EntryOption.ALWAYS_ON));
            options.put("redial", redials);
            if (redials) {
                options.put("redialAttempts", dialled.number(EntryOption.REDIAL_ATTEMPTS));
            }
            options.put("stateMillis", request.stateTimeout().toMillis());
            options.put("dialMillis", request.dialTimeout().toMillis());
            options.put("gateMillis", request.options().gateLimit().toMillis());
            options.put("pauseMillis", request.options().pauseLimit().toMillis());
            world.facts()
                    .add(
                            "dial",
                            "client",
                            name,
                            "connection",
                            connection.id(),
                            "entry",
                            entry,
                            "existing",
                            existing,
                            "seq",
                            existing ? status.seq() : 0,
                            "options",
                            options,
                            "server",
                            World.SERVER);
            answer(() -> follow(status, existing, request.options()));
        } catch (RasException e) {
            world.facts().add("dialRefused", "client", name, "entry", entry, "error", e.error());
        }
    }

    private void follow(ConnectionStatus status, boolean existing, DialOptions options) {
        long since = existing ? status.seq() - 1 : 0;
        long completes = existing ? status.seq() - 1 : status.seq();
        SimStream stream = new SimStream(
                this,
                status,
                since,
                true,
                n -> n.completion() && n.seq() > completes,
                n -> world.facts().add(n, "completion", "client", name, "connection", n.connection()),
                n -> attend(n, options.gated()),
                slow(false));
        streams.add(stream);
        stream.open();
    }

    private DialOptions options() {
        DialOptions options = DialOptions.STANDARD;
        if (random.nextInt(3) == 0) {
            options = options.withPauses(Duration.ofMillis(world.scenario().pauseMillis()));
        }
        if (random.nextInt(6) == 0) {
            options = options.withGate(Duration.ofMillis(world.scenario().gateMillis()));
        }
        options = switch (random.nextInt(8)) {
            case 0 -> options.inBackground();
            case 1 -> options.boundToClient();
            default -> options;
        };
        return random.nextInt(4) == 0 ? options.joining() : options;
    }

    private long slow(boolean mayStop) {
        int kind = random.nextInt(20);
        if (kind == 0 && mayStop) {
            return World.NEVER_READS;
        }
        return kind < 5 ? world.logUniform(World.MILLI, 2_000 * World.MILLI) : 0;
    }

    /// What a user does about a notification.
    private void attend(Notification told, boolean gated) {
        if (gated && !told.isConnected() && !told.isLast()) {
            later(2 * world.scenario().gateMillis(), () -> call("acknowledge", access -> {
                world.facts().add("ack", "client", name, "connection", told.connection(), "seq", told.seq());
                acknowledge(access, told);
            }));
        }
        if (told.isPaused() && random.nextInt(4) != 0) {
            later(world.scenario().pauseMillis() * 3 / 2, () -> call("answer", access -> answer(access, told)));
        }
    }

    private void later(long mostMillis, Runnable task) {
        var _ = loop.after(world.logUniform(World.MILLI / 2, Math.max(2, mostMillis) * World.MILLI), task);
    }

    private static void acknowledge(RemoteAccess access, Notification told) {
        try {
            access.connection(told.connection()).acknowledge(told.seq());
        } catch (RasException e) {
            // gone meanwhile
        }
    }

    private void answer(RemoteAccess access, Notification paused) {
        Prompt prompt = paused.prompt();
        if (prompt == null) {
            return;
        }
        boolean right = random.nextInt(4) != 0;
        Map<String, String> fields = new HashMap<>();
        @Nullable Secret secret = null;
        switch (prompt.wants()) {
            case CREDENTIALS -> {
                fields.put(Prompt.USER, World.USER);
                secret = right ? World.RIGHT : World.WRONG;
            }
            case NEW_PASSWORD -> secret = right ? World.FRESH : World.RIGHT;
            case CERTIFICATE_TRUST ->
                fields.put(
                        Prompt.TRUST, right ? prompt.fields().getFirst().value() : "yes");
        }
        String result = "accepted";
        try {
            access.connection(paused.connection()).answer(new Answer(paused.seq(), fields, secret));
        } catch (RasException e) {
            result = e.error() == RasError.ALREADY_EXISTS ? "already answered" : "refused";
        }
        world.facts()
                .add(
                        "answer",
                        "client",
                        name,
                        "connection",
                        paused.connection(),
                        "seq",
                        paused.seq(),
                        "result",
                        result);
    }

    void hangUp(String target) {
        call("hang-up", access -> hangUp(access, target));
    }

    private void hangUp(RemoteAccess access, String target) {
        try {
            Connection connection = access.connection(target);
            world.facts().add("hangup", "client", name, "connection", connection.id());
            var _ = connection.hangUp();
            ConnectionStatus status = connection.status();
            if (!status.active()) {
                Notification last = connection.log().getLast();
                answer(() -> world.facts().add(last, "hungUp", "client", name, "connection", last.connection()));
                return;
            }
            answer(() -> {
                SimStream stream = new SimStream(
                        this,
                        status,
                        Math.max(0, status.seq() - 1),
                        false,
                        Notification::isLast,
                        n -> world.facts().add(n, "hungUp", "client", name, "connection", n.connection()),
                        n -> {},
                        0);
                streams.add(stream);
                stream.open();
            });
        } catch (RasException e) {
            world.facts().add("hangup", "client", name, "connection", target, "error", e.error());
        }
    }

    /// For the end of a run.
    void hangUpAll() {
        call("list", access -> access.list().forEach(status -> hangUp(access, status.connection())));
    }

    void release(String target) {
        call("release", access -> {
            try {
                Connection connection = access.connection(target);
                if (!connection.status().active()) {
                    return;
                }
                int left = connection.status().references() - 1;
                world.facts().add("release", "client", name, "connection", connection.id(), "left", Math.max(0, left));
                var _ = connection.release();
            } catch (RasException e) {
                // there is none
            }
        });
    }

    void status(String target) {
        call("status", access -> {
            try {
                ConnectionStatus status = access.connection(target).status();
                world.facts()
                        .add(
                                "status",
                                "client",
                                name,
                                "connection",
                                status.connection(),
                                "status",
                                Wire.of(status),
                                "logSize",
                                world.disk().logSize(status.connection()));
            } catch (RasException e) {
                // there is none
            }
        });
    }

    void list() {
        call(
                "list",
                access -> world.facts()
                        .add(
                                "listed",
                                "client",
                                name,
                                "connections",
                                access.list().stream()
                                        .map(ConnectionStatus::connection)
                                        .toList()));
    }

    void watch(String target) {
        call("watch", access -> {
            try {
                ConnectionStatus status = access.connection(target).status();
                long since = status.seq() == 0 ? 0 : random.nextLong(status.seq() + 1);
                answer(() -> {
                    long slow = slow(true);
                    SimStream stream =
                            new SimStream(this, status, since, true, null, n -> {}, n -> attend(n, false), slow);
                    streams.add(stream);
                    stream.open();
                    if (slow == World.NEVER_READS) {
                        // the daemon cuts who reads nothing for so long
                        var _ = loop.after(30_000 * World.MILLI, stream::unobserve);
                    }
                });
            } catch (RasException e) {
                // there is none
            }
        });
    }

    void unwatch() {
        streams.stream().filter(SimStream::isObserving).findFirst().ifPresent(stream -> {
            world.tally().action("unwatch");
            stream.unobserve();
        });
    }

    void watchAll() {
        call("watch events", access -> new SimEvents(this).subscribe(access));
    }

    /// SIGKILL: the kernel closes its sockets, and the manager hears of it.
    void die() {
        world.tally().action("client killed");
        world.facts().add("client", "client", name, "event", "died");
        gone = true;
        streams.forEach(SimStream::drop);
        loop.kill();
        breakLease();
    }

    /// It gives up its lease and its observers; what it waits for still comes.
    void close() {
        world.tally().action("client closed");
        world.facts().add("client", "client", name, "event", "closed");
        gone = true;
        streams.forEach(SimStream::unobserve);
        breakLease();
    }

    private void breakLease() {
        SimManager asked = world.manager();
        if (asked != null) {
            asked.api().after(world.message(), () -> {
                if (view != null && viewGeneration == asked.generation()) {
                    view.close();
                }
            });
        }
    }

    /// The manager's answer comes back.
    private void answer(Runnable task) {
        var _ = loop.after(world.message(), task);
    }

    /// The observer of a dial at the manager's side: the stream is another request.
    private static final class Silent implements dev.dialtone.api.Observer {
        @Override
        public void onNotification(Notification notification) {
            // the stream tells
        }

        @Override
        public boolean wantsMore() {
            return false;
        }

        @Override
        public boolean acknowledges() {
            return false;
        }
    }
}
