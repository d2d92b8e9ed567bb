package dev.dialtone.benchmarks;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What connections cost one manager while nothing goes through them: a thousand's heap, and their processor
/// time with
/// the keep-alives of both sides on; and how long one more dial takes beside ten thousand. Whoever dialled them has
/// ended, as a program may. The daemon's host is in memory, the servers are an answerer on the loopback.
final class IdleConnections implements Benchmark {
    private static final int CONNECTIONS = 1_000;
    private static final int MANY = 10_000;
    private static final int AT_ONCE = 50;
    private static final int WARM_UP = 200;
    private static final int DIALS = 30;
    private static final long HEAP_LIMIT_BYTES = 64 * 1024;
    private static final double CPU_LIMIT_PERCENT = 2;
    private static final double SLOWER_LIMIT = 1.25;
    /// Until the compilers are done with what the dials have made them compile.
    private static final int SETTLE_SECONDS = 60;
    private static final int IDLE_SECONDS = 60;
    private static final int PATIENCE_SECONDS = 60;

    private final BlockingQueue<LoadChild.Line> lines = new LinkedBlockingQueue<>();

    @Override
    public void run(Report report) throws Exception {
        List<String> flags = List.of(
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-XX:NewSize=6m",
                "-XX:MaxNewSize=48m",
                "-Xmx1g",
                "-Xss512k",
                "-XX:+UseCompactObjectHeaders");
        try (Scratch places = Scratch.make();
                Secret password = Passwords.fresh();
                LoadChild daemon = child("daemon", flags, LoadDaemon.class, places, null);
                LoadChild server = child("server", List.of("-Xmx2g"), LoadServer.class, places, password)) {
            daemon.awaitReady();
            String port = server.awaitReady()[1];
            Path socket = places.path().resolve(MemoryDaemon.SOCKET);
            measure(report, socket, daemon, template(places.path(), port), password);
        }
    }

    private LoadChild child(
            String name, List<String> flags, Class<?> program, Scratch places, @Nullable Secret password)
            throws IOException {
        return LoadChild.start(name, flags, program, List.of(places.path().toString()), password, lines);
    }

    private static Entry template(Path places, String port) throws IOException {
        return Entry.of("idle")
                .with(EntryOption.SERVER, "127.0.0.1")
                .with(EntryOption.PORT, port)
                .with(EntryOption.SERVER_NAME, LoadServer.SERVER_NAME)
                .with(EntryOption.DEFAULT_ROUTE, "false")
                .with(EntryOption.CA, Files.readString(places.resolve(LoadServer.CA)));
    }

    private void measure(Report report, Path socket, LoadChild daemon, Entry template, Secret password)
            throws IOException, InterruptedException {
        double before;
        try (RemoteClient client = RemoteClient.connect(socket)) {
            dialOneByOne(client, template, password, WARM_UP);
            before = dialOneByOne(client, template, password, DIALS);
        }
        long empty = heap(daemon);
        dialAll(socket, template, password, 0, CONNECTIONS);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long each = (heap(daemon) - empty) / CONNECTIONS;
        report.add(new Figure(
                "heap of an idle connection, of " + CONNECTIONS,
                String.format(Locale.ROOT, "%.1f KB", each / 1024.0),
                "at most 64 KB",
                each <= HEAP_LIMIT_BYTES));
        double cpuBefore = DaemonProcess.cpuSeconds(daemon.pid());
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        double percent = 100 * (DaemonProcess.cpuSeconds(daemon.pid()) - cpuBefore) / IDLE_SECONDS;
        report.add(new Figure(
                CONNECTIONS + " idle connections, processor time with keep-alives",
                String.format(Locale.ROOT, "%.1f %% of a core", percent),
                "under 2 %",
                percent < CPU_LIMIT_PERCENT));
        for (int up = CONNECTIONS; up < MANY; up += CONNECTIONS) {
            System.err.println("idle: " + up + " of " + MANY + " connections are up");
            dialAll(socket, template, password, up, up + CONNECTIONS);
        }
        double after;
        try (RemoteClient client = RemoteClient.connect(socket)) {
            after = dialOneByOne(client, template, password, DIALS);
        }
        report.add(new Figure(
                "one more dial beside " + MANY + " connections, median; before there were any",
                String.format(Locale.ROOT, "%.1f ms; %.1f ms", after, before),
                "at most a quarter more",
                after <= SLOWER_LIMIT * before));
    }

    /// Has a client of its own dial those of these numbers, some at once; it ends when they are up.
    private static void dialAll(Path socket, Entry template, Secret password, int from, int to) {
        try (RemoteClient client = RemoteClient.connect(socket)) {
            List<Connection> dialling = new ArrayList<>();
            for (int i = from; i < to; i++) {
                dialling.add(client.dial(request(template, "idle-" + i, password), _ -> {}));
                if (dialling.size() == AT_ONCE) {
                    dialling.forEach(IdleConnections::connected);
                    dialling.clear();
                }
            }
            dialling.forEach(IdleConnections::connected);
        }
    }

    /// Dials and hangs up, and gives the dial's median time.
    ///
    /// @return milliseconds
    private static double dialOneByOne(RemoteClient client, Entry template, Secret password, int times) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            Connection connection = client.dial(request(template, "one-more", password), _ -> {});
            connected(connection);
            millis.add((System.nanoTime() - begun) / 1e6);
            connection.hangUp().join();
        }
        return Samples.of(millis).median();
    }

    private static DialRequest request(Entry template, String name, Secret password) {
        Entry entry = Entry.of(name);
        for (var option : template.values().entrySet()) {
            entry = entry.with(option.getKey(), option.getValue());
        }
        return DialRequest.of(entry).signIn(LoadServer.USER, "", password).options(DialOptions.STANDARD.inBackground());
    }

    private static void connected(Connection connection) {
        Notification completion = connection.completion().join();
        if (!completion.isConnected()) {
            throw new IllegalStateException("the dial failed: " + completion);
        }
    }

    /// Bytes alive in the daemon's heap.
    private long heap(LoadChild daemon) throws IOException, InterruptedException {
        lines.clear();
        daemon.tell("heap");
        while (true) {
            LoadChild.Line line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new IOException("the daemon does not say how large its heap is");
            }
            if (line.words()[0].equals("heap")) {
                return Long.parseLong(line.words()[1]);
            }
        }
    }
}
