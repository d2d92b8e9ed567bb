package dev.dialtone.benchmarks;

import java.util.List;
import java.util.Locale;

/// How a value went over a time: the median of its first quarter beside that of its last.
public record Growth(double first, double last) {
    private static final double MOST = 1.1;

    /// In words, beside [#isFlat].
    public static final String LIMIT = "at most 10 % more";

    /// So many values make quarters that can be compared.
    public static final int LEAST_VALUES = 8;

    /// @param values in the order of time, [#LEAST_VALUES] or more
    public static Growth of(List<Double> values) {
        int quarter = values.size() / 4;
        return new Growth(
                Samples.of(values.subList(0, quarter)).median(),
                Samples.of(values.subList(values.size() - quarter, values.size()))
                        .median());
    }

    public boolean isFlat() {
        return last <= first * MOST;
    }

    /// @param unit of the values
    public String inWords(String unit) {
        return String.format(
                Locale.ROOT,
                "%.1f %s in the first quarter, %.1f %s in the last (%+.1f %%)",
                first,
                unit,
                last,
                unit,
                (last / first - 1) * 100);
    }
}
