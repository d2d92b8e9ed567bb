package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;

/// The network namespace that the entry is placed in.
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
        if (!visit.host().mayUseNamespaces()) {
            return Finding.failed(
                    SUBJECT,
                    "The entry is placed in the network namespace " + name + ", and the manager may not enter any.",
                    "Run the daemon as root: network namespaces take CAP_SYS_ADMIN.");
        }
        return Finding.ok(
                SUBJECT,
                visit.host().hasNamespace(name)
                        ? "The network namespace " + name + " is there."
                        : "The network namespace " + name + " is made by the dial, and removed with the connection.");
    }
}
