package dev.dialtone.cli;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Shows one connection in full: state, device, what the network negotiation gave, traffic."
                + " An ended one too.",
        footer = {"  dialtone status office", "  dialtone status office --json | jq .statistics"})
final class StatusCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY|ID", description = "an entry (its newest connection), or a connection's id")
    String target = "";

    StatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        ConnectionStatus status;
        try (RemoteAccess access = connect()) {
            status = access.connection(target).status();
        }
        if (json) {
            screen.json(Wire.of(status));
        } else {
            new StatusText(screen).show(status);
        }
        return ExitCode.DONE;
    }
}
