package dev.dialtone.cli;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = {
            "Lists the connections that have not ended, those being dialled too.",
            "WEAK marks a connection that uses a method which does not protect the password well."
        },
        footer = {"  dialtone list", "  dialtone list --json | jq -r .connection"})
final class ListCommand extends CliCommand {
    ListCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        List<ConnectionStatus> all;
        try (RemoteAccess access = connect()) {
            all = access.list();
        }
        if (json) {
            all.forEach(s -> screen.json(Wire.of(s)));
            return ExitCode.DONE;
        }
        if (all.isEmpty()) {
            screen.line("No connections.");
            return ExitCode.DONE;
        }
        Table table = new Table("ENTRY", "STATE", "LINK", "ADDRESSES", "SINCE", "CONNECTION", "");
        for (ConnectionStatus s : all) {
            Projection p = s.projection();
            table.row(
                    s.entry(),
                    s.state().word(),
                    p == null ? "-" : p.link(),
                    p == null ? "-" : StatusText.addresses(p),
                    Amount.dayAndTime(s.started()),
                    s.connection(),
                    s.weak().isEmpty() ? "" : "WEAK: " + s.weak());
        }
        table.print(screen);
        return ExitCode.DONE;
    }
}
