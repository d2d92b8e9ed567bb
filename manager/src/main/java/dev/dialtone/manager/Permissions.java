package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
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

/// Who may do what (H7): root and the group `dialtone` everything; another user dials the entries that name them,
/// has entries of their own, and ends, reads and watches what is theirs.
record Permissions(Caller caller) {
    private static final Path PASSWD = Path.of("/etc/passwd");

    /// @throws RasException 5
    void privileged(String what) {
        if (!caller.privileged()) {
            throw denied(what, "Ask root, or be made a member of the group dialtone.");
        }
    }

    /// Of the system's book those that name the caller, and their own.
    boolean mayUse(Entry entry) {
        if (caller.privileged() || isOwn(entry.name())) {
            return true;
        }
        return EntryName.userOf(entry.name()).isEmpty()
                && entry.list(EntryOption.USERS).stream().anyMatch(user -> uidOf(user) == caller.uid());
    }

    /// Whether any entry of the system's book is for the caller.
    boolean isNamed(PhoneBook system) {
        return caller.privileged() || system.entries().stream().anyMatch(this::mayUse);
    }

    /// Whether the entry of this full name is in the caller's book.
    boolean isOwn(String entry) {
        return !caller.isRoot() && EntryName.userOf(entry).equals(caller.owner().name());
    }

    /// Their own; the rest is for the privileged.
    ///
    /// @throws RasException 5
    void change(String entry, String what) {
        if (!isOwn(entry)) {
            privileged(what);
        }
    }

    /// SECURITY: what is stored for a user's own entry is theirs, and root's to clear; the group's it is not.
    ///
    /// @throws RasException 5
    void store(String entry, String what) {
        change(entry, what);
        if (!EntryName.userOf(entry).isEmpty() && !isOwn(entry) && !caller.isRoot()) {
            throw denied(what + " of another user's entry", "Only that user or root may.");
        }
    }

    /// SECURITY: what a user wrote acts with their rights, and what is stored for it is for them.
    ///
    /// @throws RasException 5
    void actBy(String entry, String what) {
        if (!EntryName.userOf(entry).isEmpty() && !isOwn(entry)) {
            throw denied(
                    what + " by another user's entry",
                    "Only that user may. For the system's book: dialtone entry copy, if you trust what it says.");
        }
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

    /// By this machine's own files; -2 for a name that nobody has.
    static int uidOf(String user) {
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
