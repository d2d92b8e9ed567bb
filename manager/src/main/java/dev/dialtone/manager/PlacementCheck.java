package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;

/// The network namespace that the entry is placed in. Whether the manager may enter any is the host's check.
final class PlacementCheck implements Check {
    static final String SUBJECT = "namespace";

    private final EntryVisit visit;

    PlacementCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public Finding look() {
        String name = visit.entry().text(EntryOption.NETNS);
        if (name.isEmpty()) {
            return Finding.skipped(SUBJECT, "The entry is placed in none.");
        }
        return Finding.ok(
                SUBJECT,
                visit.host().hasNamespace(name)
                        ? "The network namespace " + name + " is there."
                        : "The network namespace " + name + " is made by the dial, and removed with the connection.");
    }
}
