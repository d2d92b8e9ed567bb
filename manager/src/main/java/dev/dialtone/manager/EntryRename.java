package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;

/// Gives an entry another name, with all that the manager has under it but the history, and in the entries that need
/// it dialled first.
///
/// @param book the entries
record EntryRename(PhoneBook book, Credentials credentials, AlwaysOn alwaysOn, Registry registry) {

    /// @throws RasException 623, 123, 183 taken, 817 in use, and what keeps sign-ins throws
    void run(String name, String newName) {
        Entry _ = book.entry(name);
        EntryName.of(newName);
        UsersPlacements.refuseReserved(newName);
        if (book.holds(newName)) {
            throw RasException.of(RasError.ALREADY_EXISTS, "there is an entry \"" + newName + "\" already");
        }
        if (registry.inUse(name)) {
            throw RasException.of(RasError.CANNOT_DELETE, "the entry \"" + name + "\" is in use; hang it up first");
        }
        // SECURITY: under another name nobody would know whose it is
        if (registry.isKillSwitchClosed(name)) {
            throw RasException.of(
                    RasError.CANNOT_DELETE,
                    "the kill switch of the entry \"" + name + "\" is closed; open it first: dialtone hangup " + name);
        }
        credentials.rename(name, newName, () -> book.rename(name, newName));
        alwaysOn.renamed(name, newName);
        if (EntryName.userOf(name).isEmpty()) {
            follow(name, newName);
        }
    }

    /// SECURITY: for an entry of the system's only; a user's own changes nothing outside that user's book.
    private void follow(String name, String newName) {
        book.entries().stream()
                .filter(other -> other.text(EntryOption.PREREQUISITE).equals(name))
                .forEach(other -> book.change(other.name(), known -> known.with(EntryOption.PREREQUISITE, newName)));
    }
}
