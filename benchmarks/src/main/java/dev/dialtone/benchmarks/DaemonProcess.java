package dev.dialtone.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./dialtone daemon` as a process of its own, with places of its own.
final class DaemonProcess implements AutoCloseable {
    private static final int END_SECONDS = 10;

    private final Process process;
    private final Path socket;

    private DaemonProcess(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /// Returns when it answers.
    ///
    /// @param launcher the `dialtone` script
    /// @param prefix   what starts the script elsewhere, such as `ip netns exec NAME`; every word of it must become
    ///                 the next by exec, so that the process started is the daemon in the end
    static DaemonProcess start(Path launcher, List<String> prefix, Path places) throws IOException {
        Path socket = places.resolve("d.sock");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                launcher.toString(),
                "daemon",
                "--socket",
                socket.toString(),
                "--config",
                places.resolve("config").toString(),
                "--state",
                places.resolve("state").toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.contains("ready")) {
            process.destroy();
            throw new IOException("the daemon did not start: " + line);
        }
        return new DaemonProcess(process, socket);
    }

    Path socket() {
        return socket;
    }

    /// A field of `/proc/PID/status` in KiB.
    long kibibytes(String field) throws IOException {
        return ProcessStatus.field(process.pid(), field);
    }

    /// Processor time used so far, of all threads, in seconds.
    double cpuSeconds() throws IOException {
        return cpuSeconds(process.pid());
    }

    /// Processor time of a process so far, seconds.
    static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        // SPEC [proc_pid_stat(5)] utime and stime are fields 14 and 15, in ticks of 1/100 s on every Linux
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
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
