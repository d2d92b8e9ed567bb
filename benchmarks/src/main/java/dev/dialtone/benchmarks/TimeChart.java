package dev.dialtone.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Values over time as an SVG picture.
public final class TimeChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int RIGHT = 10;
    private static final int BOTTOM = 40;
    private static final int TOP = 30;
    private static final int ROWS = 4;
    private static final int COLUMNS = 5;

    private final String title;
    private final List<Curve> curves;
    private final List<Mark> marks;
    private final double seconds;
    private final double top;

    /// One line of the picture.
    ///
    /// @param colour as SVG writes it
    public record Curve(String name, String colour, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }

        /// One value of each sample.
        public static <T> Curve of(
                String name, String colour, List<T> samples, ToDoubleFunction<T> seconds, ToDoubleFunction<T> value) {
            return new Curve(
                    name,
                    colour,
                    samples.stream()
                            .map(s -> new Point(seconds.applyAsDouble(s), value.applyAsDouble(s)))
                            .toList());
        }
    }

    /// A value at a time since the beginning.
    public record Point(double seconds, double value) {}

    /// A vertical line where something began.
    public record Mark(double seconds, String name) {}

    private TimeChart(String title, List<Curve> curves, List<Mark> marks) {
        this.title = title;
        this.curves = curves;
        this.marks = marks;
        seconds = most(curves, true);
        double step = step(most(curves, false) / ROWS);
        top = step * ROWS;
    }

    /// @param title with the unit of the values
    public static String of(String title, List<Curve> curves, List<Mark> marks) {
        return new TimeChart(title, curves, marks).draw();
    }

    private static double most(List<Curve> curves, boolean ofTime) {
        return curves.stream()
                .flatMap(c -> c.points().stream())
                .mapToDouble(p -> ofTime ? p.seconds() : p.value())
                .max()
                .orElse(1);
    }

    /// The next of 1, 2, 2.5, 5 times a power of ten.
    private static double step(double least) {
        double ten = Math.pow(10, Math.floor(Math.log10(Math.max(1, least))));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (ten * factor >= least) {
                return ten * factor;
            }
        }
        return ten * 10;
    }

    private String draw() {
        Svg svg = Svg.of(WIDTH, HEIGHT);
        for (int i = 0; i <= ROWS; i++) {
            double y = y(top * i / ROWS);
            svg.add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT, y);
            svg.add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,.0f</text>", LEFT - 6, y + 4, top * i / ROWS);
        }
        for (int i = 0; i <= COLUMNS; i++) {
            double at = seconds * i / COLUMNS;
            svg.add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f s</text>", x(at), HEIGHT - BOTTOM + 18, at);
        }
        for (Mark mark : marks) {
            double x = x(mark.seconds());
            svg.add(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#bbb\" stroke-dasharray=\"3 3\"/>",
                    x, TOP, x, HEIGHT - BOTTOM);
            svg.add("<text x=\"%.1f\" y=\"%d\" fill=\"#888\">%s</text>", x + 3, TOP + 10, mark.name());
        }
        curves.forEach(curve -> draw(svg, curve));
        List<String> names = new ArrayList<>();
        curves.forEach(c -> names.add("<tspan fill=\"" + c.colour() + "\">" + c.name() + "</tspan>"));
        svg.add("<text x=\"%d\" y=\"18\">%s: %s</text>", LEFT, title, String.join(", ", names));
        return svg.end();
    }

    private void draw(Svg svg, Curve curve) {
        StringBuilder points = new StringBuilder();
        for (Point p : curve.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(p.seconds()), y(p.value())));
        }
        svg.add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>",
                curve.colour(), points.toString().strip());
    }

    private double x(double at) {
        return LEFT + (WIDTH - LEFT - RIGHT) * at / seconds;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top;
    }
}
