package dev.dialtone.checker;

import java.util.List;

/// How attempts and established connections end.
final class CompletionRules {
    static final List<Rule> ALL = List.of(
            new Rule(
                    "C1",
                    "An attempt has exactly one completion, and is silent after it.",
                    CompletionRules::oneCompletion),
            new Rule("C1", "An attempt is completed when all limits have passed.", CompletionRules::completed),
            new Rule(
                    "C8",
                    "An established connection has exactly one ending, with its cause.",
                    CompletionRules::oneEnding));

    private CompletionRules() {}

    private static void oneCompletion(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Attempt attempt : trail.attempts()) {
                Notice completion = null;
                for (Notice n : attempt.log()) {
                    boolean ends = n.isConnected() || n.isOver();
                    if (completion == null) {
                        completion = ends ? n : null;
                        if (n.completion() != ends) {
                            findings.add(n.line(), n.called() + (ends ? " is not marked as one" : " is marked as one"));
                        }
                    } else if (n.completion()) {
                        findings.add(n.line(), n.called() + " is a second one after " + completion.called());
                    } else if (!completion.isConnected() || !n.isDisconnected()) {
                        findings.add(n.line(), n.called() + " follows " + completion.called());
                    }
                }
            }
        }
    }

    private static void completed(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Fact.Happened end : ends(run)) {
                Notice last = trail.lastBefore(end.line());
                if (last != null
                        && !last.isConnected()
                        && !last.isOver()
                        && run.managerEnd(last.line(), end.line()) == null) {
                    findings.add(end.line(), last.called() + " was the last of attempt " + last.attempt());
                }
            }
        }
    }

    /// When everything must have come to its end: the run is quiet, or the manager has stopped in order.
    private static List<Fact.Happened> ends(Run run) {
        List<Fact.Happened> ends = new java.util.ArrayList<>();
        for (Fact.Happened h : run.manager) {
            if (h.kind() == Fact.Happened.Kind.STOPPED) {
                ends.add(h);
            }
        }
        if (run.quiet != null) {
            ends.add(run.quiet);
        }
        return ends;
    }

    private static void oneEnding(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Attempt attempt : trail.attempts()) {
                endings(attempt, findings);
            }
            for (Fact.Happened end : run.manager) {
                Notice last = trail.lastBefore(end.line());
                if (end.kind() == Fact.Happened.Kind.STOPPED
                        && last != null
                        && last.isConnected()
                        && run.managerEnd(last.line(), end.line()) == null) {
                    findings.add(end.line(), "the manager has stopped and " + trail.id + " has none");
                }
            }
        }
    }

    private static void endings(Attempt attempt, Findings findings) {
        boolean established = false;
        Notice ending = null;
        for (Notice n : attempt.log()) {
            if (n.ending() && (!n.isDisconnected() || n.completion() || !established)) {
                findings.add(n.line(), n.called() + " is marked as one");
            } else if (n.isDisconnected() && established && !n.ending()) {
                findings.add(n.line(), n.called() + " is not marked as one");
            } else if (n.isDisconnected() && established && n.cause() == 0) {
                findings.add(n.line(), "there is no cause");
            }
            if (n.ending() && ending != null) {
                findings.add(n.line(), "there was one at line " + ending.line());
            }
            established |= n.isConnected();
            ending = n.ending() ? n : ending;
        }
    }
}
