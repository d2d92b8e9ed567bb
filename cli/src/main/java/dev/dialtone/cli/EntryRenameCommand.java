package dev.dialtone.cli;

import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        description = "Renames an entry that is not in use. A stored password is not carried over: the manager gives"
                + " none out.",
        footer = "  dialtone entry rename office head-office")
final class EntryRenameCommand extends CliCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "the entry")
    String name = "";

    @Parameters(index = "1", paramLabel = "NEW-NAME", description = "its name from now on")
    String newName = "";

    EntryRenameCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Entry.checkName(newName);
        boolean hadPassword;
        Entry renamed;
        try (RemoteAccess access = connect()) {
            renamed = access.entry(name).renamed(newName);
            checkFree(access);
            CredentialsInfo credentials = access.credentials(name);
            hadPassword = credentials.passwordStored() || credentials.proxyPasswordStored();
            access.setEntry(renamed);
            try {
                access.removeEntry(name);
            } catch (RasException e) {
                // somebody dials it at this moment: both stay, or neither was renamed
                access.removeEntry(newName);
                throw e;
            }
            if (!credentials.user().isEmpty() || !credentials.domain().isEmpty()) {
                access.setCredentials(newName, credentials.user(), credentials.domain(), null);
            }
        }
        if (hadPassword) {
            screen.error("dialtone: warning: store the password again with: dialtone credentials set " + newName);
        }
        Map<String, Object> object = new LinkedHashMap<>(Wire.of(renamed));
        object.put("renamedFrom", name);
        return done(object, "Renamed \"" + name + "\" to \"" + newName + "\".");
    }

    private void checkFree(RemoteAccess access) {
        if (access.entries().stream().anyMatch(e -> e.name().equals(newName))) {
            throw RasException.of(RasError.ALREADY_EXISTS, "there is an entry \"" + newName + "\" already");
        }
        if (access.list().stream().anyMatch(s -> s.entry().equals(name))) {
            throw RasException.of(RasError.CANNOT_DELETE, "\"" + name + "\" is in use; hang up first");
        }
    }
}
