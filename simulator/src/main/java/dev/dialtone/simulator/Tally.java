package dev.dialtone.simulator;

import dev.dialtone.api.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What runs came to, summed up. For one thread.
final class Tally {
    private final Map<String, Map<String, Long>> faults = new TreeMap<>();
    private final Map<String, Long> actions = new TreeMap<>();
    private final Map<String, Long> runsWith = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private long runs;
    private long notifications;
    private long facts;
    private long events;

    void fault(String kind, String state) {
        faults.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(state.isEmpty() ? "-" : state, 1L, Long::sum);
    }

    void action(String kind) {
        actions.merge(kind, 1L, Long::sum);
    }

    void logged(JsonObject notification) {
        notifications++;
        boolean completion = notification.flag("completion", false);
        boolean connected = completion && notification.text("state").equals("Connected");
        if (connected) {
            seen.add("Connected");
        } else if (notification.number("error", 0) != 0) {
            seen.add("an error");
        } else if (completion) {
            seen.add("Disconnected");
        }
        if (notification.flag("ending", false)) {
            seen.add("an ending");
        }
        if (notification.number("retryInMillis", 0) > 0) {
            seen.add("a redial");
        }
        if (notification.text("group").equals("paused")) {
            seen.add("a pause");
        }
    }

    /// What the run at hand has been through that the log does not show.
    void seen(String what) {
        seen.add(what);
    }

    void endRun(int lines, long tasks) {
        runs++;
        facts += lines;
        events += tasks;
        seen.forEach(what -> runsWith.merge(what, 1L, Long::sum));
        seen.clear();
    }

    void add(Tally other) {
        other.faults.forEach((kind, states) -> states.forEach(
                (state, n) -> faults.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(state, n, Long::sum)));
        other.actions.forEach((kind, n) -> actions.merge(kind, n, Long::sum));
        other.runsWith.forEach((kind, n) -> runsWith.merge(kind, n, Long::sum));
        runs += other.runs;
        notifications += other.notifications;
        facts += other.facts;
        events += other.events;
    }

    long runs() {
        return runs;
    }

    long runsWith(String what) {
        return runsWith.getOrDefault(what, 0L);
    }

    /// A report for people.
    String report() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%,d runs: %,d notifications, %,d facts judged, %,d tasks in virtual time%n",
                runs, notifications, facts, events));
        text.append(String.format("%nruns that reached%n"));
        runsWith.forEach(
                (what, n) -> text.append(String.format("  %-28s %,10d  %5.1f %%%n", what, n, 100.0 * n / runs)));
        text.append(String.format("%nwhat clients and the simulator did%n"));
        actions.forEach((what, n) -> text.append(String.format("  %-28s %,10d%n", what, n)));
        text.append(String.format("%nfaults injected, and the state they hit%n"));
        faults.forEach((kind, states) -> {
            long all = states.values().stream().mapToLong(Long::longValue).sum();
            text.append(String.format("  %-16s %,10d  ", kind, all));
            states.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .forEach(e -> text.append(String.format("%s %,d  ", e.getKey(), e.getValue())));
            text.append(System.lineSeparator());
        });
        return text.toString();
    }
}
