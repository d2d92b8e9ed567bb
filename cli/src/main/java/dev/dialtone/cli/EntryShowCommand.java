package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows an entry: what was set, and the defaults that hold otherwise.",
        footer = "  dialtone entry show office")
final class EntryShowCommand extends CliCommand {
    @Parameters(paramLabel = "NAME", description = "the entry")
    String name = "";

    EntryShowCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Entry entry;
        try (RemoteAccess access = connect()) {
            entry = access.entry(name);
        }
        if (json) {
            screen.json(Wire.of(entry));
        } else {
            new EntryText(screen).show(entry);
        }
        return ExitCode.DONE;
    }
}
