package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.benchmarks.Svg;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// One TCP stream through each tunnel as an SVG picture: two bars a peer. The network without a tunnel is said in
/// words:
/// beside it nothing else would be seen.
final class TunnelChart {
    private static final int WIDTH = 800;
    private static final int LEFT = 130;
    private static final int RIGHT = 80;
    private static final int TOP = 50;
    private static final int BAR = 16;
    private static final int ROW = 2 * BAR + 14;
    private static final String UP = "#1f6fb4";
    private static final String DOWN = "#c23b22";

    private TunnelChart() {}

    static String of(List<String> peers, Figures figures) {
        List<String> shown = peers.stream()
                .filter(p -> !p.equals(Goals.VETH))
                .filter(p -> figures.median(p, Load.TCP_UP, Quantity.MBIT).isPresent())
                .toList();
        double most = shown.stream()
                .mapToDouble(p -> Math.max(
                        figures.median(p, Load.TCP_UP, Quantity.MBIT).orElse(0),
                        figures.median(p, Load.TCP_DOWN, Quantity.MBIT).orElse(0)))
                .max()
                .orElse(1);
        double step = step(most);
        double top = Math.max(1, Math.ceil(most / step)) * step;
        int bottom = TOP + shown.size() * ROW;
        Svg svg = Svg.of(WIDTH, bottom + 40);
        svg.add(
                "<text x=\"%d\" y=\"18\">One TCP stream through the tunnel, Mbit/s: <tspan fill=\"%s\">up</tspan>, "
                        + "<tspan fill=\"%s\">down</tspan>%s</text>",
                LEFT, UP, DOWN, withoutTunnel(figures));
        for (double value = 0; value <= top; value += step) {
            double x = x(value, top);
            svg.add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>", x, TOP - 10, x, bottom);
            svg.add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>", x, bottom + 18, value);
        }
        for (int i = 0; i < shown.size(); i++) {
            String peer = shown.get(i);
            int y = TOP + i * ROW;
            svg.add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\"%s>%s</text>",
                    LEFT - 8, y + BAR + 4, peer.equals(Goals.DIALTONE) ? " font-weight=\"bold\"" : "", peer);
            bar(svg, figures.median(peer, Load.TCP_UP, Quantity.MBIT), y, top, UP);
            bar(svg, figures.median(peer, Load.TCP_DOWN, Quantity.MBIT), y + BAR + 1, top, DOWN);
        }
        return svg.end();
    }

    private static void bar(Svg svg, OptionalDouble value, int y, double top, String colour) {
        double mbit = value.orElse(0);
        svg.add(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                LEFT, y, x(mbit, top) - LEFT, BAR, colour);
        svg.add(
                "<text x=\"%.1f\" y=\"%d\">%s</text>",
                x(mbit, top) + 5, y + BAR - 4, value.isPresent() ? String.format(Locale.ROOT, "%,.0f", mbit) : "-");
    }

    private static String withoutTunnel(Figures figures) {
        OptionalDouble up = figures.median(Goals.VETH, Load.TCP_UP, Quantity.MBIT);
        OptionalDouble down = figures.median(Goals.VETH, Load.TCP_DOWN, Quantity.MBIT);
        return up.isEmpty() || down.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, "; without a tunnel %,.0f and %,.0f", up.getAsDouble(), down.getAsDouble());
    }

    /// 1, 2 or 5 times a power of ten, so that there are 4 to 10 lines.
    private static double step(double most) {
        double ten = Math.pow(10, Math.floor(Math.log10(Math.max(1, most / 4))));
        for (double factor : new double[] {1, 2, 5}) {
            if (most / (ten * factor) <= 8) {
                return ten * factor;
            }
        }
        return ten * 10;
    }

    private static double x(double value, double top) {
        return LEFT + (WIDTH - LEFT - RIGHT) * value / top;
    }
}
