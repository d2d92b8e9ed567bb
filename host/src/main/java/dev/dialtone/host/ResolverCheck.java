package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;

/// Whether a connection's name servers can be set here, and how.
final class ResolverCheck implements HostCheck {
    private static final String SUBJECT = "names";

    private final SystemResolver resolvers;

    ResolverCheck(SystemResolver resolvers) {
        this.resolvers = resolvers;
    }

    @Override
    public HostFinding look() {
        ResolvConfFile file = resolvers.file();
        try {
            Resolver chosen = resolvers.choose();
            if (chosen instanceof NoResolver) {
                // nothing that stops a dial, and so not wrong
                return HostFinding.warning(
                        SUBJECT,
                        "Connections come up without their servers' name servers: systemd-resolved does not answer, and "
                                + file.path() + " was not given to the daemon.",
                        "Run systemd-resolved, or give the daemon the right to write the file and the option"
                                + " --resolv-conf.");
            }
            if (chosen instanceof ResolvedResolver) {
                return HostFinding.ok(
                        SUBJECT, "The name servers of connections are given to systemd-resolved, which answers.");
            }
            return file.writable()
                    ? HostFinding.ok(
                            SUBJECT,
                            "The name servers of connections go into " + file.path() + ", which can be written.")
                    : HostFinding.failed(
                            SUBJECT,
                            file.path() + " cannot be written, and systemd-resolved does not answer.",
                            "Let the daemon write it, or run systemd-resolved.");
        } catch (HostException e) {
            return HostFinding.failed(SUBJECT, e.failure().reason() + ".", "Repair the file.");
        }
    }
}
