package dev.dialtone.cli;

import java.util.ArrayList;
import java.util.List;

/// The command line that enters a user's own network namespace, with that user's rights alone and without a process
/// that stays in between. The daemon makes such a namespace inside two user namespaces of the user's: in the outer
/// one the user is root and may mount, in the inner one, which owns the network, the user is themselves.
///
/// 1. nsenter(1) goes into the outer user namespace, unshare(1) makes a mount namespace there.
/// 2. The namespace's resolv.conf is mounted over `/etc/resolv.conf`, for this command and its children.
/// 3. nsenter(1) goes on into the inner one and the network; by execve(2) the command has no capabilities there.
final class EnterLine {
    /// Descriptors that the line finds open, and closes before the command; a shell can name no higher ones.
    static final int OUTER_USER = 7;

    static final int INNER_USER = 8;
    static final int NETWORK = 9;

    private static final String DESCRIPTORS = "/proc/self/fd/";
    private static final String CLOSING = "exec \"$@\" " + OUTER_USER + "<&- " + INNER_USER + "<&- " + NETWORK + "<&-";
    private static final String INSIDE = "names=$1; shift; "
            + "if test -e \"$names\"; then /usr/bin/mount --bind \"$names\" /etc/resolv.conf || exit 1; fi; "
            + "exec /usr/bin/nsenter --preserve-credentials --user=" + DESCRIPTORS + INNER_USER
            + " --net=" + DESCRIPTORS + NETWORK + " -- /bin/sh -c '" + CLOSING + "' dialtone-exec \"$@\"";

    private EnterLine() {}

    /// @param namespace its name, which is one
    static List<String> of(String namespace, List<String> command) {
        List<String> line = new ArrayList<>(List.of(
                "/usr/bin/nsenter",
                "--preserve-credentials",
                "--user=" + DESCRIPTORS + OUTER_USER,
                "--",
                "/usr/bin/unshare",
                "--mount",
                "--propagation=slave",
                "--",
                "/bin/sh",
                "-c",
                INSIDE,
                "dialtone-exec",
                "/etc/netns/" + namespace + "/resolv.conf"));
        line.addAll(command);
        return line;
    }
}
