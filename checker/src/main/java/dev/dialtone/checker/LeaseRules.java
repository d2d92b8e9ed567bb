package dev.dialtone.checker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of a connection when a client goes.
final class LeaseRules {
    static final List<Rule> ALL = List.of(
            new Rule(
                    "C10",
                    "A dial whose client goes before completion is abandoned, unless it is held otherwise.",
                    LeaseRules::abandoned),
            new Rule(
                    "C10",
                    "A dial in the background, or held by another client, outlives its client.",
                    LeaseRules::kept),
            new Rule("C10", "A bound connection ends when the client that dialled goes.", LeaseRules::bound),
            new Rule("C2", "An established connection stays until somebody ends it.", LeaseRules::lingers));

    private static final int USER_DISCONNECTION = 631;

    private LeaseRules() {}

    private static void abandoned(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact.Happened gone = goneWhileDialling(run, trail);
            if (gone == null || held(run, trail, gone.line()) || joinedMeanwhile(trail, gone)) {
                continue;
            }
            long deadline = gone.t() + trail.limits(run.limits).hangUp() + Limits.WAY;
            Notice next = completionAfter(trail, gone.line());
            if (next != null && next.isConnected() && next.t() <= gone.t() + Limits.WAY) {
                // connecting won the race with the news that the client is gone: the connection lingers
                continue;
            }
            Notice end = Ends.after(trail, gone.line());
            if (!diedMeanwhile(run, gone, deadline) && (end == null ? run.quiet != null : end.t() > deadline)) {
                findings.add(gone.line(), trail.id + (end == null ? " never ended" : " ended too late"));
            }
        }
    }

    /// Another client joined before the manager had heard that the first one is gone.
    private static boolean joinedMeanwhile(Trail trail, Fact.Happened gone) {
        return trail.dials.stream()
                .anyMatch(dial -> !dial.client().equals(gone.who())
                        && dial.line() > gone.line()
                        && dial.t() <= gone.t() + Limits.WAY);
    }

    private static void kept(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact.Happened gone = goneWhileDialling(run, trail);
            // who gave its reference back holds it no longer
            boolean released = !trail.releases.isEmpty();
            if (gone == null || !held(run, trail, gone.line()) || trail.ended() != null || released) {
                continue;
            }
            Notice next = completionAfter(trail, gone.line());
            if (next != null
                    && next.isDisconnected()
                    && next.cause() == USER_DISCONNECTION
                    && held(run, trail, next.line())
                    && run.managerEnd(gone.line(), next.line()) == null) {
                findings.add(next.line(), trail.id + " was abandoned after line " + gone.line());
            }
        }
    }

    private static void bound(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            Fact.Dial dial = trail.creator();
            if (dial == null || !dial.wants("bound")) {
                continue;
            }
            Fact.Happened gone = run.goneAt(dial.client());
            Notice last = gone == Run.NEVER ? null : trail.lastBefore(gone.line());
            if (last == null || !last.isConnected() || otherHolder(run, trail, dial, gone.line())) {
                continue;
            }
            long heard = gone.t() + Limits.WAY;
            if (trail.dials.stream()
                    .anyMatch(other -> !other.client().equals(dial.client())
                            && other.t() <= heard
                            && (other.line() > gone.line() || !other.wants("bound")))) {
                // another's reference holds it (H2): one that was bound goes with its client, any other lingers
                // (C2)
                continue;
            }
            long deadline = gone.t() + trail.limits(run.limits).hangUp() + Limits.WAY;
            Notice end = Ends.after(trail, gone.line());
            if (!diedMeanwhile(run, gone, deadline)
                    && run.managerEnd(last.line(), gone.line()) == null
                    && (end == null ? run.quiet != null : end.t() > deadline)) {
                findings.add(gone.line(), trail.id + (end == null ? " stays" : " ended too late"));
            }
        }
    }

    private static void lingers(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Notice n : trail.log) {
                if (n.isDisconnected()
                        && n.ending()
                        && n.cause() == USER_DISCONNECTION
                        && trail.ended() == null
                        // who released the last reference may not have lived to see the return: H2 judges the
                        // count
                        && trail.releases.isEmpty()
                        && !boundClientGone(run, trail, n)) {
                    findings.add(n.line(), n.called() + ": nobody hung up");
                }
            }
        }
    }

    private static boolean boundClientGone(Run run, Trail trail, Notice n) {
        for (Fact.Dial dial : trail.dials) {
            if (dial.wants("bound") && run.goneAt(dial.client()).line() < n.line()) {
                return true;
            }
        }
        // a dial that never came back may have asked for anything
        return trail.creator() == null;
    }

    private static boolean diedMeanwhile(Run run, Fact.Happened gone, long deadline) {
        Fact.Happened death = run.managerEnd(gone.line(), Integer.MAX_VALUE);
        return death != null && death.t() <= deadline || !run.managerUp(gone.line());
    }

    private static Fact.@Nullable Happened goneWhileDialling(Run run, Trail trail) {
        Fact.Dial dial = trail.creator();
        if (dial == null) {
            return null;
        }
        Fact.Happened gone = run.goneAt(dial.client());
        if (gone == Run.NEVER) {
            return null;
        }
        for (Notice n : trail.log) {
            if (n.line() < gone.line() && (n.isConnected() || n.isOver())) {
                return null;
            }
        }
        return gone;
    }

    private static @Nullable Notice completionAfter(Trail trail, int line) {
        for (Notice n : trail.log) {
            if (n.line() > line && (n.isConnected() || n.isOver())) {
                return n;
            }
        }
        return null;
    }

    private static boolean held(Run run, Trail trail, int line) {
        Fact.Dial dial = trail.creator();
        return dial != null && (dial.wants("background") || otherHolder(run, trail, dial, line));
    }

    private static boolean otherHolder(Run run, Trail trail, Fact.Dial creator, int line) {
        for (Fact.Dial other : trail.dials) {
            if (!other.client().equals(creator.client())
                    && other.line() < line
                    && run.goneAt(other.client()).line() > line) {
                return true;
            }
        }
        return false;
    }
}
