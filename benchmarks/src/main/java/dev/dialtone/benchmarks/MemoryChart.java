package dev.dialtone.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The daemon's memory under load as an SVG picture.
final class MemoryChart {
    private MemoryChart() {}

    static String of(List<LoadSample> samples) {
        List<TimeChart.Mark> phases = new ArrayList<>();
        int phase = 0;
        for (LoadSample s : samples) {
            if (s.phase() != phase) {
                phase = s.phase();
                phases.add(new TimeChart.Mark(s.seconds(), "phase " + phase));
            }
        }
        return TimeChart.of(
                "Daemon, MB",
                List.of(
                        curve("resident", "#1f6fb4", samples, LoadSample::residentMb),
                        curve("heap committed", "#999999", samples, LoadSample::committedMb),
                        curve("heap live after collection", "#c23b22", samples, LoadSample::liveMb)),
                phases);
    }

    private static TimeChart.Curve curve(
            String name, String colour, List<LoadSample> samples, ToDoubleFunction<LoadSample> value) {
        return TimeChart.Curve.of(name, colour, samples, LoadSample::seconds, value);
    }
}
