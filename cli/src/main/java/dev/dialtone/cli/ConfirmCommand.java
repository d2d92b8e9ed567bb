package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "confirm",
        description = {
            "Says that a connection is good which was dialled with --confirm-within: it stays.",
            "Without this it is hung up when its time is over (`dialtone status` shows when), by the manager itself, so"
                    + " that a dial which cuts off its own terminal undoes itself."
        },
        footer = {
            "  dialtone dial office --confirm-within 60",
            "  dialtone confirm office                         within the 60 seconds, from a terminal that still works"
        },
        exitCodeList = {
            "0:confirmed",
            "1:nothing is to be confirmed (RAS_ERROR=87), or it is confirmed already (RAS_ERROR=183)",
            "2:the command was wrong",
            "3:no manager answers",
            "4:not permitted"
        })
final class ConfirmCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY|ID", description = "an entry (its newest connection), or a connection's id")
    String target = "";

    ConfirmCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        try (RemoteAccess access = connect()) {
            Connection connection = access.connection(target);
            connection.confirm();
            ConnectionStatus status = connection.status();
            return done(Wire.of(status), "Confirmed \"" + status.entry() + "\": it stays.");
        }
    }
}
