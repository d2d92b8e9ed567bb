package dev.dialtone.cli;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = {
            "Lists the connections that have not ended, those being dialled too; says what a paused one waits for"
                    + " (`dialtone answer` answers), and when one is dialled again.",
            "WEAK marks a connection that uses a method which does not protect the password well."
        },
        footer = {"  dialtone list", "  dialtone list --json | jq -r .connection"})
final class ListCommand extends CliCommand {
    ListCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        try (RemoteAccess access = connect()) {
            List<ConnectionStatus> all = access.list();
            if (json) {
                all.forEach(s -> screen.json(Wire.of(s)));
            } else {
                show(access, all);
            }
        }
        return ExitCode.DONE;
    }

    private void show(RemoteAccess access, List<ConnectionStatus> all) {
        if (all.isEmpty()) {
            screen.line("No connections.");
            return;
        }
        Table table = new Table("ENTRY", "STATE", "LINK", "ADDRESSES", "SINCE", "CONNECTION", "");
        for (ConnectionStatus s : all) {
            Projection p = s.projection();
            table.row(
                    s.entry(),
                    s.state().word(),
                    p == null ? "-" : StatusText.link(p),
                    p == null ? "-" : StatusText.addresses(p),
                    Amount.dayAndTime(s.started()),
                    s.connection(),
                    notes(access, s));
        }
        table.print(screen);
    }

    private static String notes(RemoteAccess access, ConnectionStatus s) {
        List<String> notes = new ArrayList<>();
        Prompt prompt = s.prompt();
        if (prompt != null) {
            notes.add("waits for " + PromptText.wanted(prompt));
        }
        NextAttempt.of(access, s)
                .ifPresent(next -> notes.add("attempt " + (s.attempt() + 1) + " at " + Amount.clock(next)));
        Instant until = s.confirmUntil();
        if (until != null) {
            notes.add("to be confirmed by " + Amount.clock(until));
        }
        if (s.references() > 1) {
            notes.add("references " + s.references());
        }
        if (!s.weak().isEmpty()) {
            notes.add("WEAK: " + s.weak());
        }
        return String.join("; ", notes);
    }
}
