package dev.dialtone.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Paused states and answers.
final class PauseRules {
    static final List<Rule> ALL = List.of(
            new Rule("P1", "A dial pauses only when it asked for that.", PauseRules::asked),
            new Rule(
                    "P2",
                    "A paused state has error 0, a reason and a prompt; no other has them.",
                    PauseRules::prompted),
            new Rule("P3", "The first answer wins, a later one gets `already answered`.", PauseRules::firstWins),
            new Rule("P4", "Unanswered within its limit a pause ends with 638 in that state.", PauseRules::limited),
            new Rule("P4", "A pause goes on only when it was answered.", PauseRules::answered));

    private static final int REQUEST_TIMEOUT = 638;

    private PauseRules() {}

    private static void asked(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            if (trail.dials.isEmpty() || trail.asked("paused")) {
                continue;
            }
            for (Notice n : trail.log) {
                if (n.isPaused()) {
                    findings.add(n.line(), n.called() + " came unasked");
                }
            }
        }
    }

    private static void prompted(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Notice n : trail.log) {
                boolean prompt = n.json().object("prompt") != null;
                if (n.isPaused() ? !prompt || n.reason() == 0 : n.error() == 0 && (prompt || n.reason() != 0)) {
                    findings.add(
                            n.line(),
                            n.called() + " has reason " + n.reason() + (prompt ? " and a prompt" : " and none"));
                }
            }
        }
    }

    private static void firstWins(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Map<Long, Fact.Answer> accepted = new HashMap<>();
            for (Fact.Answer answer : trail.answers) {
                if (answer.result().equals("accepted")) {
                    Notice paused = trail.bySeq(answer.seq());
                    if (accepted.putIfAbsent(answer.seq(), answer) != null) {
                        findings.add(answer.line(), "a second answer to " + answer.seq() + " was accepted");
                    } else if (paused == null || !paused.isPaused() || paused.line() > answer.line()) {
                        findings.add(
                                answer.line(), "an answer to " + answer.seq() + " was accepted, which is no pause");
                    }
                }
            }
            for (Fact.Answer answer : trail.answers) {
                if (answer.result().equals("already answered")
                        && !accepted.containsKey(answer.seq())
                        && trail.bySeq(answer.seq() + 1) == null) {
                    findings.add(answer.line(), "nobody had answered " + answer.seq());
                }
            }
        }
    }

    private static void limited(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Limits limits = trail.limits(run.limits);
            for (int i = 1; i < trail.log.size(); i++) {
                Notice pause = trail.log.get(i - 1);
                Notice next = trail.log.get(i);
                if (!pause.isPaused()
                        || answer(trail, pause) != null
                        || run.managerEnd(pause.line(), next.line()) != null) {
                    continue;
                }
                long took = next.t() - pause.t();
                if (took > limits.pause() + limits.hangUp() + Limits.WAY) {
                    findings.add(next.line(), pause.called() + " took " + took + " µs");
                } else if (took >= limits.pause()
                        && next.error() != 0
                        && next.error() != REQUEST_TIMEOUT
                        // the manager was on its way out already
                        && !next.isManagersDeath()
                        && !trail.endedBefore(next.line())) {
                    findings.add(next.line(), "it ended with " + next.error());
                }
            }
        }
    }

    private static void answered(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (int i = 1; i < trail.log.size(); i++) {
                Notice pause = trail.log.get(i - 1);
                Notice next = trail.log.get(i);
                if (pause.isPaused()
                        && !next.isOver()
                        && answer(trail, pause) == null
                        // an answer whose giver died before it returned is not in the run
                        && run.gone.isEmpty()) {
                    findings.add(next.line(), next.called() + " follows " + pause.called());
                }
            }
        }
    }

    private static Fact.@Nullable Answer answer(Trail trail, Notice pause) {
        for (Fact.Answer answer : trail.answers) {
            if (answer.seq() == pause.seq() && answer.result().equals("accepted")) {
                return answer;
            }
        }
        return null;
    }
}
