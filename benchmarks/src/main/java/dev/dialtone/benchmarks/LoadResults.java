package dev.dialtone.benchmarks;

import dev.dialtone.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What came out of a run, as files and for the terminal.
///
/// @param machine what it ran on, a line
/// @param command as it was given
/// @param story   what was tried beyond, or empty
record LoadResults(
        String machine,
        String command,
        LoadOptions options,
        List<Figure> figures,
        List<LoadSample> samples,
        LoadFindings findings,
        List<String> story) {
    private static final double SHORT_MINUTES = 5;

    /// The figures of the steady load added to those of the other phases.
    static LoadResults of(
            String machine,
            String command,
            LoadOptions options,
            LoadRun run,
            LoadFindings findings,
            List<String> story) {
        List<Figure> figures = new ArrayList<>(run.figures());
        LoadSampler sampler = run.sampler();
        List<LoadSample> steady = LoadSample.of(sampler.samples(), 3);
        if (steady.size() >= Growth.LEAST_VALUES) {
            figures.add(memory("live heap, steady load", steady, LoadSample::liveMb, true, findings));
            boolean judged = options.minutes() >= SHORT_MINUTES;
            figures.add(memory("resident, steady load", steady, LoadSample::residentMb, judged, findings));
        }
        List<LoadSample> all = sampler.samples();
        if (!all.isEmpty()) {
            double most = max(all, LoadSample::residentMb);
            figures.add(Figure.recorded(
                    "resident, most (-Xmx" + options.heapMegabytes() + "m)",
                    String.format(Locale.ROOT, "%.0f MB", most)));
            figures.add(Figure.recorded(
                    "threads and descriptors, most",
                    String.format(
                            Locale.ROOT,
                            "%.0f, %.0f",
                            max(all, LoadSample::threads),
                            max(all, LoadSample::descriptors))));
        }
        if (!steady.isEmpty()) {
            LatencyHistogram d = sampler.delays();
            figures.add(Figure.recorded(
                    "notification from log to observer, steady load",
                    String.format(
                            Locale.ROOT,
                            "p50 %.2f ms, p99 %.1f ms, max %.0f ms, of %d",
                            d.percentileMillis(50),
                            d.percentileMillis(99),
                            d.maxMillis(),
                            d.count())));
            figures.add(Figure.recorded(
                    "notifications a second, mean and most in 5 s",
                    String.format(
                            Locale.ROOT,
                            "%.0f, %.0f",
                            steady.stream()
                                    .mapToDouble(LoadSample::perSecond)
                                    .average()
                                    .orElse(0),
                            max(steady, LoadSample::perSecond))));
        }
        if (!sampler.listsOfStorms().isEmpty()) {
            figures.add(Figure.recorded(
                    "list while hundreds are dialled at once", inWords(Samples.of(sampler.listsOfStorms()))));
        }
        if (!sampler.lists().isEmpty()) {
            Samples lists = Samples.of(sampler.lists());
            figures.add(new Figure("list of all connections", inWords(lists), "under 1 s", lists.max() < 1000));
        }
        if (!run.fleet().hangUpMillis().isEmpty()) {
            figures.add(Figure.recorded(
                    "hang-up, client's call to its ending",
                    inWords(Samples.of(run.fleet().hangUpMillis()))));
        }
        // beyond the limits refusals are what is looked for
        figures.add(
                story.isEmpty()
                        ? new Figure(
                                "violations of the contract",
                                Long.toString(findings.all()),
                                "none",
                                findings.all() == 0)
                        : Figure.recorded("complaints, once it broke", Long.toString(findings.all())));
        return new LoadResults(machine, command, options, figures, all, findings, story);
    }

    private static String inWords(Samples millis) {
        return String.format(
                Locale.ROOT,
                "median %.0f ms, p99 %.0f ms, max %.0f ms, of %d",
                millis.median(),
                millis.percentile(99),
                millis.max(),
                millis.count());
    }

    private static double max(List<LoadSample> some, ToDoubleFunction<LoadSample> value) {
        return some.stream().mapToDouble(value).max().orElse(0);
    }

    private static Figure memory(
            String what,
            List<LoadSample> steady,
            ToDoubleFunction<LoadSample> value,
            boolean judged,
            LoadFindings findings) {
        Growth growth = Growth.of(steady.stream().map(value::applyAsDouble).toList());
        if (judged && !growth.isFlat()) {
            findings.violation(what + " grew: " + growth.inWords("MB"));
        }
        return judged
                ? new Figure(what, growth.inWords("MB"), Growth.LIMIT, growth.isFlat())
                : Figure.recorded(what, growth.inWords("MB"));
    }

    boolean kept() {
        return findings.all() == 0 && figures.stream().allMatch(Figure::met);
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), markdown());
        List<String> csv = new ArrayList<>(List.of(LoadSample.HEAD));
        samples.forEach(s -> csv.add(s.csv()));
        Files.write(directory.resolve("series.csv"), csv, StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("memory.svg"), MemoryChart.of(samples));
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Load test\n\n");
        text.append(machine).append("\n\nCommand: `").append(command).append("`\n\n");
        text.append("| figure | measured | limit | met? |\n| --- | --- | --- | --- |\n");
        for (Figure f : figures) {
            text.append(String.format(
                    "| %s | %s | %s | %s |%n",
                    f.what(), f.value(), f.limit().isEmpty() ? "-" : f.limit(), f.verdict()));
        }
        text.append("\n| what was done | how often |\n| --- | --- |\n");
        findings.counts().forEach((what, count) -> text.append(String.format("| %s | %d |%n", what, count)));
        if (!story.isEmpty()) {
            text.append("\n## Beyond\n\n");
            story.forEach(line -> text.append("- ").append(line).append('\n'));
        }
        if (findings.all() > 0) {
            text.append(story.isEmpty() ? "\n## Violations\n\n" : "\n## Complaints, once it broke\n\n");
            findings.violations().forEach(line -> text.append("- ").append(line).append('\n'));
        }
        return text.append("\nMemory over time: `memory.svg`; the series: `series.csv`.\n")
                .toString();
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("machine", machine);
        json.put("command", command);
        json.put(
                "figures",
                figures.stream()
                        .map(f -> Map.of("what", f.what(), "measured", f.value(), "limit", f.limit(), "met", f.met()))
                        .toList());
        json.put("counts", findings.counts());
        json.put("beyond", story);
        json.put("violations", findings.violations());
        json.put("kept", kept());
        return Json.text(json);
    }
}
