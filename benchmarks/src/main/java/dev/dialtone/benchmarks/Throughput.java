package dev.dialtone.benchmarks;

import dev.dialtone.api.Connection;
import dev.dialtone.api.Notification;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One TCP stream each way through the tunnel to a SoftEther server. Recorded only: the server is the narrow part.
final class Throughput implements Benchmark {
    private static final int SECONDS = 5;
    private static final String SERVER_UP = "server alone: 831";
    private static final String SERVER_DOWN = "server alone: 428";
    private static final Pattern RECEIVED =
            Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");

    private final Path launcher;

    Throughput(Path launcher) {
        this.launcher = launcher;
    }

    @Override
    public void run(Report report) throws Exception {
        Peer peer = Peer.ofEnvironment();
        try (Scratch places = Scratch.make();
                Secret password = peer.password();
                DaemonProcess daemon = DaemonProcess.start(launcher, peer.prefix(), places.path());
                RemoteClient client = RemoteClient.connect(daemon.socket())) {
            Connection connection = client.dial(peer.request(password), _ -> {});
            Notification completion = connection.completion().join();
            if (!completion.isConnected()) {
                throw new IllegalStateException("the dial failed: " + completion);
            }
            measure(report, peer, daemon, "up", SERVER_UP);
            measure(report, peer, daemon, "down", SERVER_DOWN, "-R");
            report.say(
                    "packets dropped by the daemon: %d",
                    connection.status().statistics().dropped());
            connection.hangUp().join();
        }
    }

    private static void measure(
            Report report, Peer peer, DaemonProcess daemon, String way, String server, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(peer.prefix());
        command.addAll(List.of("iperf3", "-J", "-c", peer.inside(), "-t", Integer.toString(SECONDS)));
        command.addAll(List.of(options));
        double before = daemon.cpuSeconds();
        Process iperf = new ProcessBuilder(command).redirectErrorStream(true).start();
        String json = new String(iperf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        iperf.waitFor();
        double cpu = daemon.cpuSeconds() - before;
        Matcher received = RECEIVED.matcher(json);
        if (!received.find()) {
            throw new IOException("iperf3 says: " + json.strip());
        }
        double megabits = Double.parseDouble(received.group(1)) / 1e6;
        double gigabytes = megabits * SECONDS / 8 / 1e3;
        report.add(Figure.recorded(
                "SoftEther throughput " + way + ", one TCP stream",
                String.format(Locale.ROOT, "%.0f Mbit/s (%s), %.1f CPU s per GB", megabits, server, cpu / gigabytes)));
    }
}
