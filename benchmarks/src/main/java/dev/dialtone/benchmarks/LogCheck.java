package dev.dialtone.benchmarks;

import dev.dialtone.api.Json;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every log must be: numbers without a gap (N5), one completion of each attempt (C1), one ending at most, and
/// only of what was established (C8).
final class LogCheck {
    private LogCheck() {}

    /// What is wrong, if anything.
    static Optional<String> fault(List<Notification> log) {
        Map<Integer, Notification> completions = new HashMap<>();
        Map<Integer, Notification> endings = new HashMap<>();
        int attempts = 0;
        for (int i = 0; i < log.size(); i++) {
            Notification n = log.get(i);
            if (n.seq() != i + 1) {
                return Optional.of("seq " + n.seq() + " stands at " + (i + 1));
            }
            attempts = Math.max(attempts, n.attempt());
            if (n.completion() && completions.put(n.attempt(), n) != null) {
                return Optional.of("attempt " + n.attempt() + " has two completions");
            }
            if (n.ending() && endings.put(n.attempt(), n) != null) {
                return Optional.of("attempt " + n.attempt() + " has two endings");
            }
            if (n.isLast() && i + 1 < log.size()) {
                return Optional.of("something follows the last notification " + n.seq());
            }
        }
        boolean over = !log.isEmpty() && log.getLast().isLast();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            Notification completion = completions.get(attempt);
            if (completion == null && (over || attempt < attempts)) {
                return Optional.of("attempt " + attempt + " of " + attempts + " has no completion");
            }
            if (endings.containsKey(attempt) && (completion == null || !completion.isConnected())) {
                return Optional.of("attempt " + attempt + " ended without having been connected");
            }
        }
        return Optional.empty();
    }

    /// Of the very texts that observers are sent.
    static long digest(List<Notification> log) {
        return WatchedLog.digest(log.stream().map(n -> Json.text(Wire.of(n))).toList());
    }
}
