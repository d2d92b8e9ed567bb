package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps the tunnel that `benchmarks/endurance` has brought up busy, and watches the memory of both ends.
public final class EnduranceMain {
    private static final int NOT_KEPT = 1;

    private EnduranceMain() {}

    /// @param arguments the machine in a line,
    ///                  the directory for the results,
    ///                  the file that describes the tunnel,
    ///                  what was typed,
    ///                  minutes
    public static void main(String[] arguments) throws IOException, InterruptedException {
        TunnelPeer peer = TunnelPeer.of("dialtone", Files.readAllLines(Path.of(arguments[2])));
        Path results = Path.of(arguments[1]);
        String problem = "";
        EnduranceReport report;
        try (EnduranceRun run = new EnduranceRun(peer)) {
            try {
                run.run(Integer.parseInt(arguments[4]));
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
            report = new EnduranceReport(arguments[0], arguments[3], run.samples(), problem);
        }
        report.write(results);
        System.out.print(report.markdown());
        System.err.println("Written to " + results);
        System.exit(report.kept() ? 0 : NOT_KEPT);
    }
}
