package dev.dialtone.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Subscriptions to all connections.
final class EventRules {
    static final List<Rule> ALL = List.of(
            new Rule("V1", "Events are numbered without gap, and alike for all who watch.", EventRules::numbered),
            new Rule(
                    "V1",
                    "Events name the connections that came and went, with entry and cause.",
                    EventRules::inTheLog),
            new Rule("V1", "Who watches is told of every connection that comes and goes.", EventRules::complete));

    private static final String CAME = "connection";
    private static final String WENT = "disconnection";

    private EventRules() {}

    private static void numbered(Run run, Findings findings) {
        Map<Long, Fact.Event> first = new HashMap<>();
        for (Watching watching : run.watchings) {
            long last = watching.since;
            int lastLine = watching.line;
            for (Fact.Event event : watching.told) {
                long seq = event.json().number("seq");
                // the numbers may count over one run of the manager only
                boolean anew = seq == 1 && run.started(lastLine, event.line()) != null;
                if (seq != last + 1 && !anew) {
                    findings.add(event.line(), watching.observer + " was told " + seq + " after " + last);
                }
                last = seq;
                lastLine = event.line();
                Fact.Event other = first.putIfAbsent(seq, event);
                if (other != null
                        && run.started(other.line(), event.line()) == null
                        && !other.json().equals(event.json())) {
                    findings.add(event.line(), "line " + other.line() + " has another event " + seq);
                }
            }
        }
    }

    private static void inTheLog(Run run, Findings findings) {
        for (Watching watching : run.watchings) {
            for (Fact.Event event : watching.told) {
                if (event.kind().isEmpty()
                        || event.connection().isEmpty()
                        || event.json().text("entry").isEmpty()) {
                    findings.add(event.line(), "an event names no kind, connection or entry");
                } else if ((event.kind().equals(CAME) || event.kind().equals(WENT))
                        && happened(run.known(event.connection()), event) < toldBefore(watching, event)) {
                    findings.add(
                            event.line(),
                            "there is no such " + event.kind() + " of " + event.connection() + " in the log");
                }
            }
        }
    }

    /// How often the log has what the event tells, before it.
    private static int happened(Trail trail, Fact.Event event) {
        long cause = event.json().number("cause");
        int count = 0;
        for (Notice n : trail.log) {
            boolean same = event.kind().equals(CAME) ? n.isConnected() : n.ending() && n.cause() == cause;
            count += same
                            && n.line() < event.line()
                            && n.entry().equals(event.json().text("entry"))
                    ? 1
                    : 0;
        }
        return count;
    }

    /// How often the same was told up to and with this event. Replayed to another watcher, it counts for that one.
    private static int toldBefore(Watching watching, Fact.Event event) {
        int count = 0;
        for (Fact.Event other : watching.told) {
            boolean same = other.kind().equals(event.kind())
                    && other.connection().equals(event.connection())
                    && other.json().number("cause") == event.json().number("cause");
            count += same && other.line() <= event.line() ? 1 : 0;
        }
        return count;
    }

    private static void complete(Run run, Findings findings) {
        Fact.Happened quiet = run.quiet;
        if (quiet == null) {
            return;
        }
        for (Watching watching : run.watchings) {
            Fact.Happened death = run.managerEnd(watching.line, quiet.line());
            int until = death == null ? quiet.line() : death.line();
            if (watching.end < until) {
                continue;
            }
            for (Trail trail : run.trails.values()) {
                for (Notice n : trail.log) {
                    // what a manager had no time to tell before it died is in the log alone
                    boolean inTime = death == null || n.t() + Limits.WAY < death.t();
                    if (n.line() > watching.line && n.line() < until && inTime) {
                        told(watching, n, findings);
                    }
                }
            }
        }
    }

    private static void told(Watching watching, Notice n, Findings findings) {
        if (!n.isConnected() && !n.ending()) {
            return;
        }
        String kind = n.isConnected() ? CAME : WENT;
        int count = 0;
        for (Fact.Event event : watching.told) {
            boolean after = event.line() > n.line();
            count += after && event.kind().equals(kind) && event.connection().equals(n.connection()) ? 1 : 0;
        }
        if (count == 0) {
            findings.add(n.line(), watching.observer + " was not told of " + n.called());
        }
    }
}
