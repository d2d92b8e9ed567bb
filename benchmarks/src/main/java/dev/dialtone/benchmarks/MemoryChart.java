package dev.dialtone.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Memory over time as an SVG picture.
final class MemoryChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int BOTTOM = 40;
    private static final int TOP = 30;

    private MemoryChart() {}

    static String of(List<LoadSample> samples) {
        double seconds = samples.stream().mapToDouble(LoadSample::seconds).max().orElse(1);
        double most = samples.stream()
                .mapToDouble(s -> Math.max(s.residentMb(), s.committedMb()))
                .max()
                .orElse(1);
        double top = Math.ceil(most / 100) * 100;
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" "
                        + "font-size=\"12\">",
                WIDTH,
                HEIGHT);
        line(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        for (int i = 0; i <= 4; i++) {
            double y = y(top * i / 4, top);
            line(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - 10, y);
            line(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>", LEFT - 6, y + 4, top * i / 4);
        }
        for (int i = 0; i <= 5; i++) {
            line(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f s</text>",
                    x(seconds * i / 5, seconds),
                    HEIGHT - BOTTOM + 18,
                    seconds * i / 5);
        }
        int phase = 0;
        for (LoadSample s : samples) {
            if (s.phase() != phase) {
                phase = s.phase();
                double x = x(s.seconds(), seconds);
                line(
                        svg,
                        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#bbb\" "
                                + "stroke-dasharray=\"3 3\"/>",
                        x,
                        TOP,
                        x,
                        HEIGHT - BOTTOM);
                line(svg, "<text x=\"%.1f\" y=\"%d\" fill=\"#888\">phase %d</text>", x + 3, TOP + 10, phase);
            }
        }
        curve(svg, samples, LoadSample::residentMb, seconds, top, "#1f6fb4");
        curve(svg, samples, LoadSample::committedMb, seconds, top, "#999999");
        curve(svg, samples, LoadSample::liveMb, seconds, top, "#c23b22");
        line(
                svg,
                "<text x=\"%d\" y=\"18\">Daemon, MB: <tspan fill=\"#1f6fb4\">resident</tspan>, "
                        + "<tspan fill=\"#999999\">heap committed</tspan>, "
                        + "<tspan fill=\"#c23b22\">heap live after collection</tspan></text>",
                LEFT);
        return svg.append("</svg>\n").toString();
    }

    private static void curve(
            StringBuilder svg,
            List<LoadSample> samples,
            ToDoubleFunction<LoadSample> value,
            double seconds,
            double top,
            String colour) {
        StringBuilder points = new StringBuilder();
        for (LoadSample s : samples) {
            points.append(
                    String.format(Locale.ROOT, "%.1f,%.1f ", x(s.seconds(), seconds), y(value.applyAsDouble(s), top)));
        }
        line(
                svg,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>",
                colour,
                points.toString().strip());
    }

    private static double x(double seconds, double all) {
        return LEFT + (WIDTH - LEFT - 10) * seconds / all;
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top;
    }

    private static void line(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
