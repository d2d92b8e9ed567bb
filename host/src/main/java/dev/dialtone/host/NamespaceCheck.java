package dev.dialtone.host;

import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host.HostFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether connections could be placed in network namespaces. Others do without, so that nothing is wrong here.
final class NamespaceCheck implements HostCheck {
    private static final String SUBJECT = Host.NAMESPACES;
    private static final Path NAMED = NetworkNamespace.FOLDER;

    @Override
    public HostFinding look() {
        try {
            return judge(ProcessRights.read(), Files.isDirectory(NAMED));
        } catch (IOException e) {
            return HostFinding.ok(SUBJECT, "Unknown: " + ProcessRights.STATUS + " cannot be read.");
        }
    }

    static HostFinding judge(ProcessRights rights, boolean anyNamed) {
        String named = anyNamed ? NAMED + " is there" : "there is no " + NAMED + " (`ip netns add` makes it)";
        return rights.has(ProcessRights.CAP_SYS_ADMIN)
                ? HostFinding.ok(SUBJECT, "The manager may enter network namespaces (CAP_SYS_ADMIN); " + named + ".")
                : new HostFinding(
                        SUBJECT,
                        Verdict.OK,
                        "The manager may not enter network namespaces (no CAP_SYS_ADMIN), which only a connection in"
                                + " one of them would need; " + named + ".",
                        NetworkNamespace.RIGHTS_ADVICE);
    }
}
