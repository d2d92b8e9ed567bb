package dev.dialtone.benchmarks;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How long dials stayed in each state, from the times of their notifications: a state's work starts with its own
/// notification and has ended by the next (contract N2). For one thread.
final class StateShares {
    private final Map<ConnectionState, List<Double>> millis = new EnumMap<>(ConnectionState.class);
    private final List<Double> wholes = new ArrayList<>();

    /// @param log a connection's, from seq 1; what comes after its completion is not looked at
    void add(List<Notification> log) {
        Notification before = null;
        for (Notification n : log) {
            if (before != null) {
                millis.computeIfAbsent(before.state(), _ -> new ArrayList<>()).add(between(before, n));
            }
            before = n;
            if (n.completion()) {
                wholes.add(between(log.getFirst(), n));
                return;
            }
        }
    }

    private static double between(Notification from, Notification to) {
        return ChronoUnit.MICROS.between(from.time(), to.time()) / 1e3;
    }

    /// Each state's median, in milliseconds, in the order of the states.
    Map<ConnectionState, Double> medians() {
        Map<ConnectionState, Double> all = new EnumMap<>(ConnectionState.class);
        millis.forEach((state, times) -> all.put(state, Samples.of(times).median()));
        return all;
    }

    /// First notification to completion, in milliseconds.
    Samples wholes() {
        return Samples.of(wholes);
    }
}
