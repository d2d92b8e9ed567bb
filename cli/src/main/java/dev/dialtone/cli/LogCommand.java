package dev.dialtone.cli;

import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.HistoryWire;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RemoteAccess;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description = {
            "Shows all notifications of a connection so far, of an ended one too: each attempt, each pause with its"
                    + " reason and what it waited for (never a secret)."
                    + " `dialtone watch` follows one that goes on.",
            "Without a name: the connections that are kept, a line each, oldest first, with what they came to; the last"
                    + " 1,000 that ended, for 7 days. The options choose among either; of those that ask about"
                    + " notifications (--failed, --error, --state) one notification has to meet all."
        },
        footer = {
            "  dialtone log office",
            "  dialtone log office --json | jq 'select(.error != 0)'",
            "  dialtone log --failed --since yesterday",
            "  dialtone log --entry office --error 691 --limit 10"
        })
final class LogCommand extends CliCommand {
    @Parameters(
            paramLabel = "ENTRY|ID",
            arity = "0..1",
            description = "an entry (its newest connection), or a connection's id")
    @Nullable
    String target;

    @Option(
            names = "--entry",
            order = 1,
            paramLabel = "NAME",
            description = "all connections of this entry, a line each, instead of the newest one's notifications")
    String entry = "";

    @Mixin
    HistoryOptions options = new HistoryOptions();

    LogCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        if (target != null && !entry.isEmpty()) {
            throw wrong("--entry lists connections, and " + target + " is one: give either");
        }
        ZonedDateTime now = ZonedDateTime.now();
        HistoryFilter filter;
        try {
            filter = options.filter(entry, now);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (target != null) {
            notifications(target, filter);
        } else {
            connections(filter, now);
        }
        return ExitCode.DONE;
    }

    private void notifications(String of, HistoryFilter filter) {
        List<Notification> log;
        try (RemoteAccess access = connect()) {
            log = access.connection(of).log();
        }
        List<Notification> wanted = log.stream().filter(filter::matchesInTime).toList();
        NotificationText text = new NotificationText(screen, json);
        int skipped = filter.limit() == 0 ? 0 : Math.max(0, wanted.size() - filter.limit());
        wanted.stream().skip(skipped).forEach(text::show);
    }

    private void connections(HistoryFilter filter, ZonedDateTime now) {
        List<ConnectionSummary> found;
        try (RemoteAccess access = connect()) {
            found = access.history(filter);
        }
        if (json) {
            found.forEach(summary -> screen.json(HistoryWire.of(summary)));
        } else {
            HistoryText.show(screen, found, now.toInstant());
        }
    }
}
