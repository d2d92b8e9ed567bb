package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import dev.dialtone.core.Verdict;
import java.util.OptionalInt;

/// The routing table that the entry is placed in.
final class TableCheck implements Check {
    static final String SUBJECT = "table";

    private final EntryVisit visit;

    TableCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public Finding look() {
        int table = TablePlan.table(visit.entry());
        if (table == 0) {
            return Finding.skipped(SUBJECT, "The entry is placed in the main one.");
        }
        OptionalInt others = visit.host().othersIn(table);
        if (others.isEmpty()) {
            return Finding.failed(
                    SUBJECT,
                    "The entry is placed in the routing table " + table + ", and the kernel has no policy rules.",
                    "Use a kernel with CONFIG_IP_MULTIPLE_TABLES.");
        }
        return others.getAsInt() == 0
                ? Finding.ok(SUBJECT, "Nobody else has a route in the routing table " + table + ".")
                : new Finding(
                        SUBJECT,
                        Verdict.WARNING,
                        "In the routing table " + table + " there are " + others.getAsInt()
                                + " routes of others, and what comes into it goes by them too.",
                        "",
                        "Choose a number that nobody uses: ip route show table all");
    }
}
