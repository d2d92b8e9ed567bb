package dev.dialtone.checker;

import java.util.List;

/// What observers are told.
final class ObserverRules {
    static final List<Rule> ALL = List.of(
            new Rule("N6", "All observers get the log's own notifications.", ObserverRules::equal),
            new Rule(
                    "N7",
                    "An observer gets all from the seq it named, in order, no gap, no repeat.",
                    ObserverRules::gapless),
            new Rule("N8", "An observer gets everything, or is told how far it came.", ObserverRules::nothingDropped),
            new Rule("N12", "An observer that has ended is told nothing more.", ObserverRules::silentAfterEnd));

    private ObserverRules() {}

    private static void equal(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Observation observation : trail.observations) {
                for (Notice n : observation.told) {
                    Notice logged = trail.bySeq(n.seq());
                    boolean foretold = n.isManagersDeath() && run.killedBefore(n.line());
                    if (!foretold && logged != null && !logged.sameAs(n)) {
                        findings.add(
                                n.line(),
                                observation.observer + " was told another " + n.seq() + " than line " + logged.line());
                    }
                }
            }
        }
    }

    private static void gapless(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Observation observation : trail.observations) {
                long expected = observation.since + 1;
                for (Notice n : observation.told) {
                    if (n.seq() != expected) {
                        findings.add(
                                n.line(), observation.observer + " was told " + n.seq() + " instead of " + expected);
                    }
                    expected = n.seq() + 1;
                }
            }
        }
    }

    private static void nothingDropped(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Observation observation : trail.observations) {
                Observation.End end = observation.end;
                if (end != null && end.told()) {
                    ended(trail, observation, end, findings);
                }
                Fact.Happened quiet = run.quiet;
                if (quiet != null
                        && observation.openAt(quiet.line())
                        && run.goneAt(observation.client).line() > quiet.line()
                        && observation.lastBefore(quiet.line()) < lastSeq(trail, quiet.line())) {
                    findings.add(
                            quiet.line(),
                            observation.observer + " still waits for what follows "
                                    + observation.lastBefore(quiet.line()) + " of " + trail.id);
                }
            }
        }
    }

    private static void ended(Trail trail, Observation observation, Observation.End end, Findings findings) {
        long last = observation.lastBefore(end.line());
        if (end.lastSeq() != last) {
            findings.add(
                    end.line(), observation.observer + " has " + last + ", but is told that it has " + end.lastSeq());
        } else if (!end.lagged() && last < lastSeq(trail, end.line())) {
            findings.add(end.line(), observation.observer + " was ended after " + last + " without `lagged`");
        }
    }

    private static long lastSeq(Trail trail, int line) {
        Notice last = trail.lastBefore(line);
        return last == null ? 0 : last.seq();
    }

    private static void silentAfterEnd(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Observation observation : trail.observations) {
                for (Notice n : observation.late) {
                    findings.add(n.line(), observation.observer + " was told " + n.called());
                }
            }
        }
    }
}
