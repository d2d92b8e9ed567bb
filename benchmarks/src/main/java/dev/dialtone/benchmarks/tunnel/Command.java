package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A command in a network namespace whose whole output is wanted. Ends with this process.
final class Command implements AutoCloseable {
    private final String name;
    private final Process process;
    private final CompletableFuture<String> output;

    private Command(String name, Process process) {
        this.name = name;
        this.process = process;
        // read while it runs, or it would wait for us with a full pipe
        this.output = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task));
    }

    static Command start(String namespace, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return new Command(words.getFirst(), builder.start());
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// Waits for its end.
    ///
    /// @throws IOException it did not end in time; an exit code is no matter
    String output(int seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException(name + " has not ended after " + seconds + " s");
        }
        try {
            return output.join();
        } catch (CompletionException e) {
            throw new IOException(name + ": " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
