package dev.dialtone.checker;

import dev.dialtone.checker.Fact.Happened;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What clients and the next manager tell when a manager is killed.
final class DeathRules {
    static final List<Rule> ALL = List.of(
            new Rule("C9", "A notification is in the log before anybody is told.", DeathRules::loggedFirst),
            new Rule(
                    "C9",
                    "When the manager dies, every pending dial completes with 834 within 1 s.",
                    DeathRules::dialsComplete),
            new Rule("C9", "When the manager dies, who watches is told 834 within 1 s.", DeathRules::watchersAreTold),
            new Rule(
                    "C9",
                    "The next manager continues the log with 834, and with nothing else.",
                    DeathRules::logContinues),
            new Rule("C9", "Clients and the next manager tell the same 834.", DeathRules::alike));

    private DeathRules() {}

    private static void loggedFirst(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Observation observation : trail.observations) {
                for (Notice n : observation.told) {
                    Notice logged = trail.bySeq(n.seq());
                    boolean foretold = n.isManagersDeath() && run.killedBefore(n.line());
                    if (!foretold && (logged == null || logged.line() > n.line())) {
                        findings.add(n.line(), observation.observer + " was told " + n.called());
                    }
                }
            }
        }
    }

    private static void dialsComplete(Run run, Findings findings) {
        for (Happened kill : run.manager) {
            if (kill.kind() != Happened.Kind.KILLED) {
                continue;
            }
            for (Trail trail : run.trails.values()) {
                Notice last = trail.lastBefore(kill.line());
                if (last != null && (last.isOver() || last.isConnected() || !run.alive(trail, kill.line()))) {
                    continue;
                }
                pending(trail, kill.line()).forEach((client, count) -> {
                    if (count > 0 && !completes(run, trail, client, kill)) {
                        findings.add(kill.line(), client + " was not told so of " + trail.id);
                    }
                });
            }
        }
    }

    private static Map<String, Integer> pending(Trail trail, int line) {
        Map<String, Integer> pending = new HashMap<>();
        for (Fact.Dial dial : trail.dials) {
            if (dial.line() < line) {
                pending.merge(dial.client(), 1, Integer::sum);
            }
        }
        for (Fact.Told told : trail.completions) {
            if (told.line() < line) {
                pending.merge(told.client(), -1, Integer::sum);
            }
        }
        return pending;
    }

    private static boolean completes(Run run, Trail trail, String client, Happened kill) {
        if (run.goneAt(client).t() <= kill.t() + Limits.DEATH) {
            return true;
        }
        for (Fact.Told told : trail.completions) {
            if (told.client().equals(client) && told.line() > kill.line()) {
                Notice n = told.notice();
                return n.t() <= kill.t() + Limits.DEATH
                        && n.isManagersDeath()
                        && n.seq() == trail.sizeBefore(kill.line()) + 1;
            }
        }
        return false;
    }

    private static void watchersAreTold(Run run, Findings findings) {
        for (Happened kill : run.manager) {
            if (kill.kind() != Happened.Kind.KILLED) {
                continue;
            }
            for (Trail trail : run.trails.values()) {
                if (run.alive(trail, kill.line())) {
                    int last = trail.sizeBefore(kill.line());
                    for (Observation observation : trail.observations) {
                        if (waits(run, observation, kill, last) && !isTold(observation, kill, last + 1)) {
                            findings.add(kill.line(), observation.observer + " was not told so of " + trail.id);
                        }
                    }
                }
            }
        }
    }

    /// Whether it knew the whole log when the manager died, and lived on for the second that telling may take.
    private static boolean waits(Run run, Observation observation, Happened kill, int last) {
        Observation.End end = observation.end;
        boolean closed = end != null && !end.told();
        return !observation.client.isEmpty()
                && observation.openAt(kill.line())
                && observation.lastBefore(kill.line()) == last
                && run.goneAt(observation.client).t() > kill.t() + Limits.DEATH
                && !closed;
    }

    private static boolean isTold(Observation observation, Happened kill, int seq) {
        for (Notice n : observation.told) {
            if (n.line() > kill.line()) {
                return n.seq() == seq && n.isManagersDeath() && n.t() <= kill.t() + Limits.DEATH;
            }
        }
        return false;
    }

    private static void logContinues(Run run, Findings findings) {
        for (Happened kill : run.manager) {
            if (kill.kind() != Happened.Kind.KILLED) {
                continue;
            }
            for (Trail trail : run.trails.values()) {
                Notice last = trail.lastBefore(kill.line());
                if (last != null && run.alive(trail, kill.line())) {
                    continues(run, trail, last, kill, findings);
                }
            }
        }
    }

    private static void continues(Run run, Trail trail, Notice last, Happened kill, Findings findings) {
        Notice next = trail.firstAfter(kill.line());
        Happened quiet = run.quiet;
        if (next == null) {
            if (quiet != null && run.managerUp(quiet.line()) && run.started(kill.line(), quiet.line()) != null) {
                findings.add(kill.line(), "the log of " + trail.id + " ends with " + last.called());
            }
            return;
        }
        boolean right = next.isManagersDeath()
                && (last.isConnected()
                        ? next.isDisconnected() && next.ending()
                        : next.code() == last.code() && next.error() != 0 && next.completion());
        if (!right) {
            findings.add(next.line(), next.called() + " follows " + last.called());
        } else if (trail.firstAfter(next.line()) != null) {
            findings.add(next.line(), "the log of " + trail.id + " goes on after it");
        }
    }

    private static void alike(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Observation observation : trail.observations) {
                for (Notice n : observation.told) {
                    alike(run, trail, n, observation.observer, findings);
                }
            }
            for (Fact.Told told : trail.completions) {
                alike(run, trail, told.notice(), told.client(), findings);
            }
            for (Fact.Told told : trail.hungUp) {
                alike(run, trail, told.notice(), told.client(), findings);
            }
        }
    }

    private static void alike(Run run, Trail trail, Notice n, String whom, Findings findings) {
        if (n.isManagersDeath() && run.killedBefore(n.line())) {
            Notice logged = trail.bySeq(n.seq());
            if (logged != null && !logged.sameEndAs(n)) {
                findings.add(n.line(), whom + " was told " + n.called() + ", and the log has " + logged.called());
            }
        }
    }
}
