package dev.dialtone.checker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The host and its journal.
final class HostRules {
    static final List<Rule> ALL = List.of(
            new Rule("H6", "Every change to the host is in the journal before it is made.", HostRules::announced),
            new Rule("H6", "A change leaves the journal after it was undone.", HostRules::undoneFirst),
            new Rule("H6", "Without a connection the host is as it was before.", HostRules::clean));

    private HostRules() {}

    private static void announced(Run run, Findings findings) {
        Map<String, String> byId = new HashMap<>();
        Set<String> open = new HashSet<>();
        for (Fact fact : run.inOrder) {
            if (fact instanceof Fact.Journal journal) {
                if (journal.announce()) {
                    byId.put(journal.id(), journal.change());
                    open.add(journal.change());
                } else {
                    open.remove(byId.getOrDefault(journal.id(), journal.change()));
                }
            } else if (fact instanceof Fact.Host host && host.make() && !open.contains(host.change())) {
                findings.add(host.line(), host.change() + " is not");
            }
        }
    }

    private static void undoneFirst(Run run, Findings findings) {
        Map<String, String> byId = new HashMap<>();
        Set<String> made = new HashSet<>();
        for (Fact fact : run.inOrder) {
            if (fact instanceof Fact.Journal journal) {
                if (journal.announce()) {
                    byId.put(journal.id(), journal.change());
                } else if (made.contains(byId.getOrDefault(journal.id(), journal.change()))) {
                    findings.add(
                            journal.line(), journal.change() + byId.getOrDefault(journal.id(), "") + " is still made");
                }
            } else if (fact instanceof Fact.Host host) {
                if (host.make()) {
                    made.add(host.change());
                } else {
                    made.remove(host.change());
                }
            } else if (fact instanceof Fact.Happened h && h.kind() == Fact.Happened.Kind.KILLED) {
                // what goes by itself with the process is not undone, and what does not shows in the host's state
                made.clear();
            }
        }
    }

    private static void clean(Run run, Findings findings) {
        for (Fact fact : run.inOrder) {
            if (fact instanceof Fact.OnHost state && !state.left().isEmpty() && empty(run, state.line())) {
                findings.add(state.line(), state.what() + " is " + state.left());
            }
        }
    }

    /// Whether no connection is alive, and no manager is dead whose successor has still to clean up.
    private static boolean empty(Run run, int line) {
        if (!run.managerUp(line) && run.manager.stream().noneMatch(h -> stopped(run, h, line))) {
            return false;
        }
        for (Trail trail : run.trails.values()) {
            if (run.alive(trail, line)) {
                return false;
            }
        }
        return true;
    }

    private static boolean stopped(Run run, Fact.Happened h, int line) {
        return h.kind() == Fact.Happened.Kind.STOPPED
                && h.line() < line
                && run.manager.stream().noneMatch(later -> later.line() > h.line() && later.line() < line);
    }
}
