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
import java.util.function.BiConsumer;
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
    private final List<SimEvents> events = new ArrayList<>();
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
        call(what, (_, access) -> work.accept(access));
    }

    private void call(String what, BiConsumer<SimManager, RemoteAccess> work) {
        world.tally().action(what);
        SimManager asked = world.manager();
        if (asked != null) {
            send(asked, access -> work.accept(asked, access));
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
        call("dial", (asked, view) -> dialled(asked, view, entry, request));
    }

    private void dialled(SimManager asked, RemoteAccess access, String entry, DialRequest request) {
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
            // the answer to a dial is its stream
            follow(asked, connection, existing, request.options());
        } catch (RasException e) {
            world.facts().add("dialRefused", "client", name, "entry", entry, "error", e.error());
        }
    }

    private void follow(SimManager asked, Connection connection, boolean existing, DialOptions options) {
        long seq = connection.status().seq();
        long since = existing ? seq - 1 : 0;
        long completes = existing ? seq - 1 : seq;
        SimStream stream = new SimStream(
                this,
                new SimStream.Use() {
                    @Override
                    public boolean observes() {
                        return true;
                    }

                    @Override
                    public boolean hasFuture() {
                        return true;
                    }

                    @Override
                    public boolean awaits(Notification n) {
                        return n.completion() && n.seq() > completes;
                    }

                    @Override
                    public void found(Notification n) {
                        world.facts().add(n, "completion", "client", name, "connection", n.connection());
                    }

                    @Override
                    public void seen(Notification n) {
                        attend(n, options.gated());
                    }
                },
                0);
        streams.add(stream);
        stream.attach(asked, connection, since);
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

    private long slow() {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return World.NEVER_READS;
        }
        return kind < 8 ? world.logUniform(5 * World.MILLI, 1_000 * World.MILLI) : 0;
    }

    /// What a user does about a notification.
    private void attend(Notification told, boolean gated) {
        if (gated && !told.isConnected() && !told.isLast()) {
            later(
                    2 * world.scenario().gateMillis(),
                    () -> call("acknowledge", access -> {
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
                fields.put(Prompt.TRUST, right ? prompt.fields().getFirst().value() : "yes");
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
        call("hang-up", (asked, access) -> hangUp(asked, access, target));
    }

    /// The stream is opened first, so that the end cannot be missed.
    private void hangUp(SimManager asked, RemoteAccess access, String target) {
        try {
            SimStream stream = new SimStream(this, new HangUp(), 0);
            streams.add(stream);
            stream.attach(asked, access.connection(target), null);
        } catch (RasException e) {
            world.facts().add("hangup", "client", name, "connection", target, "error", e.error());
        }
    }

    /// For the end of a run.
    void hangUpAll() {
        call("list", (asked, access) -> access.list().forEach(status -> hangUp(asked, access, status.connection())));
    }

    /// A stream that waits for the end, and asks for it as soon as it is open.
    private final class HangUp implements SimStream.Use {
        @Override
        public boolean observes() {
            return false;
        }

        @Override
        public boolean hasFuture() {
            return true;
        }

        @Override
        public boolean awaits(Notification n) {
            return n.isLast();
        }

        @Override
        public void found(Notification n) {
            world.facts().add(n, "hungUp", "client", name, "connection", n.connection());
        }

        @Override
        public void opened(ConnectionStatus status) {
            if (!asked) {
                asked = true;
                send(status.connection());
            }
        }

        private boolean asked;

        private void send(String connection) {
            SimManager there = world.manager();
            if (there != null) {
                SimClient.this.send(there, access -> {
                    try {
                        Connection found = access.connection(connection);
                        world.facts().add("hangup", "client", name, "connection", connection);
                        var _ = found.hangUp();
                    } catch (RasException e) {
                        world.facts().add("hangup", "client", name, "connection", connection, "error", e.error());
                    }
                });
            }
        }
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
                String newest = world.disk().newestOf(target);
                if (!newest.isEmpty()) {
                    // S3: what the log has can be read
                    world.facts()
                            .add(
                                    "status",
                                    "client",
                                    name,
                                    "connection",
                                    newest,
                                    "logSize",
                                    world.disk().logSize(newest));
                }
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
        call("watch", (asked, access) -> {
            if (gone) {
                return;
            }
            try {
                Connection connection = access.connection(target);
                long seq = connection.status().seq();
                long since = seq == 0 ? 0 : random.nextLong(seq + 1);
                long slow = slow();
                SimStream stream = new SimStream(
                        this,
                        new SimStream.Use() {
                            @Override
                            public boolean observes() {
                                return true;
                            }

                            @Override
                            public void seen(Notification n) {
                                attend(n, false);
                            }
                        },
                        slow);
                streams.add(stream);
                stream.attach(asked, connection, since);
                if (slow == World.NEVER_READS) {
                    // the daemon cuts who reads nothing for so long
                    var _ = loop.after(30_000 * World.MILLI, stream::drop);
                }
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
        call("watch events", access -> {
            if (gone) {
                return;
            }
            SimEvents watching = new SimEvents(this);
            events.add(watching);
            watching.subscribe(access);
        });
    }

    /// SIGKILL: the kernel closes its sockets, and the manager hears of it.
    void die() {
        world.tally().action("client killed");
        world.facts().add("client", "client", name, "event", "died");
        gone = true;
        streams.forEach(SimStream::drop);
        events.forEach(SimEvents::end);
        loop.kill();
        breakLease();
    }

    /// It gives up its lease and its observers; what it waits for still comes.
    void close() {
        world.tally().action("client closed");
        world.facts().add("client", "client", name, "event", "closed");
        gone = true;
        List.copyOf(streams).forEach(SimStream::unobserve);
        events.forEach(SimEvents::end);
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
