package dev.dialtone.checker;

import java.util.List;

/// Completion is bounded. Releasing what was held has the hang-up's limit, after that of the state or the dial.
final class LimitRules {
    static final List<Rule> ALL = List.of(
            new Rule("C6", "A dial ends within its limit, whatever the peer does.", LimitRules::dial),
            new Rule("C6", "A state ends within its limit, whatever the peer does.", LimitRules::state));

    private LimitRules() {}

    private static void dial(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Limits limits = trail.limits(run.limits);
            for (Attempt attempt : trail.attempts()) {
                Notice completion = attempt.completion();
                if (completion == null || run.managerEnd(attempt.first().line(), completion.line()) != null) {
                    continue;
                }
                long waited = 0;
                for (int i = 1; i < attempt.log().size() && attempt.log().get(i).line() <= completion.line(); i++) {
                    waited += waited(
                            run, trail, attempt.log().get(i - 1), attempt.log().get(i));
                }
                long took = completion.t() - attempt.first().t() - waited;
                if (took > limits.dial() + limits.hangUp() + Limits.WAY) {
                    findings.add(
                            completion.line(),
                            "attempt " + attempt.number() + " of " + trail.id + " took " + took + " µs");
                }
            }
        }
    }

    private static void state(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Limits limits = trail.limits(run.limits);
            for (int i = 1; i < trail.log.size(); i++) {
                Notice entered = trail.log.get(i - 1);
                Notice next = trail.log.get(i);
                if (!entered.isRunning() || run.managerEnd(entered.line(), next.line()) != null) {
                    continue;
                }
                long took = next.t() - entered.t() - waited(run, trail, entered, next);
                if (took > limits.state() + limits.hangUp() + Limits.WAY) {
                    findings.add(next.line(), entered.called() + " took " + took + " µs");
                }
            }
        }
    }

    /// Paused and gated time has limits of its own.
    private static long waited(Run run, Trail trail, Notice entered, Notice next) {
        return entered.isPaused() ? next.t() - entered.t() : Gate.waited(run, trail, entered, next);
    }
}
