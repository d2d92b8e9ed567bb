package dev.dialtone.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;

/// Name resolution that is not ours to change: systemd-resolved does not answer, and the file was not given to us.
/// A connection comes up without its server's name servers, as one does whose entry asks for none; its status and the
/// log say so each time, and the examination of the host beforehand.
record NoResolver(Path file) implements Resolver {
    private static final Logger LOG = System.getLogger(NoResolver.class.getName());

    @Override
    public String mechanism() {
        return "none";
    }

    /// What there is to put back of this is nothing, as with links of systemd-resolved that are gone.
    @Override
    public HostChange prepare() {
        return new HostChange.ResolvedLinks();
    }

    @Override
    public void apply(HostChange prepared, List<LinkDns> connections) {
        for (LinkDns connection : connections) {
            LOG.log(
                    Level.WARNING,
                    "names_not_set link=" + connection.link() + " servers=" + connection.servers() + " reason="
                            + why());
        }
    }

    @Override
    public String trouble(List<LinkDns> connections) {
        return "This host's names are not the daemon's to set: " + why() + ".";
    }

    private String why() {
        return "systemd-resolved does not answer and " + file + " is not the daemon's to write (--resolv-conf)";
    }
}
