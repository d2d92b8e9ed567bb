package dev.dialtone.manager;

import java.util.Arrays;

/// How many of the times that were seen are no longer than each of some bounds. For one thread at a time.
final class Histogram {
    private final double[] bounds;
    private final long[] upTo;
    private long count;
    private double sumSeconds;

    /// @param boundsSeconds ascending
    Histogram(double... boundsSeconds) {
        this.bounds = boundsSeconds.clone();
        this.upTo = new long[boundsSeconds.length];
    }

    void saw(double seconds) {
        count++;
        sumSeconds += seconds;
        int at = Arrays.binarySearch(bounds, seconds);
        // SPEC [Prometheus text format 0.0.4]: a bound counts what is equal to it, and all that is below
        for (int i = at >= 0 ? at : -at - 1; i < upTo.length; i++) {
            upTo[i]++;
        }
    }

    /// Its samples, in the family that was begun last.
    void write(PrometheusText text, String label, String value) {
        for (int i = 0; i < bounds.length; i++) {
            text.part("_bucket", Long.toString(upTo[i]), label, value, "le", PrometheusText.number(bounds[i]));
        }
        text.part("_bucket", Long.toString(count), label, value, "le", "+Inf");
        text.part("_sum", PrometheusText.number(sumSeconds), label, value);
        text.part("_count", Long.toString(count), label, value);
    }
}
