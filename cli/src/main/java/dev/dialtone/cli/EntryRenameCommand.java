package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        description = {
            "Renames an entry that is not in use. A stored sign-in goes with it, and entries that have it as prerequisite"
                    + " follow; the history keeps the old name."
        },
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
        EntryName.of(newName);
        Entry renamed;
        try (RemoteAccess access = connect()) {
            access.renameEntry(name, newName);
            renamed = access.entry(EntryName.beside(name, newName));
        }
        Map<String, Object> object = new LinkedHashMap<>(Wire.of(renamed));
        object.put("renamedFrom", name);
        return done(object, "Renamed \"" + name + "\" to \"" + newName + "\".");
    }
}
