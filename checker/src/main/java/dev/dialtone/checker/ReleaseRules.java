package dev.dialtone.checker;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// What is released when the end is notified.
final class ReleaseRules {
    static final List<Rule> ALL = List.of(
            new Rule(
                    "C3",
                    "When an error completes a dial, everything of it on the host is undone already.",
                    (run, findings) -> host(run, findings, false)),
            new Rule(
                    "C4",
                    "When `Disconnected` is notified, everything on the host is undone already.",
                    (run, findings) -> host(run, findings, true)),
            new Rule("C4", "When the end is notified, the peer has been told.", ReleaseRules::peerTold),
            new Rule("C4", "A hang-up's future gives the end that is in the log.", ReleaseRules::future));

    private ReleaseRules() {}

    private static void host(Run run, Findings findings, boolean disconnected) {
        Map<String, Fact.Host> made = new HashMap<>();
        for (Fact fact : run.inOrder) {
            if (fact instanceof Fact.Host host) {
                if (host.make()) {
                    made.put(host.change(), host);
                } else {
                    made.remove(host.change());
                }
            } else if (fact instanceof Fact.Happened h && h.kind() == Fact.Happened.Kind.KILLED) {
                // what a dead manager left is judged by H6
                made.clear();
            } else if (fact instanceof Notice n && n.isOver() && n.isDisconnected() == disconnected) {
                left(run, made, n, findings);
            }
        }
    }

    private static void left(Run run, Map<String, Fact.Host> made, Notice n, Findings findings) {
        if (made.isEmpty()) {
            return;
        }
        boolean othersSettled = false;
        for (Trail trail : run.trails.values()) {
            othersSettled |= !trail.id.equals(n.connection())
                    && run.alive(trail, n.line())
                    && trail.entered(n.line(), States.APPLY_SETTINGS);
        }
        for (Iterator<Fact.Host> each = made.values().iterator(); each.hasNext(); ) {
            Fact.Host host = each.next();
            boolean own = host.connection().equals(n.connection());
            boolean ownerless = !host.isDevice() && !run.alive(run.known(host.connection()), n.line());
            // what is shared stays until the last that needs it has gone
            boolean shared = !host.isDevice() && othersSettled;
            if ((own || ownerless) && !shared) {
                findings.add(n.line(), host.change() + " of line " + host.line() + " is still there");
                each.remove();
            }
        }
    }

    private static void peerTold(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Notice n : trail.log) {
                if (n.isOver() && trail.faults.isEmpty() && run.managerEnd(0, n.line()) == null) {
                    long deadline = n.t() + Limits.FAREWELL + Limits.WAY;
                    int open = 0;
                    for (Fact.Carrier carrier : trail.carriers) {
                        if (carrier.line() < n.line() || !carrier.opened() && carrier.t() <= deadline) {
                            open += carrier.opened() ? 1 : -1;
                        }
                    }
                    if (open > 0) {
                        findings.add(n.line(), "the server still has a carrier of " + trail.id);
                    }
                }
            }
        }
    }

    private static void future(Run run, Findings findings) {
        for (Trail trail : run.trails.values()) {
            for (Fact.Told told : trail.hungUp) {
                Notice n = told.notice();
                Notice logged = trail.bySeq(n.seq());
                boolean foretold = n.isManagersDeath() && run.killedBefore(n.line());
                if (!n.isOver()) {
                    findings.add(n.line(), "it gave " + n.called());
                } else if (!foretold && (logged == null || logged.line() > n.line() || !logged.sameAs(n))) {
                    findings.add(n.line(), "it gave another " + n.called());
                }
            }
        }
    }
}
