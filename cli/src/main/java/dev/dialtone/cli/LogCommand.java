package dev.dialtone.cli;

import dev.dialtone.api.Notification;
import dev.dialtone.api.RemoteAccess;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description =
                "Shows all notifications of a connection so far, of an ended one too: each attempt, each pause with its"
                        + " reason and what it waited for (never a secret)."
                        + " `dialtone watch` follows one that goes on.",
        footer = {"  dialtone log office", "  dialtone log office --json | jq 'select(.error != 0)'"})
final class LogCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY|ID", description = "an entry (its newest connection), or a connection's id")
    String target = "";

    LogCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        List<Notification> log;
        try (RemoteAccess access = connect()) {
            log = access.connection(target).log();
        }
        NotificationText text = new NotificationText(screen, json);
        log.forEach(text::show);
        return ExitCode.DONE;
    }
}
