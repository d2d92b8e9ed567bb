package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists the entries.", footer = "  dialtone entry list --json")
final class EntryListCommand extends CliCommand {
    EntryListCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        List<Entry> entries;
        try (RemoteAccess access = connect()) {
            entries = access.entries();
        }
        if (json) {
            entries.forEach(e -> screen.json(Wire.of(e)));
            return ExitCode.DONE;
        }
        if (entries.isEmpty()) {
            screen.line("No entries. Make one with: dialtone entry set NAME --protocol sstp --server HOST --user USER");
            return ExitCode.DONE;
        }
        Table table = new Table("ENTRY", "PROTOCOL", "SERVER", "USER", "");
        for (Entry e : entries) {
            String server = e.text(EntryOption.SERVER);
            table.row(
                    e.name(),
                    e.text(EntryOption.PROTOCOL),
                    server.isEmpty() ? "-" : server,
                    e.text(EntryOption.USER).isEmpty() ? "-" : e.text(EntryOption.USER),
                    notes(e));
        }
        table.print(screen);
        return ExitCode.DONE;
    }

    private static String notes(Entry e) {
        if (NotBuilt.of(e).isPresent()) {
            return "not built yet";
        }
        String lifetime = e.flag(EntryOption.ALWAYS_ON) ? "always on" : "";
        String weak = e.weak().isEmpty() ? "" : "WEAK: " + e.weak();
        return lifetime.isEmpty() || weak.isEmpty() ? lifetime + weak : lifetime + "; " + weak;
    }
}
