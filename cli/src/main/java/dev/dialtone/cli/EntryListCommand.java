package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = {
            "Lists the entries that you may use: the system's, and yours as USER/NAME.",
            "NAME alone is yours, if you have one of that name, else the system's; /NAME is the system's."
        },
        footer = "  dialtone entry list --json")
final class EntryListCommand extends CliCommand {
    /// Nearly every entry of a long list sets none of them.
    private static final Set<EntryOption> NOTED = EnumSet.copyOf(NotBuilt.DECIDING);

    private static final Set<EntryOption> SHOWN = EnumSet.of(EntryOption.SERVER, EntryOption.USER);

    static {
        NOTED.addAll(EnumSet.of(EntryOption.ALWAYS_ON, EntryOption.AUTHENTICATION, EntryOption.PROXY_AUTHENTICATION));
        SHOWN.addAll(NOTED);
    }

    EntryListCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        List<Entry> entries;
        try (RemoteAccess access = connect()) {
            entries = json ? access.entries() : access.entries(SHOWN);
        }
        if (json) {
            entries.forEach(e -> screen.json(Wire.of(e)));
            return ExitCode.DONE;
        }
        if (entries.isEmpty()) {
            screen.line("No entries. Make one with: dialtone entry set NAME --protocol sstp --server HOST --user USER");
            return ExitCode.DONE;
        }
        boolean users =
                entries.stream().anyMatch(e -> !EntryName.userOf(e.name()).isEmpty());
        Table table = users
                ? new Table("ENTRY", "BOOK OF", "PROTOCOL", "SERVER", "USER", "")
                : new Table("ENTRY", "PROTOCOL", "SERVER", "USER", "");
        entries.forEach(e -> row(table, e, users));
        table.print(screen);
        return ExitCode.DONE;
    }

    private static void row(Table table, Entry e, boolean users) {
        table.cell(e.name());
        if (users) {
            table.cell(bookOf(e));
        }
        table.cell(e.text(EntryOption.PROTOCOL));
        table.cell(orNone(e.text(EntryOption.SERVER)));
        table.cell(orNone(e.text(EntryOption.USER)));
        table.cell(notes(e));
    }

    private static String bookOf(Entry e) {
        String user = EntryName.userOf(e.name());
        return user.isEmpty() ? "the system" : user;
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String notes(Entry e) {
        if (Collections.disjoint(e.values().keySet(), NOTED)) {
            return "";
        }
        if (NotBuilt.of(e).isPresent()) {
            return "not built yet";
        }
        String lifetime = e.flag(EntryOption.ALWAYS_ON) ? "always on" : "";
        String weak = e.weak().isEmpty() ? "" : "WEAK: " + e.weak();
        return lifetime.isEmpty() || weak.isEmpty() ? lifetime + weak : lifetime + "; " + weak;
    }
}
