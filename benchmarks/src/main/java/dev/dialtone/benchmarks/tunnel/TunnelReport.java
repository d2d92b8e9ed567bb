package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.api.Json;
import dev.dialtone.benchmarks.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The outcome of a run, as text, as JSON and as a picture.
///
/// @param machine in a line
/// @param command what was typed
/// @param peers   all that were asked for, in their order
record TunnelReport(String machine, String command, List<String> peers, TunnelRun run) {

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), markdown());
        Files.writeString(directory.resolve("report.json"), json() + "\n");
        Files.writeString(directory.resolve("throughput.svg"), TunnelChart.of(peers, run.figures()));
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("# Tunnels beside each other");
        lines.add("");
        lines.add(machine);
        lines.add("");
        lines.add("Command: `" + command + "`; " + run.rounds() + (run.rounds() == 1 ? " round" : " rounds")
                + ". Medians of the rounds; up is from client to server; 1 GB is 1,000,000,000 bytes carried."
                + " Client, server and iperf3 share the machine.");
        if (run.rounds() < 3) {
            lines.add("");
            lines.add("**Fewer than 3 rounds: these figures prove nothing.**");
        }
        if (!run.failures().isEmpty()) {
            lines.add("");
            lines.add("## Failed");
            lines.add("");
            run.failures().forEach((peer, why) -> lines.add("- " + peer + ": " + why));
        }
        lines.add("");
        lines.add("## Goals");
        lines.add("");
        lines.add("Dialtone to its own answerer, unless said.");
        lines.add("");
        lines.add("| figure | up | down | goal | |");
        lines.add("| --- | --- | --- | --- | --- |");
        for (Goal goal : Goals.of(run.figures())) {
            lines.add("| " + goal.what() + " | " + goal.value(goal.up()) + " | " + goal.value(goal.down()) + " | "
                    + goal.goal() + " | " + goal.verdict() + " |");
        }
        lines.addAll(new TunnelTables(peers, run.figures()).lines());
        if (!run.remarks().isEmpty()) {
            lines.add("");
            lines.add("## Remarks");
            lines.add("");
            run.remarks().forEach(remark -> lines.add("- " + remark));
        }
        lines.add("");
        lines.add(
                "Every value of every round: `report.json`; one stream as a picture: `throughput.svg`; what is measured"
                        + " how: docs/benchmarks.md.");
        return String.join("\n", lines) + "\n";
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("machine", machine);
        json.put("command", command);
        json.put("rounds", run.rounds());
        json.put("failed", run.failures());
        json.put("remarks", run.remarks());
        json.put(
                "goals",
                Goals.of(run.figures()).stream().map(TunnelReport::json).toList());
        Map<String, Object> all = new LinkedHashMap<>();
        for (String peer : peers) {
            Map<String, Object> loads = new LinkedHashMap<>();
            for (Load load : Load.values()) {
                Map<String, Object> quantities = new LinkedHashMap<>();
                for (Quantity quantity : Quantity.values()) {
                    List<Double> values = run.figures().all(peer, load, quantity);
                    if (!values.isEmpty()) {
                        quantities.put(
                                quantity.key(),
                                Map.of("median", Samples.of(values).median(), "rounds", values));
                    }
                }
                loads.put(load.key(), quantities);
            }
            all.put(peer, loads);
        }
        json.put("peers", all);
        return Json.text(json);
    }

    private static Map<String, Object> json(Goal goal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", goal.what());
        goal.up().ifPresent(value -> json.put("up", value));
        goal.down().ifPresent(value -> json.put("down", value));
        json.put("unit", goal.unit().strip());
        json.put("goal", goal.goal());
        json.put("verdict", goal.verdict());
        return json;
    }
}
