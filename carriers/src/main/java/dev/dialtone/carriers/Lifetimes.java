package dev.dialtone.carriers;

import dev.dialtone.core.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What holds until its time is over, in the order in which it was first told; so many at most.
final class Lifetimes<T> {
    private final Map<T, Long> ends = new LinkedHashMap<>();
    private final int most;

    /// @param most what is told beyond that is not taken
    Lifetimes(int most) {
        this.most = most;
    }

    /// @param seconds from now; 0 ends it, [RouterAdvertisement#FOREVER] never
    void put(T thing, long seconds, long now) {
        if (seconds == 0) {
            ends.remove(thing);
        } else if (ends.containsKey(thing) || ends.size() < most) {
            ends.put(thing, end(seconds, now));
        }
    }

    private static long end(long seconds, long now) {
        long end = now + TimeUnit.SECONDS.toNanos(seconds);
        return seconds == RouterAdvertisement.FOREVER || end < now ? Step.NEVER : end;
    }

    boolean contains(T thing) {
        return ends.containsKey(thing);
    }

    /// How long it still holds; 0 when it does not.
    long secondsLeft(T thing, long now) {
        long end = ends.getOrDefault(thing, now);
        return end == Step.NEVER ? RouterAdvertisement.FOREVER : TimeUnit.NANOSECONDS.toSeconds(end - now);
    }

    void expire(long now) {
        ends.values().removeIf(end -> end <= now);
    }

    long wakeNanos() {
        return ends.values().stream().mapToLong(Long::longValue).min().orElse(Step.NEVER);
    }

    List<T> all() {
        return List.copyOf(ends.keySet());
    }
}
