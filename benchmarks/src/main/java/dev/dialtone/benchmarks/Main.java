package dev.dialtone.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs the benchmarks that are named, or all, and prints the table of their figures. `./bench` starts it.
public final class Main {
    private static final int MISSED = 1;
    private static final int USAGE = 2;

    private Main() {}

    /// @param arguments the `dialtone` script, then names
    public static void main(String[] arguments) {
        Path launcher = Path.of(arguments[0]);
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("roundtrips", new RoundTrips());
        all.put("notifications", new NotificationDelay());
        all.put("list", new ListTime(launcher));
        all.put("memory", new DaemonMemory(launcher));
        all.put("idle", new IdleConnections());
        all.put("softether", new SoftEtherDials(launcher));
        all.put("throughput", new Throughput(launcher));
        List<String> names = List.of(arguments).subList(1, arguments.length);
        for (String name : names) {
            if (!all.containsKey(name)) {
                System.err.println("bench: there is no " + name + "; known are " + String.join(", ", all.keySet()));
                System.exit(USAGE);
            }
        }
        Report report = new Report(System.out);
        all.forEach((name, benchmark) -> {
            if (names.isEmpty() || names.contains(name)) {
                run(name, benchmark, report);
            }
        });
        System.exit(report.print() ? 0 : MISSED);
    }

    private static void run(String name, Benchmark benchmark, Report report) {
        report.begin(name);
        try {
            benchmark.run(report);
        } catch (SkippedException e) {
            report.skip(name, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            report.fail(name, e);
        }
    }
}
