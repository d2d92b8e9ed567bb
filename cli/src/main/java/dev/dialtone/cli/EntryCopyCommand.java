package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "copy",
        description = {
            "Makes another entry of what one says, with the comments of its text.",
            "Its password is not copied, nor what it was imported from: an export writes the copy anew."
        },
        footer = "  dialtone entry copy office branch")
final class EntryCopyCommand extends CliCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "the entry")
    String name = "";

    @Parameters(index = "1", paramLabel = "NEW-NAME", description = "the name of the copy")
    String newName = "";

    EntryCopyCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Entry copy;
        try (RemoteAccess access = connect()) {
            String text = access.entryText(name);
            NewName.check(access, newName);
            access.setEntryText(newName, text);
            copy = access.entry(newName);
            if (!copy.text(EntryOption.GUID).isEmpty()) {
                // one identity for two entries would be none
                copy = copy.with(EntryOption.GUID, "");
                access.setEntry(copy);
            }
        }
        if (copy.flag(EntryOption.ALWAYS_ON)) {
            screen.error("dialtone: warning: \"" + newName + "\" is always on too: from its next start on the manager"
                    + " dials it by itself");
        }
        Map<String, Object> object = new LinkedHashMap<>(Wire.of(copy));
        object.put("copiedFrom", name);
        return done(object, "Copied \"" + name + "\" to \"" + newName + "\".");
    }
}
