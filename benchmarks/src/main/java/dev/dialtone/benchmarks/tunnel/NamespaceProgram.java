package dev.dialtone.benchmarks.tunnel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A program of this module in a network namespace, which answers each line with a line. For one thread.
final class NamespaceProgram implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    private NamespaceProgram(String name, Process process) {
        this.name = name;
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// @param flags of the Java process
    static NamespaceProgram start(String namespace, List<String> flags, Class<?> program, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of("ip", "netns", "exec", namespace, System.getProperty("java.home") + "/bin/java"));
        command.add("-XX:+UseSerialGC");
        command.addAll(flags);
        command.addAll(List.of(
                "-p",
                Objects.requireNonNull(System.getProperty("jdk.module.path")),
                "--add-modules",
                "ALL-MODULE-PATH",
                "--enable-native-access=dev.dialtone.host,dev.dialtone.cli",
                "-m",
                "dev.dialtone.benchmarks/" + program.getName()));
        command.addAll(arguments);
        return new NamespaceProgram(
                program.getSimpleName(),
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /// `ip netns exec` becomes the process.
    long pid() {
        return process.pid();
    }

    String ask(String line) throws IOException {
        questions.write(line + "\n");
        questions.flush();
        return read();
    }

    /// @throws IOException it has ended
    String read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " has ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
