package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.host.HostException;
import java.util.Objects;

/// The firewall zone that the entry wants.
final class FirewallZoneCheck implements Check {
    static final String SUBJECT = "firewall zone";

    private final EntryVisit visit;

    FirewallZoneCheck(EntryVisit visit) {
        this.visit = visit;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public Finding look() {
        String zone = visit.entry().text(EntryOption.FIREWALL_ZONE);
        if (zone.isEmpty()) {
            return Finding.skipped(SUBJECT, "The entry names none.");
        }
        String namespace = visit.entry().text(EntryOption.NETNS);
        if (!namespace.isEmpty()) {
            return Finding.ok(
                    SUBJECT,
                    "The entry names " + zone + ", which is of no use in the network namespace " + namespace
                            + ": firewalld does not rule there.");
        }
        try {
            visit.host().requireFirewallZone(zone);
            return Finding.ok(SUBJECT, "firewalld has the zone " + zone + ".");
        } catch (HostException e) {
            return Finding.failed(
                    SUBJECT,
                    e.failure().reason() + ".",
                    Objects.requireNonNullElse(e.failure().advice(), ""));
        }
    }
}
