package dev.dialtone.cli;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.Wire;
import dev.dialtone.cli.Screen.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Shows the notifications of one connection, in order, in the form that was asked for. Elapsed time
/// counts from the first one shown of an attempt.
final class NotificationText {
    private final Screen screen;
    private final boolean json;
    private @Nullable Instant began;
    private int attempt;

    NotificationText(Screen screen, boolean json) {
        this.screen = screen;
        this.json = json;
    }

    synchronized void show(Notification n) {
        if (json) {
            screen.json(Wire.of(n));
            return;
        }
        Instant start = began;
        if (start == null || attempt != n.attempt()) {
            start = n.time();
            began = start;
            attempt = n.attempt();
            if (attempt > 1) {
                screen.show(screen.paint(Style.BOLD, "Attempt " + attempt));
            }
        }
        long millis = Math.max(0, Duration.between(start, n.time()).toMillis());
        String when = Amount.timeOfDay(n.time()) + String.format(Locale.ROOT, " %7d ms  ", millis);
        String state = String.format(Locale.ROOT, "%-20s ", n.state().word());
        screen.show((screen.paint(Style.FAINT, when) + screen.paint(look(n), state + words(n))).stripTrailing());
    }

    private static Style look(Notification n) {
        if (n.error() != 0 || n.state() == ConnectionState.DISCONNECTED) {
            return Style.BAD;
        }
        return n.isConnected() ? Style.GOOD : Style.PLAIN;
    }

    /// What happened, on one line.
    static String words(Notification n) {
        int told = n.error() != 0 ? n.error() : n.cause();
        if (told == 0) {
            return StatePhrase.of(n.state()) + anotherServer(n) + pause(n) + confirmation(n.confirmUntil());
        }
        StringBuilder words = new StringBuilder(n.error() != 0 ? "error " : "cause ");
        words.append(told).append(": ").append(RasError.messageOf(told));
        Detail detail = n.detail();
        if (detail != null && !detail.reason().isEmpty()) {
            words.append(" [").append(detail.layer()).append(": ").append(detail.reason());
            String peer = FailureReport.peer(detail);
            words.append(peer.isEmpty() ? "" : "; peer: " + peer).append(']');
        }
        if (n.retryInMillis() > 0) {
            words.append(" Next attempt in ")
                    .append(Amount.seconds(n.retryInMillis()))
                    .append('.');
        }
        return words.toString();
    }

    /// Why the server before was left, when this one is another.
    private static String anotherServer(Notification n) {
        Detail detail = n.detail();
        if (detail == null || n.state() != ConnectionState.CONNECT_DEVICE) {
            return "";
        }
        return ": another server [" + detail.layer() + ": " + detail.reason() + "]";
    }

    private static String confirmation(@Nullable Instant until) {
        return until == null ? "" : "; to be confirmed by " + Amount.clock(until);
    }

    private static String pause(Notification n) {
        Prompt prompt = n.prompt();
        String why = PromptText.why(n.reason());
        return (prompt == null ? "" : ": " + PromptText.wanted(prompt) + ". " + prompt.text())
                + (why.isEmpty() ? "" : " [" + why + "]");
    }
}
