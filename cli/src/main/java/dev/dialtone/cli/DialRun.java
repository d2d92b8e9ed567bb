package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.cli.Screen.Style;
import dev.dialtone.core.Secret;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// One dial from its request to its completion, and the hang-up when it is interrupted.
final class DialRun implements Observer {
    /// How long notifications may be behind the completion they belong to.
    private static final long BEHIND_SECONDS = 2;

    /// A hang-up ends within 5 s (C6).
    private static final long HANG_UP_SECONDS = 6;

    private final CliCommand command;
    private final RemoteAccess access;
    private final Screen screen;
    private final NotificationText text;
    private final CompletableFuture<Connection> dialled = new CompletableFuture<>();
    private final CompletableFuture<Notification> shown = new CompletableFuture<>();
    private final CompletableFuture<Notification> hungUp = new CompletableFuture<>();
    private volatile boolean interrupted;

    DialRun(CliCommand command, RemoteAccess access) {
        this.command = command;
        this.access = access;
        this.screen = command.screen;
        this.text = new NotificationText(screen, command.json);
    }

    int dial(DialRequest request) {
        try (Interrupt.Registration _ = command.shell.interrupt().on(this::interrupt)) {
            Connection connection = access.dial(request, this);
            Secret sent = request.password();
            if (sent != null) {
                // SECURITY: the manager has its own copy; this one would lie here for as long as the dial takes
                sent.close();
            }
            dialled.complete(connection);
            Notification completion = connection.completion().join();
            showIfUnseen(completion);
            if (interrupted) {
                return interruptedAfter(completion);
            }
            if (completion.isConnected()) {
                connected(connection, completion);
                return interrupted ? interruptedAfter(completion) : ExitCode.DONE;
            }
            return new FailureReport(screen, command.json, command.debug).dial(completion);
        }
    }

    @Override
    public void onNotification(Notification n) {
        if (shown.isDone()) {
            return;
        }
        text.show(n);
        if (n.completion()) {
            shown.complete(n);
        }
    }

    /// The completion is told twice, to the observer and by the future; whichever comes first, it is shown
    /// once and last.
    private void showIfUnseen(Notification completion) {
        try {
            shown.copy().orTimeout(BEHIND_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (shown.complete(completion)) {
                text.show(completion);
            }
        }
    }

    private void interrupt() {
        interrupted = true;
        // returns at once; the dial's own thread waits for the outcome, and a failure is in there
        CompletableFuture<Void> _ = dialled.thenCompose(Connection::hangUp).handle((end, failure) -> {
            if (failure != null) {
                hungUp.completeExceptionally(failure);
            } else {
                hungUp.complete(end);
            }
            return null;
        });
    }

    private int interruptedAfter(Notification completion) {
        try {
            Notification end =
                    hungUp.orTimeout(HANG_UP_SECONDS, TimeUnit.SECONDS).join();
            if (end.seq() > completion.seq()) {
                text.show(end);
            }
            screen.error("dialtone: interrupted, \"" + completion.entry() + "\" is hung up");
        } catch (CompletionException e) {
            String why = e.getCause() instanceof RasException refused ? ": " + refused.getMessage() : " in time";
            screen.error("dialtone: interrupted, but the hang-up of \"" + completion.entry() + "\" did not end" + why);
        }
        return ExitCode.INTERRUPTED;
    }

    private void connected(Connection connection, Notification completion) {
        if (command.json) {
            return;
        }
        screen.show(screen.paint(Style.GOOD, "Connected \"" + completion.entry() + "\"."));
        try {
            new StatusText(screen).show(connection.projection());
        } catch (RasException e) {
            // it is up all the same, and may have ended by now: the status would say so
            screen.line("  " + e.detail().reason());
        }
        String name = completion.entry();
        String word = name.matches("[A-Za-z0-9._-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
        screen.line("  hang up     dialtone hangup " + word);
    }
}
