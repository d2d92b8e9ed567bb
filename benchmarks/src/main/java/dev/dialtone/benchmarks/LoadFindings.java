package dev.dialtone.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was found wrong, and how often what was done. For one thread.
final class LoadFindings {
    private static final int KEPT = 50;

    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long all;

    void violation(String what) {
        all++;
        if (violations.size() < KEPT) {
            violations.add(what);
            System.err.println("VIOLATION: " + what);
        }
    }

    void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    /// The first of them.
    List<String> violations() {
        return List.copyOf(violations);
    }

    long all() {
        return all;
    }

    Map<String, Long> counts() {
        return counts;
    }
}
