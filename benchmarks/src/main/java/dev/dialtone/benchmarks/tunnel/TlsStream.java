package dev.dialtone.benchmarks.tunnel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The dialling end of a [TlsFlow], which carries one stream at a time when asked. For one thread.
final class TlsStream implements AutoCloseable {
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    private TlsStream(Process process) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// @param namespace where it runs
    /// @param server    directory, address and port of the serving end
    static TlsStream start(String namespace, List<String> server) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmn6m",
                "-Xmx128m",
                "-p",
                Objects.requireNonNull(System.getProperty("jdk.module.path")),
                "--add-modules",
                "ALL-MODULE-PATH",
                "--enable-native-access=dev.dialtone.host,dev.dialtone.cli",
                "-m",
                "dev.dialtone.benchmarks/" + TlsFlow.class.getName(),
                "dial"));
        command.addAll(server);
        TlsStream stream = new TlsStream(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!"ready".equals(stream.answers.readLine())) {
            stream.close();
            throw new IOException("the client of the TLS stream did not start");
        }
        return stream;
    }

    /// `ip netns exec` becomes the process.
    long pid() {
        return process.pid();
    }

    IperfReport transfer(Load load, int seconds) throws IOException {
        boolean up = load == Load.TCP_UP;
        questions.write((up ? "up " : "down ") + seconds + "\n");
        questions.flush();
        String line = String.valueOf(answers.readLine());
        String[] words = line.split(" ", -1);
        try {
            double bytes = Double.parseDouble(words[0]);
            double mbit = bytes * 8 / (Double.parseDouble(words[1]) / 1e9) / 1e6;
            return new IperfReport(up ? mbit : 0, up ? 0 : mbit, bytes, List.of(mbit), 0, 0);
        } catch (NumberFormatException e) {
            throw new IOException("the TLS stream " + line, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
