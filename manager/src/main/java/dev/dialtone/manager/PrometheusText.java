package dev.dialtone.manager;

import java.util.Locale;

/// Text that Prometheus reads: families of samples, one after the other. For one thread.
///
/// SPEC [Prometheus text format 0.0.4]
final class PrometheusText {
    /// What the numbers of a family are.
    enum Kind {
        /// Only grows, until the manager starts anew.
        COUNTER,
        /// Goes up and down.
        GAUGE,
        HISTOGRAM
    }

    /// Above it a double has no room for each whole number.
    private static final double MOST_WHOLE = 1L << 53;

    private final StringBuilder text = new StringBuilder(8192);
    private String family = "";

    /// Begins a family, which must be new; its samples follow.
    PrometheusText family(String name, Kind kind, String help) {
        family = name;
        text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(escapedHelp(help))
                .append('\n');
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append('\n');
        return this;
    }

    /// A sample of the family that was begun last.
    ///
    /// @param labels names and values in turn
    PrometheusText sample(long value, String... labels) {
        return part("", Long.toString(value), labels);
    }

    /// As above.
    PrometheusText sample(double value, String... labels) {
        return part("", number(value), labels);
    }

    /// One of the samples of a histogram.
    ///
    /// @param suffix `_bucket`, `_sum` or `_count`
    PrometheusText part(String suffix, String number, String... labels) {
        if (family.isEmpty() || labels.length % 2 != 0) {
            throw new IllegalStateException("a sample of no family, or a label without a value: " + family);
        }
        text.append(family).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',')
                    .append(labels[i])
                    .append("=\"")
                    .append(escapedLabel(labels[i + 1]))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(number).append('\n');
        return this;
    }

    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < MOST_WHOLE) {
            return Long.toString((long) value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }

    private static String escapedHelp(String help) {
        return help.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String escapedLabel(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
