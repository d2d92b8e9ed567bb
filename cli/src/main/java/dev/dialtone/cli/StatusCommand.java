package dev.dialtone.cli;

import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryName;
import dev.dialtone.api.Kept;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Shows one connection in full: state, what it waits for, who holds it, device, what the network"
                + " negotiation gave, traffic. An ended one too.",
        footer = {"  dialtone status office", "  dialtone status office --json | jq .statistics"})
final class StatusCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY|ID", description = "an entry (its newest connection), or a connection's id")
    String target = "";

    StatusCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        try (RemoteAccess access = connect()) {
            ConnectionStatus status = access.connection(target).status();
            if (json) {
                screen.json(Wire.of(status));
            } else {
                Optional<Entry> entry = entry(access, status);
                new StatusText(screen)
                        .show(
                                status,
                                NextAttempt.of(access, status),
                                entry.map(LifetimeText::of).orElse(""));
                entry.ifPresent(stored -> new StatusText(screen).kept(Kept.notes(stored)));
            }
        }
        return ExitCode.DONE;
    }

    /// Of one that is still there.
    private static Optional<Entry> entry(RemoteAccess access, ConnectionStatus status) {
        try {
            return status.active() ? Optional.of(access.entry(EntryName.exact(status.entry()))) : Optional.empty();
        } catch (RasException e) {
            // dialled without a stored entry, or by one that is not for this user
            return Optional.empty();
        }
    }
}
