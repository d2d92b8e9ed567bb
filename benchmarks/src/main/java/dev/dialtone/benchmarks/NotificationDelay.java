package dev.dialtone.benchmarks;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// From the manager's publishing of a notification to the observer of a client in another process. Both read the same
/// clock: the notification carries the time of its publishing, to the microsecond.
final class NotificationDelay implements Benchmark {
    private static final double LIMIT_MILLIS = 0.5;
    private static final int YOUNG = 60;
    private static final int WARM_UP = 340;
    private static final int DIALS = 60;
    private static final int END_SECONDS = 10;

    private record Delay(long seq, double millis) {}

    private final ConcurrentLinkedQueue<Delay> delays = new ConcurrentLinkedQueue<>();

    @Override
    public void run(Report report) throws Exception {
        try (Scratch places = Scratch.make();
                Secret password = Passwords.fresh()) {
            Process server = start(AnsweringServer.class, places.path());
            Process daemon = start(MemoryDaemon.class, places.path());
            try {
                give(password, server.getOutputStream());
                String port = line(server);
                line(daemon);
                measure(report, places.path(), port, password);
            } finally {
                end(daemon);
                end(server);
            }
        }
    }

    private static String line(Process process) throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IOException("a process of the benchmark did not start");
        }
        return line;
    }

    private static void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
            process.waitFor();
        }
    }

    private static Process start(Class<?> program, Path places) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-p",
                        System.getProperty("jdk.module.path"),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "--enable-native-access=dev.dialtone.host",
                        "-m",
                        "dev.dialtone.benchmarks/" + program.getName(),
                        places.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void give(Secret password, OutputStream in) throws IOException {
        try {
            int _ = password.useUtf8(bytes -> {
                try {
                    in.write(bytes);
                    return bytes.length;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        in.write('\n');
        in.flush();
    }

    private void measure(Report report, Path places, String port, Secret password)
            throws IOException, InterruptedException {
        Entry entry = Entry.of("bench")
                .with(EntryOption.SERVER, "127.0.0.1")
                .with(EntryOption.PORT, port)
                .with(EntryOption.SERVER_NAME, AnsweringServer.SERVER_NAME)
                .with(EntryOption.CA, Files.readString(places.resolve(AnsweringServer.CA)));
        DialRequest request = DialRequest.of(entry).signIn(AnsweringServer.USER, "", password);
        try (RemoteClient client = RemoteClient.connect(places.resolve(MemoryDaemon.SOCKET))) {
            dial(client, request, YOUNG);
            report.say("young processes, their first %d dials: median %.3f ms", YOUNG, median());
            // the JIT compilers of two processes share two cores with what is measured until they have done
            // their work
            dial(client, request, WARM_UP);
            delays.clear();
            dial(client, request, DIALS);
        }
        tell(report);
    }

    private void dial(RemoteClient client, DialRequest request, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Clocked observer = new Clocked();
            Connection connection = client.dial(request, observer);
            Notification completion = connection.completion().join();
            if (!completion.isConnected()) {
                throw new IllegalStateException("the dial failed: " + completion);
            }
            connection.hangUp().join();
            observer.ended.await();
        }
    }

    private double median() {
        return Samples.of(delays.stream().map(Delay::millis).toList()).median();
    }

    private void tell(Report report) {
        Samples all = Samples.of(delays.stream().map(Delay::millis).toList());
        Map<Long, List<Double>> bySeq = new TreeMap<>();
        delays.forEach(d ->
                bySeq.computeIfAbsent(d.seq(), _ -> new java.util.ArrayList<>()).add(d.millis()));
        report.say("%d notifications of %d dials, ms:", all.count(), DIALS);
        report.say(
                "median %.3f, p90 %.3f, p99 %.3f, max %.3f",
                all.median(), all.percentile(90), all.percentile(99), all.max());
        report.say("the first of a dial come with the head of its stream; medians by seq:");
        StringBuilder line = new StringBuilder();
        bySeq.forEach((seq, some) -> line.append(
                String.format(Locale.ROOT, "%d: %.3f  ", seq, Samples.of(some).median())));
        report.say("%s", line);
        report.add(new Figure(
                "notification to a client process, median",
                String.format(Locale.ROOT, "%.3f ms (p99 %.2f)", all.median(), all.percentile(99)),
                "under " + LIMIT_MILLIS + " ms",
                all.median() < LIMIT_MILLIS));
    }

    private final class Clocked implements Observer {
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onNotification(Notification notification) {
            long micros = ChronoUnit.MICROS.between(notification.time(), Instant.now());
            delays.add(new Delay(notification.seq(), micros / 1e3));
        }

        @Override
        public void onEnd(long lastSeq) {
            ended.countDown();
        }
    }
}
