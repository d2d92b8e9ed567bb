package dev.dialtone.simulator;

import dev.dialtone.api.Entry;
import dev.dialtone.core.Secret;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.AnsweringServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One run: manager, clients, host and server in one thread of virtual time, and what the seed does to them.
/// Everything
/// that happens is a line of [#facts]; the same seed gives the same lines.
final class World {
    static final long MILLI = 1_000_000L;
    static final long NEVER_READS = Long.MAX_VALUE;
    static final String SERVER = "vpn.simulated.test";
    static final String USER = "ann";
    static final Secret RIGHT = Secret.ofChars("the-right-password".toCharArray());
    static final Secret WRONG = Secret.ofChars("a-wrong-password".toCharArray());
    static final Secret FRESH = Secret.ofChars("a-fresh-password".toCharArray());
    private static final Duration AFTERMATH = Duration.ofSeconds(40);

    private final Seed seed;
    private final Tally tally;
    private final VirtualTime time;
    private final Facts facts;
    private final Scenario scenario;
    private final SimDisk disk;
    private final SimHost host;
    private final SimBook book = new SimBook();
    private final SimUserBooks userBooks = new SimUserBooks();
    private final SimNetwork network;
    private final SimServer server;
    private final SimLoop wire;
    private final RandomGenerator random;
    private final List<SimClient> clients = new ArrayList<>();
    private @Nullable SimManager manager;
    private int generations;
    private int observers;
    private long observerNanos;
    private boolean restarting;

    World(Seed seed, Tally tally) {
        this.seed = seed;
        this.tally = tally;
        this.scenario = Scenario.of(seed);
        this.time = new VirtualTime(seed);
        this.facts = new Facts(time);
        this.disk = new SimDisk(facts, tally);
        this.random = seed.stream("world");
        this.host = new SimHost(facts, seed.stream("host"), scenario.hostRefuses(), disk, tally);
        this.network = new SimNetwork(time, seed, new RandomFaults(seed, scenario.faults()), new Wiretap());
        this.wire = time.loop("wire");
        AnswererConfig.Builder answers = AnswererConfig.of(SimIdentity.selfSigned())
                .keep(0, 0)
                .retries(scenario.retries())
                .cutsRefused(scenario.cuts());
        answers = scenario.expired() ? answers.expiredUser(USER, RIGHT) : answers.user(USER, RIGHT);
        this.server = network.server(SERVER, new AnsweringServer(answers.build()));
        for (Entry entry : scenario.entries()) {
            book.set(entry);
            book.set(entry.name(), USER, "", RIGHT);
        }
    }

    /// Runs it from beginning to end.
    ///
    /// @return the facts
    List<String> run() {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("stateMillis", scenario.stateMillis());
        limits.put("dialMillis", scenario.dialMillis());
        limits.put("hangupMillis", 5_000);
        limits.put("gateMillis", scenario.gateMillis());
        limits.put("pauseMillis", scenario.pauseMillis());
        facts.add("run", "seed", seed.value(), "limits", limits);
        startManager();
        for (int i = 1; i <= scenario.clients(); i++) {
            clients.add(new SimClient(this, "client-" + i));
        }
        long last = Script.play(this, scenario.actions());
        time.runUntil(last + scenario.settle().toNanos());
        cleanUp();
        facts.add("quiet");
        host.tellState();
        facts.add("end");
        tally.endRun(facts.lines().size(), time.events());
        return facts.lines();
    }

    /// Everything is hung up, by a client that does nothing else.
    private void cleanUp() {
        disk.journal().full(false);
        if (manager == null) {
            startManager();
        }
        SimClient janitor = new SimClient(this, "janitor");
        janitor.hangUpAll();
        time.runUntil(time.nanoTime() + AFTERMATH.toNanos());
    }

    // ---- the manager's process

    void startManager() {
        restarting = false;
        SimManager started = new SimManager(this, ++generations);
        manager = started;
        facts.add("started", "generation", generations);
        host.tellState();
    }

    @Nullable
    SimManager manager() {
        return manager;
    }

    void managerGone() {
        manager = null;
    }

    /// Brings a successor up after a while, unless one is coming already.
    void restartLater(long nanos) {
        if (!restarting) {
            restarting = true;
            var _ = wire.after(nanos, () -> {
                if (manager == null) {
                    startManager();
                } else {
                    // it has not ended yet
                    restarting = false;
                    restartLater(50 * MILLI);
                }
            });
        }
    }

    // ---- what the parts need of each other

    Seed seed() {
        return seed;
    }

    VirtualTime time() {
        return time;
    }

    Facts facts() {
        return facts;
    }

    Tally tally() {
        return tally;
    }

    Scenario scenario() {
        return scenario;
    }

    SimDisk disk() {
        return disk;
    }

    SimHost host() {
        return host;
    }

    SimBook book() {
        return book;
    }

    SimUserBooks userBooks() {
        return userBooks;
    }

    SimNetwork network() {
        return network;
    }

    SimServer server() {
        return server;
    }

    /// What lies between clients and manager; it outlives both.
    SimLoop wire() {
        return wire;
    }

    RandomGenerator random() {
        return random;
    }

    List<SimClient> clients() {
        return clients;
    }

    String newObserver() {
        return "observer-" + ++observers;
    }

    /// How slow the observer is that will be made next.
    void nextObserverNanos(long nanos) {
        observerNanos = nanos;
    }

    long takeObserverNanos() {
        long taken = observerNanos;
        observerNanos = 0;
        return taken;
    }

    /// From the least to the most, each power of ten as likely as the next.
    long logUniform(long leastNanos, long mostNanos) {
        double low = Math.log(leastNanos);
        double high = Math.log(mostNanos);
        return (long) Math.exp(low + random.nextDouble() * (high - low));
    }

    /// Time of a message between two processes of one machine.
    long message() {
        return logUniform(20_000, random.nextInt(20) == 0 ? 200 * MILLI : 2 * MILLI);
    }

    static String connectionOf(String loop) {
        return loop.startsWith("connection-") ? loop.substring("connection-".length()) : "";
    }

    /// What the server and the network see, as facts.
    private final class Wiretap implements SimObserver {
        private final Set<Integer> spoiled = new HashSet<>();

        @Override
        public void opened(Carrier carrier) {
            facts.add("carrier", "connection", connectionOf(carrier.loop()), "event", "opened");
        }

        @Override
        public void closed(Carrier carrier, String how) {
            facts.add("carrier", "connection", connectionOf(carrier.loop()), "event", "closed");
        }

        @Override
        public void wire(Carrier carrier, AnswererStep step) {
            // a spoiled byte may look like anything
            if (step != AnswererStep.AUTHENTICATE && !spoiled.contains(carrier.number())) {
                facts.add("wire", "connection", connectionOf(carrier.loop()), "step", step.name());
            }
        }

        @Override
        public void fault(@Nullable Carrier carrier, FaultKind kind, String detail) {
            if (kind == FaultKind.RECHUNKED) {
                return;
            }
            if (kind == FaultKind.CORRUPT && carrier != null) {
                spoiled.add(carrier.number());
            }
            String connection = carrier == null ? "" : connectionOf(carrier.loop());
            String state = disk.stateOf(connection);
            tally.fault(kind.name(), state);
            if (connection.isEmpty()) {
                facts.add("fault", "kind", kind.name(), "state", state);
            } else {
                facts.add("fault", "connection", connection, "kind", kind.name(), "state", state);
            }
        }
    }
}
