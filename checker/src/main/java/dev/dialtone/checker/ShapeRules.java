package dev.dialtone.checker;

import java.util.List;

/// What each notification carries.
final class ShapeRules {
    static final List<Rule> ALL = List.of(
            new Rule(
                    "N3",
                    "An error is the same state notified again, the completion of its attempt; only `Disconnected` has a cause.",
                    ShapeRules::errors),
            new Rule(
                    "N4",
                    "Every notification has connection, entry, attempt, sub-entry, seq, time, state and group.",
                    ShapeRules::complete),
            new Rule("N5", "A connection's seq runs 1, 2, 3 … over its whole life.", ShapeRules::numbered),
            new Rule("E1", "Numbers are the documented ones, each with its name and sentence.", ShapeRules::documented),
            new Rule("E2", "Every error has a detail with its layer and advice.", ShapeRules::detailed));

    private ShapeRules() {}

    private static void errors(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Notice last = null;
            for (Notice n : trail.log) {
                if (n.error() != 0) {
                    error(last, n, findings);
                } else if (n.isDisconnected() != (n.cause() != 0)) {
                    findings.add(n.line(), n.called() + (n.isDisconnected() ? " has no cause" : " has a cause"));
                }
                last = n;
            }
        }
    }

    private static void error(@org.jspecify.annotations.Nullable Notice last, Notice n, Findings findings) {
        if (n.isDisconnected()) {
            findings.add(n.line(), "Disconnected has error " + n.error());
        } else if (last == null || last.attempt() != n.attempt() || last.code() != n.code() || last.error() != 0) {
            findings.add(n.line(), n.called() + " does not repeat the state before it");
        } else if (!n.completion()) {
            findings.add(n.line(), n.called() + " is not marked as completion");
        } else if (n.cause() != 0) {
            findings.add(n.line(), n.called() + " has a cause beside its error");
        }
    }

    private static void complete(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact.Dial creator = trail.creator();
            String entry = creator == null ? "" : creator.entry();
            for (Notice n : trail.log) {
                check(n, trail.id, entry, findings);
            }
            for (Observation observation : trail.observations) {
                for (Notice n : observation.told) {
                    check(n, trail.id, entry, findings);
                }
            }
            for (Fact.Told told : trail.completions) {
                check(told.notice(), trail.id, entry, findings);
            }
        }
    }

    private static void check(Notice n, String connection, String entry, Findings findings) {
        String wrong = wrong(n, connection, entry);
        if (!wrong.isEmpty()) {
            findings.add(n.line(), n.called() + " " + wrong);
        }
    }

    private static String wrong(Notice n, String connection, String entry) {
        if (connection.isEmpty() || !n.connection().equals(connection)) {
            return "is not of connection '" + connection + "'";
        }
        if (n.entry().isEmpty() || !entry.isEmpty() && !n.entry().equals(entry)) {
            return "has the entry '" + n.entry() + "'";
        }
        if (n.seq() < 1 || n.attempt() < 1 || n.json().number("subEntry") < 1) {
            return "has no seq, attempt or sub-entry";
        }
        if (n.json().text("time").isEmpty()) {
            return "has no time";
        }
        if (n.code() < 0 || n.json().number("code") != n.code()) {
            return "is no documented state, or has another's number";
        }
        return n.json().text("group").equals(States.group(n.code())) ? "" : "is of another group";
    }

    private static void numbered(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            long expected = 1;
            for (Notice n : trail.log) {
                if (n.seq() != expected) {
                    findings.add(n.line(), n.called() + " stands where " + expected + " belongs");
                }
                expected = n.seq() + 1;
            }
        }
    }

    private static void documented(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Notice n : trail.log) {
                int number = n.number() != 0 ? n.number() : n.reason();
                if (number == 0) {
                    continue;
                }
                if (!documented(number)) {
                    findings.add(n.line(), number + " is none");
                } else if (n.reason() == 0
                        && (n.json().text("name").isEmpty()
                                || n.json().text("message").isEmpty())) {
                    findings.add(n.line(), n.called() + " has no name or message");
                }
            }
        }
    }

    private static boolean documented(int number) {
        return number >= 600 && number <= 956
                || switch (number) {
                    case 5, 6, 8, 87, 123, 183 -> true;
                    default -> false;
                };
    }

    private static void detailed(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Notice n : trail.log) {
                JsonObject detail = n.detail();
                if (n.error() != 0
                        && (detail == null
                                || detail.text("layer").isEmpty()
                                || detail.text("advice").isEmpty())) {
                    findings.add(n.line(), n.called() + " has none");
                }
            }
        }
    }
}
