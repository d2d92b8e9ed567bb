package dev.dialtone.cli;

import dev.dialtone.api.RemoteAccess;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = "Removes an entry that is not in use.",
        footer = "  dialtone entry remove office")
final class EntryRemoveCommand extends CliCommand {
    @Parameters(paramLabel = "NAME", description = "the entry")
    String name = "";

    EntryRemoveCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        try (RemoteAccess access = connect()) {
            access.removeEntry(name);
        }
        return done(Map.of("removed", name), "Removed \"" + name + "\".");
    }
}
