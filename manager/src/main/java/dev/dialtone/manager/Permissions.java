package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Who may do what (H7): root and the group `dialtone` everything; another user dials the entries that name them and
/// ends, reads and watches what is theirs.
record Permissions(Caller caller) {
    private static final Path PASSWD = Path.of("/etc/passwd");

    /// @throws RasException 5
    void privileged(String what) {
        if (!caller.privileged()) {
            throw denied(what, "Ask root, or be made a member of the group dialtone.");
        }
    }

    boolean mayUse(Entry entry) {
        return caller.privileged()
                || entry.list(EntryOption.USERS).stream().anyMatch(user -> uidOf(user) == caller.uid());
    }

    /// @throws RasException 5
    void use(Entry entry) {
        if (!mayUse(entry)) {
            throw denied(
                    "use the entry \"" + entry.name() + "\"",
                    "Ask root to name you in it: dialtone entry set " + entry.name() + " users=NAME");
        }
    }

    boolean owns(ConnectionRecord record) {
        return caller.privileged() || record.isOwnedBy(caller.uid());
    }

    /// @throws RasException 5
    void own(ConnectionRecord record) {
        if (!owns(record)) {
            throw denied("touch a connection that somebody else dialled", "Only its owner or root may.");
        }
    }

    /// Whose connection it is sees how it was negotiated. SECURITY: its packets are those of all users of this host.
    ///
    /// @throws RasException 5
    void capture(boolean controlOnly) {
        if (!controlOnly && !caller.privileged()) {
            throw denied(
                    "capture packets, which are those of every user of this host",
                    "Capture the negotiation alone (--control), or ask root.");
        }
    }

    private RasException denied(String what, String advice) {
        return new RasException(
                Failure.of(RasError.ACCESS_DENIED, Layer.MANAGER, "user " + caller.uid() + " may not " + what)
                        .advise(advice));
    }

    private static int uidOf(String user) {
        if (user.matches("[0-9]{1,9}")) {
            return Integer.parseInt(user);
        }
        try {
            List<String> lines = Files.readAllLines(PASSWD, StandardCharsets.UTF_8);
            for (String line : lines) {
                String[] cells = line.split(":", -1);
                if (cells.length > 2 && cells[0].equals(user)) {
                    return Integer.parseInt(cells[2]);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return -2;
        }
        // SECURITY: a name nobody has matches nobody; -1 is the embedded program
        return -2;
    }
}
