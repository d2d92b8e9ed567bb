package dev.dialtone.checker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Status and lists.
final class StatusRules {
    static final List<Rule> ALL = List.of(
            new Rule("S1", "A status is what the log says at that moment.", StatusRules::current),
            new Rule("S3", "A connection that was there once stays readable.", StatusRules::readable),
            new Rule("S4", "A list shows every connection, and no other.", StatusRules::listed));

    private StatusRules() {}

    private static void current(Run run, Findings findings) {
        for (Fact.Status status : run.statuses) {
            JsonObject answered = status.answered();
            if (answered.text("connection").isEmpty()) {
                continue;
            }
            long seq = answered.number("seq");
            Notice logged = run.known(status.connection()).bySeq(seq);
            if (seq != status.logSize()) {
                findings.add(status.line(), "it says " + seq + " of " + status.logSize());
            } else if (!answered.text("connection").equals(status.connection())) {
                findings.add(status.line(), "it is of " + answered.text("connection"));
            } else if (seq > 0 && (logged == null || logged.line() > status.line())) {
                findings.add(status.line(), "it knows " + seq + ", which is not in the log");
            } else if (logged != null
                    && (!logged.state().equals(answered.text("state"))
                            || logged.error() != answered.number("error")
                            || logged.cause() != answered.number("cause")
                            || logged.attempt() != answered.number("attempt"))) {
                findings.add(status.line(), "it says " + answered.text("state") + " for " + logged.called());
            }
        }
    }

    private static void readable(Run run, Findings findings) {
        for (Fact.Status status : run.statuses) {
            if (status.answered().text("connection").isEmpty()
                    && run.known(status.connection()).sizeBefore(status.line()) > 0
                    && status.logSize() > 0) {
                findings.add(status.line(), "there was no status of " + status.connection());
            }
        }
    }

    private static void listed(Run run, Findings findings) {
        for (Fact.Listed list : run.lists) {
            Set<String> shown = new HashSet<>(list.connections());
            for (Trail trail : run.trails.values()) {
                boolean known = Ends.known(trail, list.line());
                if (shown.remove(trail.id) && !known) {
                    findings.add(list.line(), "it shows " + trail.id + " too early");
                } else if (!list.connections().contains(trail.id)
                        && run.alive(trail, list.line())
                        && trail.log.getFirst().t() < list.t() - Limits.WAY) {
                    findings.add(list.line(), trail.id + " is missing");
                }
            }
            if (!shown.isEmpty()) {
                findings.add(list.line(), "nobody ever dialled " + shown);
            }
        }
    }
}
