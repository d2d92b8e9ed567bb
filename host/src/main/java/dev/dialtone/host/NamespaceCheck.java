package dev.dialtone.host;

import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host.HostFinding;
import dev.dialtone.host.UserNamespaceLimits.Obstacle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether connections could be placed in network namespaces. Others do without, so that nothing is wrong here.
final class NamespaceCheck implements HostCheck {
    private static final String SUBJECT = Host.NAMESPACES;
    private static final Path NAMED = NetworkNamespace.FOLDER;

    @Override
    public HostFinding look() {
        try {
            return judge(ProcessRights.read(), Files.isDirectory(NAMED), UserNamespaceLimits.OF_MACHINE.obstacle());
        } catch (IOException e) {
            return HostFinding.ok(SUBJECT, "Unknown: " + ProcessRights.STATUS + " cannot be read.");
        }
    }

    /// @param obstacle why users have no namespaces of their own here
    static HostFinding judge(ProcessRights rights, boolean anyNamed, Optional<Obstacle> obstacle) {
        String named = anyNamed ? NAMED + " is there" : "there is no " + NAMED + " (`ip netns add` makes it)";
        if (!rights.has(ProcessRights.CAP_SYS_ADMIN)) {
            return new HostFinding(
                    SUBJECT,
                    Verdict.OK,
                    "The manager may not enter network namespaces (no CAP_SYS_ADMIN), which only a connection in"
                            + " one of them would need; " + named + ".",
                    NetworkNamespace.RIGHTS_ADVICE);
        }
        String may = "The manager may enter network namespaces (CAP_SYS_ADMIN); " + named + ".";
        return obstacle.map(found -> new HostFinding(
                        SUBJECT,
                        Verdict.OK,
                        may + " Users cannot have their own: " + found.seen() + ".",
                        found.advice()))
                .orElseGet(() -> HostFinding.ok(SUBJECT, may));
    }
}
