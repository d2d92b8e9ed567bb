package dev.dialtone.benchmarks.tunnel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The memory of a Java process, asked of it through a [JvmProbe].
final class JvmMeter implements AutoCloseable {
    private final Process probe;
    private final Writer questions;
    private final BufferedReader answers;

    private JvmMeter(Process probe) {
        this.probe = probe;
        this.questions = probe.outputWriter(StandardCharsets.UTF_8);
        this.answers = probe.inputReader(StandardCharsets.UTF_8);
    }

    /// @throws IOException the process cannot be asked
    static JvmMeter of(String namespace, long process) throws IOException {
        List<String> command = List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-p",
                Objects.requireNonNull(System.getProperty("jdk.module.path")),
                "-m",
                "dev.dialtone.benchmarks/" + JvmProbe.class.getName(),
                Long.toString(process));
        JvmMeter meter = new JvmMeter(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        try {
            // the first answers load classes on both sides
            meter.allocatedBytes();
            meter.allocatedBytes();
            return meter;
        } catch (IOException e) {
            meter.close();
            throw e;
        }
    }

    /// Since the start of the process.
    double allocatedBytes() throws IOException {
        return ask(JvmProbe.ALLOCATED);
    }

    /// What a full collection, which this causes, leaves in the heap.
    double liveBytes() throws IOException {
        return ask(JvmProbe.LIVE);
    }

    private double ask(String what) throws IOException {
        questions.write(what + "\n");
        questions.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the memory of a Java process cannot be read");
        }
        try {
            return Double.parseDouble(line);
        } catch (NumberFormatException e) {
            throw new IOException("the memory of a Java process is said to be " + line, e);
        }
    }

    @Override
    public void close() {
        probe.destroy();
    }
}
