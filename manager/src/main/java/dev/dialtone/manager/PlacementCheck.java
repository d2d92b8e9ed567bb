package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.host.NamespaceOwner;

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
        if (visit.host().namespaceOwner(name) instanceof NamespaceOwner.User) {
            return Finding.failed(
                    SUBJECT,
                    "The entry is placed in the network namespace " + name
                            + ", which belongs to a user of this machine.",
                    "Choose another name for the entry's netns, or have the user's connection hung up.");
        }
        return Finding.ok(
                SUBJECT,
                visit.host().hasNamespace(name)
                        ? "The network namespace " + name + " is there."
                        : "The network namespace " + name + " is made by the dial, and removed with the connection.");
    }
}
