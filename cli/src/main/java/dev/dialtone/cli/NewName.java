package dev.dialtone.cli;

import dev.dialtone.api.EntryName;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;

/// The name of an entry to come.
final class NewName {
    private NewName() {}

    /// @throws RasException 123 no entry may have it, 183 one has it already
    static void check(RemoteAccess access, String name) {
        EntryName.of(name);
        try {
            // its text, for one that cannot be read is in no list
            String _ = access.entryText(name);
        } catch (RasException e) {
            if (e.error() == RasError.CANNOT_FIND_PHONEBOOK_ENTRY) {
                return;
            }
            throw e;
        }
        throw RasException.of(RasError.ALREADY_EXISTS, "there is an entry \"" + name + "\" already");
    }
}
