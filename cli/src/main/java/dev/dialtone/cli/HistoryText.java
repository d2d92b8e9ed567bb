package dev.dialtone.cli;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.RasError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Connections of the history, a line each.
final class HistoryText {
    private HistoryText() {}

    static void show(Screen screen, List<ConnectionSummary> connections, Instant now) {
        if (connections.isEmpty()) {
            screen.line("No connections.");
            return;
        }
        Table table = new Table("STARTED", "ENTRY", "LASTED", "ATTEMPTS", "CONNECTION", "RESULT");
        for (ConnectionSummary s : connections) {
            Instant ended = s.ended();
            Duration lasted = Duration.between(s.started(), ended == null ? now : ended);
            table.row(
                    Amount.dayAndTime(s.started()),
                    s.entry(),
                    Amount.duration(Math.max(0, lasted.toMillis())),
                    Integer.toString(s.attempts()),
                    s.connection(),
                    result(s));
        }
        table.print(screen);
    }

    /// What it came to, or how it stands.
    static String result(ConnectionSummary s) {
        boolean failed = s.error() != 0 || (s.cause() != 0 && s.cause() != RasError.USER_DISCONNECTION);
        int others = s.failures() - (failed ? 1 : 0);
        return last(s) + (others > 0 ? " (" + others + (failed ? " more" : "") + failures(others) + " before)" : "");
    }

    private static String failures(int count) {
        return count == 1 ? " failure" : " failures";
    }

    private static String last(ConnectionSummary s) {
        if (s.error() != 0) {
            return "error " + s.error() + " in " + s.state().word() + ": " + RasError.messageOf(s.error());
        }
        if (s.cause() == RasError.USER_DISCONNECTION) {
            return "hung up";
        }
        if (s.cause() != 0) {
            return "ended, cause " + s.cause() + ": " + RasError.messageOf(s.cause());
        }
        return s.state() == ConnectionState.CONNECTED ? "connected" : StatePhrase.of(s.state());
    }
}
