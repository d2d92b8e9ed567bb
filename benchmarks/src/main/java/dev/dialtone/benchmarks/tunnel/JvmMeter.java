package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.util.List;

/// The memory of a Java process, asked of it through a [JvmProbe].
final class JvmMeter implements AutoCloseable {
    private final NamespaceProgram probe;

    private JvmMeter(NamespaceProgram probe) {
        this.probe = probe;
    }

    /// @throws IOException the process cannot be asked
    static JvmMeter of(String namespace, long process) throws IOException {
        JvmMeter meter = new JvmMeter(NamespaceProgram.start(
                namespace,
                List.of("-XX:TieredStopAtLevel=1", "-Xmx32m"),
                JvmProbe.class,
                List.of(Long.toString(process))));
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
        return number(JvmProbe.ALLOCATED);
    }

    /// What a full collection, which this causes, leaves in the heap.
    double liveBytes() throws IOException {
        return number(JvmProbe.LIVE);
    }

    private double number(String what) throws IOException {
        String line = probe.ask(what);
        try {
            return Double.parseDouble(line);
        } catch (NumberFormatException e) {
            throw new IOException("the memory of a Java process is said to be " + line, e);
        }
    }

    @Override
    public void close() {
        probe.close();
    }
}
