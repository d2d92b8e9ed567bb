package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.benchmarks.Figure;
import dev.dialtone.benchmarks.Growth;
import dev.dialtone.benchmarks.Samples;
import dev.dialtone.benchmarks.TimeChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The outcome of an endurance run.
///
/// @param machine in a line
/// @param command what was typed
/// @param problem what ended the run early, or empty text
record EnduranceReport(String machine, String command, List<EnduranceSample> samples, String problem) {
    private static final String DAEMON = "#1f6fb4";
    private static final String ANSWERER = "#c23b22";
    private static final String DAEMON_HEAP = "#8fbce0";
    private static final String ANSWERER_HEAP = "#e8a79c";

    EnduranceReport {
        samples = List.copyOf(samples);
    }

    /// Whether it ran to its end, memory stayed flat and keys changed at both ends.
    boolean kept() {
        return problem.isEmpty() && figures().stream().allMatch(Figure::met);
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), markdown());
        List<String> csv = new ArrayList<>(List.of(EnduranceSample.HEAD));
        samples.forEach(s -> csv.add(s.csv()));
        Files.write(directory.resolve("series.csv"), csv);
        Files.writeString(
                directory.resolve("memory.svg"),
                TimeChart.of(
                        "Memory, MB",
                        List.of(
                                curve("daemon", DAEMON, s -> s.client().residentMb()),
                                curve("answerer", ANSWERER, s -> s.server().residentMb()),
                                curve(
                                        "daemon's live heap",
                                        DAEMON_HEAP,
                                        s -> s.client().liveMb()),
                                curve(
                                        "answerer's live heap",
                                        ANSWERER_HEAP,
                                        s -> s.server().liveMb())),
                        List.of()));
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Endurance\n\n");
        text.append(machine).append("\n\nCommand: `").append(command).append("`\n\n");
        if (!problem.isEmpty()) {
            text.append("**It ended early: ").append(problem).append("**\n\n");
        }
        text.append("| figure | measured | limit | met? |\n| --- | --- | --- | --- |\n");
        for (Figure f : figures()) {
            text.append(String.format(
                    "| %s | %s | %s | %s |%n",
                    f.what(), f.value(), f.limit().isEmpty() ? "-" : f.limit(), f.verdict()));
        }
        return text.append("\nMemory over time: `memory.svg`; every transfer: `series.csv`.\n")
                .toString();
    }

    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (samples.isEmpty()) {
            return figures;
        }
        EnduranceSample last = samples.getLast();
        figures.add(Figure.recorded(
                "time, transfers, carried",
                String.format(
                        Locale.ROOT, "%.1f min, %d, %.0f GB", last.seconds() / 60, samples.size(), last.gigabytes())));
        for (Load load : Load.values()) {
            List<Double> mbit = samples.stream()
                    .filter(s -> s.load() == load)
                    .map(EnduranceSample::mbit)
                    .toList();
            if (!mbit.isEmpty()) {
                Samples all = Samples.of(mbit);
                figures.add(Figure.recorded(
                        load.title(),
                        String.format(
                                Locale.ROOT, "median %.0f Mbit/s (%.0f-%.0f)", all.median(), all.min(), all.max())));
            }
        }
        figures.add(keyUpdates("the daemon", last.client()));
        figures.add(keyUpdates("the answerer", last.server()));
        if (samples.size() >= Growth.LEAST_VALUES) {
            figures.add(growth("daemon, resident", s -> s.client().residentMb()));
            figures.add(growth("daemon, live heap", s -> s.client().liveMb()));
            figures.add(growth("answerer, resident", s -> s.server().residentMb()));
            figures.add(growth("answerer, live heap", s -> s.server().liveMb()));
        }
        return figures;
    }

    private static Figure keyUpdates(String who, EnduranceSample.End end) {
        return new Figure(
                "TLS keys changed by " + who,
                String.format(Locale.ROOT, "%,d times", end.keyUpdates()),
                "at least once",
                end.keyUpdates() > 0);
    }

    private Figure growth(String what, ToDoubleFunction<EnduranceSample> value) {
        Growth growth = Growth.of(samples.stream().map(value::applyAsDouble).toList());
        return new Figure(what, growth.inWords("MB"), Growth.LIMIT, growth.isFlat());
    }

    private TimeChart.Curve curve(String name, String colour, ToDoubleFunction<EnduranceSample> value) {
        return TimeChart.Curve.of(name, colour, samples, EnduranceSample::seconds, value);
    }
}
