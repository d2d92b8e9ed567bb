package dev.dialtone.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Several dials of one entry, and ids.
final class ReferenceRules {
    static final List<Rule> ALL = List.of(
            new Rule("H2", "Who dials a connected entry is given the existing `Connected`.", ReferenceRules::existing),
            new Rule(
                    "H2",
                    "A release gives one reference back, and the last one ends the connection.",
                    ReferenceRules::counted),
            new Rule(
                    "H2",
                    "Dialling is refused with 756 only while the entry is being dialled.",
                    ReferenceRules::refused),
            new Rule(
                    "H2",
                    "An entry that is being dialled or connected gets no second connection.",
                    ReferenceRules::single),
            new Rule("H3", "A redial during a teardown waits for it.", ReferenceRules::waits),
            new Rule("H4", "Ids are never used again.", ReferenceRules::unique));

    private static final int USER_DISCONNECTION = 631;
    private static final int ALREADY_DIALLING = 756;

    private ReferenceRules() {}

    private static void existing(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Fact.Dial dial : trail.dials) {
                if (!dial.existing()) {
                    continue;
                }
                Notice given = trail.bySeq(dial.seq());
                if (given == null || !given.isConnected() || given.line() > dial.line()) {
                    findings.add(dial.line(), dial.client() + " was given " + dial.seq() + " of " + trail.id);
                    continue;
                }
                for (Fact.Told told : trail.completions) {
                    if (told.client().equals(dial.client())
                            && only(trail, dial)
                            && told.notice().seq() != dial.seq()) {
                        findings.add(
                                told.line(),
                                dial.client() + " was given " + told.notice().called());
                    }
                }
            }
        }
    }

    private static boolean only(Trail trail, Fact.Dial dial) {
        return trail.dials.stream()
                .noneMatch(other -> other != dial && other.client().equals(dial.client()));
    }

    private static void counted(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            int released = 0;
            for (Fact.Release release : trail.releases) {
                released++;
                // a join may count or not, a client that is gone may have been counted out, a dial may be on its way
                long fewest = 0;
                // one that nobody dialled is always on: the manager's own reference
                long most = (trail.creator() == null ? 1 : 0) - released;
                for (Fact.Dial dial : trail.dials) {
                    most++;
                    boolean counts = dial.line() < release.line()
                            && !dial.wants("join")
                            && run.goneAt(dial.client()).line() > release.line();
                    fewest += counts ? 1 : 0;
                }
                fewest = Math.max(0, fewest - released);
                if (release.left() < fewest || release.left() > Math.max(0, most)) {
                    findings.add(release.line(), "it left " + release.left() + " of " + trail.dials.size());
                }
            }
            endedEarly(run, trail, findings);
        }
    }

    private static void endedEarly(Run run, Trail trail, Findings findings) {
        boolean left = trail.dials.stream().anyMatch(dial -> run.goneAt(dial.client()) != Run.NEVER);
        if (trail.releases.isEmpty() || trail.ended() != null || left) {
            return;
        }
        for (Notice n : trail.log) {
            if (n.isDisconnected() && n.cause() == USER_DISCONNECTION) {
                findings.add(
                        n.line(),
                        trail.id + " ended with " + trail.releases.getLast().left() + " left");
            }
        }
    }

    private static void refused(Run run, Findings findings) {
        for (Fact.Refused refused : run.refused) {
            if (refused.error() == ALREADY_DIALLING && !dialled(run, refused, null)) {
                findings.add(refused.line(), "nobody dialled " + refused.entry());
            }
        }
    }

    private static boolean dialled(Run run, Fact.Refused refused, @Nullable Trail but) {
        for (Trail trail : run.trails.values()) {
            if (trail != but && dialledBeforeItsLog(trail, refused)) {
                return true;
            }
            if (trail != but && entry(trail).equals(refused.entry())) {
                for (Notice n : trail.log) {
                    // between two attempts it is being dialled, too
                    boolean dialling = !n.isConnected() && !(n.isOver() && n.retryInMillis() == 0);
                    Notice next = trail.firstAfter(n.line());
                    if (dialling
                            && n.line() < refused.line()
                            && (next == null || next.t() + Limits.WAY >= refused.t())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// It waits for the teardown of the one before (H3).
    private static boolean dialledBeforeItsLog(Trail trail, Fact.Refused refused) {
        Notice first = first(trail);
        return (first == null || first.line() > refused.line())
                && trail.dials.stream()
                        .anyMatch(dial -> dial.entry().equals(refused.entry()) && dial.line() < refused.line());
    }

    private static void single(Run run, Findings findings) {
        overlaps(run, findings, false);
    }

    private static void waits(Run run, Findings findings) {
        overlaps(run, findings, true);
        for (Fact.Refused refused : run.refused) {
            for (Trail trail : run.trails.values()) {
                if (refused.error() == ALREADY_DIALLING
                        && entry(trail).equals(refused.entry())
                        && run.alive(trail, refused.line())
                        && hungUpBy(trail, refused)
                        && !dialled(run, refused, trail)) {
                    findings.add(
                            refused.line(), refused.client() + " was refused while " + trail.id + " was torn down");
                }
            }
        }
    }

    private static boolean hungUpBy(Trail trail, Fact.Refused refused) {
        for (Fact.HangUp hangUp : trail.hangUps) {
            if (hangUp.client().equals(refused.client()) && hangUp.error() == 0 && hangUp.line() < refused.line()) {
                return true;
            }
        }
        return false;
    }

    /// @param tornDown look for those that came while another was on its way out, or for all others
    private static void overlaps(Run run, Findings findings, boolean tornDown) {
        Map<String, Trail> latest = new HashMap<>();
        for (Fact fact : run.inOrder) {
            if (!(fact instanceof Notice n) || n.seq() != 1 || n.entry().isEmpty()) {
                continue;
            }
            Trail trail = run.known(n.connection());
            Trail before = latest.put(n.entry(), trail);
            if (before == null || before == trail || n.isOver()) {
                // one that ends before its first state has touched nothing
                continue;
            }
            boolean alive = run.alive(before, n.line());
            if (alive && before.endedBefore(n.line()) == tornDown) {
                findings.add(n.line(), trail.id + " began while there was " + before.id);
            }
        }
    }

    private static String entry(Trail trail) {
        Notice first = first(trail);
        return first == null ? "" : first.entry();
    }

    private static @Nullable Notice first(Trail trail) {
        return trail.log.isEmpty() ? null : trail.log.getFirst();
    }

    private static void unique(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            int begun = 0;
            for (Notice n : trail.log) {
                if (n.seq() == 1 && ++begun > 1) {
                    findings.add(n.line(), trail.id + " begins again");
                }
            }
            int made = 0;
            for (Fact.Dial dial : trail.dials) {
                if (dial.creates() && ++made > 1) {
                    findings.add(dial.line(), trail.id + " was dialled twice");
                }
            }
        }
    }
}
