package dev.dialtone.checker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One attempt of a connection: its part of the log.
record Attempt(int number, List<Notice> log) {

    /// The parts of a log: a new one begins wherever the number changes.
    static List<Attempt> of(List<Notice> log) {
        List<Attempt> attempts = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= log.size(); i++) {
            if (i == log.size() || log.get(i).attempt() != log.get(begin).attempt()) {
                attempts.add(new Attempt(log.get(begin).attempt(), log.subList(begin, i)));
                begin = i;
            }
        }
        return attempts;
    }

    Notice first() {
        return log.getFirst();
    }

    Notice last() {
        return log.getLast();
    }

    /// The first notification that ends the dialling, marked or not: `Connected`, `Disconnected` or an error.
    @Nullable
    Notice completion() {
        for (Notice n : log) {
            if (n.isConnected() || n.isOver()) {
                return n;
            }
        }
        return null;
    }
}
