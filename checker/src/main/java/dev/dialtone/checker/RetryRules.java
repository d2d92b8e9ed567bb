package dev.dialtone.checker;

import java.util.List;
import java.util.Set;

/// Redial: when there is another attempt.
final class RetryRules {
    static final List<Rule> ALL = List.of(
            new Rule(
                    "C1a",
                    "An attempt follows another only as announced, and then in the same log.",
                    RetryRules::announced),
            new Rule("E3", "A retry is announced only when it can help.", RetryRules::helpful),
            new Rule("E3", "With redial on, a failure that a retry can help is retried.", RetryRules::retried));

    /// Refused sign-ins, accounts and certificates, and what the user did: whatever the detail says, trying again
    /// cannot help or locks the account.
    private static final Set<Integer> NEVER =
            Set.of(631, 646, 647, 648, 649, 691, 703, 704, 708, 709, 801, 920, 921, 922, 923, 924);

    private RetryRules() {}

    private static void announced(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Attempt before = null;
            for (Attempt attempt : trail.attempts()) {
                if (before == null) {
                    if (attempt.number() != 1) {
                        findings.add(attempt.first().line(), "the first attempt is " + attempt.number());
                    }
                } else {
                    follows(run, trail, before, attempt, findings);
                }
                before = attempt;
            }
            if (before != null
                    && promised(before)
                    && run.quiet != null
                    && run.quiet.line() > before.last().line()
                    && !excused(run, trail, before)) {
                findings.add(before.last().line(), "attempt " + (before.number() + 1) + " never came");
            }
        }
    }

    private static boolean promised(Attempt attempt) {
        return attempt.last().isOver() && attempt.last().retryInMillis() > 0;
    }

    private static void follows(Run run, Trail trail, Attempt before, Attempt attempt, Findings findings) {
        Notice last = before.last();
        Notice first = attempt.first();
        long waited = first.t() - last.t();
        if (attempt.number() != before.number() + 1) {
            findings.add(first.line(), "attempt " + attempt.number() + " follows attempt " + before.number());
        } else if (!promised(before)) {
            findings.add(first.line(), "attempt " + attempt.number() + " was never announced");
        } else if (waited < last.retryInMillis() * Limits.MILLI
                // an end of the waiting itself is no attempt
                && !(first.isOver() && attempt.log().size() == 1)
                && !hurried(run, trail, last, first)) {
            findings.add(first.line(), "it came after " + waited + " µs instead of " + last.retryInMillis() + " ms");
        } else if (waited > last.retryInMillis() * Limits.MILLI + Limits.WAY
                && run.managerEnd(last.line(), first.line()) == null) {
            findings.add(
                    first.line(),
                    "it came " + waited + " µs after it was announced for " + last.retryInMillis() + " ms");
        }
    }

    /// Somebody dialled what was waiting, or the network that was missing changed: who dials is served by not
    /// waiting.
    private static boolean hurried(Run run, Trail trail, Notice last, Notice first) {
        return trail.dials.stream().anyMatch(dial -> dial.line() > last.line() && dial.line() < first.line())
                || run.networkChanges.stream().anyMatch(line -> line < first.line());
    }

    private static boolean excused(Run run, Trail trail, Attempt before) {
        return trail.ended() != null
                || run.managerEnd(before.last().line(), Integer.MAX_VALUE) != null
                || anyDiallerGone(run, trail);
    }

    private static boolean anyDiallerGone(Run run, Trail trail) {
        for (Fact.Dial dial : trail.dials) {
            if (run.goneAt(dial.client()) != Run.NEVER) {
                return true;
            }
        }
        return trail.dials.isEmpty();
    }

    private static void helpful(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Notice n : trail.log) {
                if (n.retryInMillis() > 0 && (!n.isOver() || !n.retryable() || NEVER.contains(n.number()))) {
                    findings.add(n.line(), n.called() + " announces one");
                }
            }
        }
    }

    private static void retried(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact.Dial dial = trail.creator();
            if (dial == null || !dial.wants("redial") || trail.ended() != null || anyDiallerGone(run, trail)) {
                continue;
            }
            long attempts = dial.options().number("redialAttempts");
            for (Notice n : trail.log) {
                if (n.isOver()
                        && n.retryable()
                        && n.retryInMillis() == 0
                        && !n.isManagersDeath()
                        && n.attempt() <= attempts
                        && run.managerEnd(n.line(), Integer.MAX_VALUE) == null) {
                    findings.add(n.line(), n.called() + " says that a retry helps and announces none");
                }
            }
        }
    }
}
