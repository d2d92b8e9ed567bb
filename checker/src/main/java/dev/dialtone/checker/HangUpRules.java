package dev.dialtone.checker;

import java.util.List;

/// Hanging up.
final class HangUpRules {
    static final List<Rule> ALL = List.of(
            new Rule("C5", "After a hang-up no further informational state is notified.", HangUpRules::silent),
            new Rule("C5", "If connecting won the race, the connection ends visibly.", HangUpRules::wonRaceEnds),
            new Rule("C6", "A hang-up is completed within its limit.", HangUpRules::bounded),
            new Rule(
                    "H1",
                    "Hang-up works in every state and may be repeated; an id never seen is error 6.",
                    HangUpRules::works));

    private HangUpRules() {}

    private static void silent(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact ended = trail.ended();
            if (ended == null) {
                continue;
            }
            for (Notice n : trail.log) {
                if (n.line() > ended.line() && (n.isRunning() || n.isPaused())) {
                    findings.add(n.line(), n.called() + " came after line " + ended.line());
                }
            }
        }
    }

    private static void wonRaceEnds(Run run, Findings findings) {
        Fact.Happened quiet = run.quiet;
        for (Trail trail : run.trails.values()) {
            Notice last = quiet == null ? null : trail.lastBefore(quiet.line());
            if (quiet != null
                    && last != null
                    && last.isConnected()
                    && trail.endedBefore(last.line())
                    && run.managerEnd(last.line(), quiet.line()) == null) {
                findings.add(last.line(), "it is still connected");
            }
        }
    }

    private static void bounded(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact ended = trail.ended();
            if (ended == null) {
                continue;
            }
            Notice before = trail.lastBefore(ended.line());
            if (before == null || before.isOver()) {
                continue;
            }
            long deadline = ended.t() + trail.limits(run.limits).hangUp() + Limits.WAY;
            Notice end = Ends.after(trail, ended.line());
            Fact.Happened death = run.managerEnd(before.line(), end == null ? Integer.MAX_VALUE : end.line());
            boolean dead = death != null && death.t() <= deadline;
            if (!dead && (end == null ? run.quiet != null : end.t() > deadline)) {
                findings.add(
                        ended.line(),
                        trail.id + (end == null ? " never ended" : " ended after " + (end.t() - ended.t()) + " µs"));
            }
        }
    }

    private static void works(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Fact.HangUp hangUp : trail.hangUps) {
                boolean known = Ends.known(trail, hangUp.line());
                if (known && hangUp.error() != 0 && hangUp.error() != 5) {
                    findings.add(hangUp.line(), "it was refused with " + hangUp.error());
                } else if (!known && hangUp.error() != 6 && hangUp.error() != 5) {
                    findings.add(hangUp.line(), "'" + trail.id + "' is none and gave " + hangUp.error());
                }
            }
        }
    }
}
