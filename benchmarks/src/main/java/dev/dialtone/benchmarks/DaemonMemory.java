package dev.dialtone.benchmarks;

import dev.dialtone.api.Connection;
import dev.dialtone.api.Notification;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What the daemon keeps resident when nothing happens: after its start, and where there is a server to dial, after a
/// dial and its end.
final class DaemonMemory implements Benchmark {
    private static final long LIMIT_MEGABYTES = 130;
    private static final long IDLE_SECONDS = 5;

    private final Path launcher;

    DaemonMemory(Path launcher) {
        this.launcher = launcher;
    }

    @Override
    public void run(Report report) throws Exception {
        try (Scratch places = Scratch.make();
                DaemonProcess daemon = DaemonProcess.start(launcher, List.of(), places.path())) {
            tell(report, daemon, "after start");
        }
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
            tell(report, daemon, "one connection up");
            connection.hangUp().join();
            tell(report, daemon, "after one dial and its end");
        }
    }

    private static void tell(Report report, DaemonProcess daemon, String when)
            throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        // 1 MB = 1,000,000 bytes; /proc counts in KiB
        double megabytes = daemon.kibibytes("VmRSS") * 1024 / 1e6;
        double anonymous = daemon.kibibytes("RssAnon") * 1024 / 1e6;
        report.say("%s: %.1f MB resident, %.1f MB of it anonymous", when, megabytes, anonymous);
        report.add(new Figure(
                "daemon resident, idle, " + when,
                String.format(Locale.ROOT, "%.1f MB", megabytes),
                "under " + LIMIT_MEGABYTES + " MB",
                megabytes < LIMIT_MEGABYTES));
    }
}
