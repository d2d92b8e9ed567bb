package dev.dialtone.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `/proc/PID/status` of a process.
public final class ProcessStatus {
    private static final double KIB = 1024;

    private ProcessStatus() {}

    /// A field that is a number, in the unit it has there.
    public static long field(long process, String name) throws IOException {
        Path file = Path.of("/proc", Long.toString(process), "status");
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no " + name + " in " + file);
    }

    /// Memory resident, in MB of 1,000,000 bytes.
    public static double residentMb(long process) throws IOException {
        return field(process, "VmRSS") * KIB / 1e6;
    }
}
