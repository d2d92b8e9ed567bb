package dev.dialtone.benchmarks;

import java.util.List;
import java.util.Locale;

/// The daemon at one moment. 1 MB is 1,000,000 bytes.
///
/// @param seconds      since the start of the run
/// @param phase        1..4
/// @param residentMb   VmRSS
/// @param liveMb       heap that survived a full collection, at the last one; 0 before the first
/// @param committedMb  heap it has of the system
/// @param threads      of the kernel
/// @param descriptors  open
/// @param connections  active
/// @param observers    streams that the observing processes hold
/// @param perSecond    notifications delivered to them, a second
/// @param p50Millis    from publishing to the observer, since the last sample
/// @param listMillis   the slowest list since the last sample
record LoadSample(
        double seconds,
        int phase,
        double residentMb,
        double liveMb,
        double committedMb,
        long threads,
        int descriptors,
        int connections,
        int observers,
        double perSecond,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        double listMillis) {
    static final String HEAD =
            "seconds,phase,resident_mb,live_heap_mb,committed_heap_mb,threads,descriptors,connections,"
                    + "observers,notifications_per_second,p50_ms,p99_ms,max_ms,list_ms";

    String csv() {
        return String.format(
                Locale.ROOT,
                "%.1f,%d,%.1f,%.1f,%.1f,%d,%d,%d,%d,%.0f,%.2f,%.2f,%.2f,%.1f",
                seconds,
                phase,
                residentMb,
                liveMb,
                committedMb,
                threads,
                descriptors,
                connections,
                observers,
                perSecond,
                p50Millis,
                p99Millis,
                maxMillis,
                listMillis);
    }

    static List<LoadSample> of(List<LoadSample> all, int phase) {
        return all.stream().filter(s -> s.phase == phase).toList();
    }
}
