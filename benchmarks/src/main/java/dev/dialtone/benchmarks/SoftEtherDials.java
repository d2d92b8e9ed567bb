package dev.dialtone.benchmarks;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Notification;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Dials of a warm daemon to a SoftEther server, from the call in the client's process to its completion there.
final class SoftEtherDials implements Benchmark {
    private static final double LIMIT_SECONDS = 1.0;
    private static final int DIALS = 20;

    private final Path launcher;

    SoftEtherDials(Path launcher) {
        this.launcher = launcher;
    }

    @Override
    public void run(Report report) throws Exception {
        Peer peer = Peer.ofEnvironment();
        StateShares shares = new StateShares();
        List<Double> seconds = new ArrayList<>();
        try (Scratch places = Scratch.make();
                Secret password = peer.password();
                DaemonProcess daemon = DaemonProcess.start(launcher, peer.prefix(), places.path());
                RemoteClient client = RemoteClient.connect(daemon.socket())) {
            DialRequest request = peer.request(password);
            dial(client, request, new StateShares());
            for (int i = 0; i < DIALS; i++) {
                seconds.add(dial(client, request, shares));
            }
        }
        Samples all = Samples.of(seconds);
        report.say(
                "%d dials after one uncounted, seconds: median %.3f, min %.3f, max %.3f",
                all.count(), all.median(), all.min(), all.max());
        shares.medians().forEach((state, millis) -> report.say("%-20s %8.1f ms median", state.word(), millis));
        report.add(new Figure(
                "SoftEther dial, daemon warm, median",
                String.format(Locale.ROOT, "%.3f s (%.3f-%.3f)", all.median(), all.min(), all.max()),
                "under " + LIMIT_SECONDS + " s",
                all.median() < LIMIT_SECONDS));
    }

    private static double dial(RemoteClient client, DialRequest request, StateShares shares) {
        long begun = System.nanoTime();
        Connection connection = client.dial(request, _ -> {});
        Notification completion = connection.completion().join();
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!completion.isConnected()) {
            throw new IllegalStateException("the dial failed: " + completion);
        }
        shares.add(connection.log());
        connection.hangUp().join();
        return seconds;
    }
}
