package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;

/// Whether firewalld runs, and what it does to connections.
final class FirewalldCheck implements HostCheck {
    private static final String SUBJECT = "firewalld";

    private final LinkManagers managers;

    FirewalldCheck(LinkManagers managers) {
        this.managers = managers;
    }

    @Override
    public HostFinding look() {
        try {
            return judge(managers.firewall());
        } catch (BusException e) {
            return HostFinding.ok(SUBJECT, "Unknown: " + e.reason() + ".");
        }
    }

    static HostFinding judge(Firewalld.State state) {
        return state.zones().isEmpty()
                ? HostFinding.ok(SUBJECT, "It does not run; entries with a firewall-zone cannot be dialled here.")
                : HostFinding.ok(
                        SUBJECT,
                        "It runs. Connections are in its default zone, " + state.defaultZone()
                                + ", and those of entries with a firewall-zone in that one: "
                                + Firewalld.listed(state.zones()) + ".");
    }
}
