package dev.dialtone.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `dialtone list` against a daemon that runs: the whole process, from its start to its end.
final class ListTime implements Benchmark {
    private static final double LIMIT_SECONDS = 0.25;
    private static final int RUNS = 15;

    private final Path launcher;

    ListTime(Path launcher) {
        this.launcher = launcher;
    }

    @Override
    public void run(Report report) throws Exception {
        try (Scratch places = Scratch.make();
                DaemonProcess daemon = DaemonProcess.start(launcher, List.of(), places.path())) {
            list(daemon.socket());
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                long begun = System.nanoTime();
                list(daemon.socket());
                seconds.add((System.nanoTime() - begun) / 1e9);
            }
            Samples all = Samples.of(seconds);
            report.say(
                    "%d runs after one uncounted, seconds: median %.3f, min %.3f, max %.3f",
                    all.count(), all.median(), all.min(), all.max());
            report.add(new Figure(
                    "dialtone list, whole process, median",
                    String.format(Locale.ROOT, "%.3f s (%.3f-%.3f)", all.median(), all.min(), all.max()),
                    "under " + LIMIT_SECONDS + " s",
                    all.median() < LIMIT_SECONDS));
        }
    }

    private void list(Path socket) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(launcher.toString(), "list")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        command.environment().put("DIALTONE_SOCKET", socket.toString());
        int code = command.start().waitFor();
        if (code != 0) {
            throw new IOException("dialtone list ended with " + code);
        }
    }
}
