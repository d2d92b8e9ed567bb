package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.benchmarks.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The values of all rounds, by peer, load and quantity. For one thread.
final class Figures {
    private static final double MOST_MOVE = 0.05;

    private record Key(String peer, Load load, Quantity quantity) {}

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    void add(String peer, Load load, Map<Quantity, Double> measured) {
        measured.forEach(
                (quantity, value) -> values.computeIfAbsent(new Key(peer, load, quantity), _ -> new ArrayList<>())
                        .add(value));
    }

    /// In the order of the rounds.
    List<Double> all(String peer, Load load, Quantity quantity) {
        return List.copyOf(values.getOrDefault(new Key(peer, load, quantity), List.of()));
    }

    OptionalDouble median(String peer, Load load, Quantity quantity) {
        List<Double> all = all(peer, load, quantity);
        return all.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Samples.of(all).median());
    }

    /// Whether a median of throughput or of processor time is more than 5 % from what it was a round ago. Loss and
    /// round-trip times are left out: near zero any of them moves by half.
    boolean moved() {
        return values.entrySet().stream().anyMatch(e -> switch (e.getKey().quantity()) {
            case MBIT, CPU_BOTH -> moved(e.getValue());
            case UP_MBIT, DOWN_MBIT, SMALLEST_SHARE, PACKETS, LOSS, RTT_P50, RTT_P99 -> false;
            case CPU_CLIENT, CPU_SERVER, CPU_MACHINE, GARBAGE_CLIENT, GARBAGE_SERVER, OTHER_WORK -> false;
        });
    }

    private static boolean moved(List<Double> all) {
        if (all.size() < 2) {
            return true;
        }
        double before = Samples.of(all.subList(0, all.size() - 1)).median();
        double now = Samples.of(all).median();
        return Math.abs(now - before) > MOST_MOVE * Math.abs(before);
    }
}
