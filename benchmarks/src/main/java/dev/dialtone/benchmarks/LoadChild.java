package dev.dialtone.benchmarks;

import dev.dialtone.core.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process of the load test: it is told lines and tells lines.
final class LoadChild implements AutoCloseable {
    private static final int START_SECONDS = 90;
    private static final int END_SECONDS = 5;

    /// What a process said.
    record Line(LoadChild from, String[] words) {}

    private final String name;
    private final Process process;
    private final OutputStream in;
    private final CompletableFuture<String[]> ready = new CompletableFuture<>();
    private volatile boolean ending;

    private LoadChild(String name, Process process) {
        this.name = name;
        this.process = process;
        this.in = process.getOutputStream();
    }

    /// Begins a process; [#awaitReady] waits until it has said `ready`.
    ///
    /// @param password is its first line of input, unless null
    static LoadChild start(
            String name,
            List<String> flags,
            Class<?> program,
            List<String> arguments,
            @Nullable Secret password,
            BlockingQueue<Line> lines)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-p",
                System.getProperty("jdk.module.path"),
                "--add-modules",
                "ALL-MODULE-PATH",
                "--enable-native-access=dev.dialtone.host",
                "-m",
                "dev.dialtone.benchmarks/" + program.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // as ./dialtone starts its daemon
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        LoadChild child = new LoadChild(name, builder.start());
        if (password != null) {
            child.give(password);
        }
        // a virtual thread that waits for a pipe keeps its carrier from all others
        Thread.ofPlatform().daemon().name("lines-" + name).start(() -> child.read(lines));
        return child;
    }

    /// The words after `ready`.
    String[] awaitReady() throws IOException {
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            kill();
            throw new IOException("the process " + name + " did not start", e);
        }
    }

    private void give(Secret password) throws IOException {
        int _ = password.useUtf8(bytes -> {
            try {
                in.write(bytes);
                return bytes.length;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        in.write('\n');
        in.flush();
    }

    private void read(BlockingQueue<Line> lines) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("ready")) {
                    ready.complete(words);
                } else {
                    lines.add(new Line(this, words));
                }
            }
        } catch (IOException e) {
            // killed
        }
        ready.completeExceptionally(new IOException("it ended"));
        if (!ending) {
            lines.add(new Line(this, new String[] {"gone"}));
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    void tell(String line) {
        try {
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            if (!ending) {
                throw new UncheckedIOException("the process " + name + " does not listen", e);
            }
        }
    }

    /// A field of `/proc/PID/status`, in the unit it has there.
    long status(String field) throws IOException {
        return ProcessStatus.field(pid(), field);
    }

    /// How many file descriptors it has open.
    int descriptors() throws IOException {
        try (var files = Files.list(proc("fd"))) {
            return (int) files.count();
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /// SIGKILL.
    void kill() {
        ending = true;
        process.destroyForcibly();
    }

    @Override
    public void close() {
        ending = true;
        try {
            in.close();
        } catch (IOException e) {
            // it has ended already
        }
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
