package dev.dialtone.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A child process whose lines are kept as they come, each with the time at which it came. Closing kills it.
final class PeerProcess implements AutoCloseable {
    /// A line of standard output and when it was read, as [System#nanoTime].
    record Line(String text, long nanos) {}

    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final String command;
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder errors = new StringBuilder();
    private final Thread output;
    private final Thread errorOutput;
    private boolean ended;

    private PeerProcess(Process process, String command) {
        this.process = process;
        this.command = command;
        this.output = reader(process.getInputStream(), true);
        this.errorOutput = reader(process.getErrorStream(), false);
    }

    static PeerProcess start(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment);
        try {
            return new PeerProcess(builder.start(), String.join(" ", command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a program to its end.
    static PeerProcess run(String... command) {
        return start(Map.of(), Arrays.asList(command)).await();
    }

    private Thread reader(InputStream stream, boolean standard) {
        // a platform thread: a read from a pipe holds its carrier, and there are few
        return Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    add(text, standard);
                }
            } catch (IOException e) {
                add("(cannot be read any more: " + e.getMessage() + ")", false);
            }
            if (standard) {
                end();
            }
        });
    }

    private synchronized void add(String text, boolean standard) {
        if (standard) {
            lines.add(new Line(text, System.nanoTime()));
            notifyAll();
        } else {
            errors.append(text).append('\n');
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The first line that fits, waited for.
    synchronized Line line(Predicate<String> fits) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            for (Line line : lines) {
                if (fits.test(line.text())) {
                    return line;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError("the line that was waited for did not come: " + this);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /// Waits for the end; all output has been read then.
    PeerProcess await() {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                close();
                throw new AssertionError("still running after " + LONGEST_SECONDS + " s: " + this);
            }
            output.join();
            errorOutput.join();
            return this;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    long pid() {
        return process.pid();
    }

    /// The exit code of a process that has ended.
    int code() {
        return process.exitValue();
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /// All of standard output so far.
    synchronized String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(l -> text.append(l.text()).append('\n'));
        return text.toString();
    }

    /// All of standard error so far.
    synchronized String errors() {
        return errors.toString();
    }

    /// SIGTERM, to this process alone.
    void terminate() {
        process.destroy();
    }

    /// SIGKILL, to this process alone.
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        String end = process.isAlive() ? "running" : "exit code " + process.exitValue();
        return command.replaceAll("-p \\S{200,}", "-p …") + "\n" + end + "\n" + text() + errors();
    }
}
