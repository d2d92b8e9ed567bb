package dev.dialtone.benchmarks;

/// How often which delay was seen, in buckets a twelfth wide. For one thread.
final class LatencyHistogram {
    private static final int STEPS = 6;
    private static final int BUCKETS = STEPS * 32;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private long maxMicros;

    void add(long micros) {
        long value = Math.max(1, micros);
        counts[Math.min(BUCKETS - 1, (int) (STEPS * Math.log(value) / Math.log(2)))]++;
        count++;
        maxMicros = Math.max(maxMicros, value);
    }

    void add(LatencyHistogram other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        maxMicros = Math.max(maxMicros, other.maxMicros);
    }

    long count() {
        return count;
    }

    double maxMillis() {
        return maxMicros / 1e3;
    }

    /// The upper end of the bucket that holds the rank, never above the largest seen; 0 when there is none.
    double percentileMillis(double percent) {
        long rank = (long) Math.ceil(count * percent / 100);
        long seen = 0;
        for (int i = 0; i < BUCKETS && count > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(maxMicros, Math.pow(2, (i + 1.0) / STEPS)) / 1e3;
            }
        }
        return 0;
    }

    /// `MAX,BUCKET:COUNT,…`, and empty again.
    String take() {
        StringBuilder text = new StringBuilder().append(maxMicros);
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0) {
                text.append(',').append(i).append(':').append(counts[i]);
            }
            counts[i] = 0;
        }
        count = 0;
        maxMicros = 0;
        return text.toString();
    }

    static LatencyHistogram of(String text) {
        LatencyHistogram read = new LatencyHistogram();
        String[] parts = text.split(",", -1);
        read.maxMicros = Long.parseLong(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            int colon = parts[i].indexOf(':');
            long some = Long.parseLong(parts[i].substring(colon + 1));
            read.counts[Integer.parseInt(parts[i].substring(0, colon))] = some;
            read.count += some;
        }
        return read;
    }
}
