package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "hangup",
        description = {
            "Ends a connection, whatever its state, and waits until everything of it is released.",
            "It ends for all programs that use it; --release ends it only when no other holds it. Safe to repeat."
        },
        footer = {
            "  dialtone hangup office",
            "  dialtone hangup office --release                gives back what one dial of it took",
            "  dialtone hangup --all"
        })
final class HangupCommand extends CliCommand {
    /// The manager ends a hang-up within 5 s (C6); one that takes so long is stuck.
    private static final long LONGEST_SECONDS = 30;

    @Parameters(
            paramLabel = "ENTRY|ID",
            arity = "0..1",
            description = "an entry (its newest connection), or a connection's id")
    @Nullable
    String target;

    @Option(names = "--all", description = "every connection that you may end")
    boolean all;

    @Option(names = "--no-wait", description = "do not wait for the end")
    boolean noWait;

    @Option(
            names = "--release",
            description = "give one reference back: every dial of what is connected took one, and the last ends it")
    boolean release;

    HangupCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        if ((target == null) != all) {
            throw wrong("name an entry or a connection, or give --all");
        }
        if (release && all) {
            throw wrong("--release: is for one connection");
        }
        try (RemoteAccess access = connect()) {
            List<Connection> connections = new ArrayList<>();
            if (target != null) {
                connections.add(access.connection(target));
            } else {
                for (ConnectionStatus status : access.list()) {
                    connections.add(access.connection(status.connection()));
                }
            }
            if (connections.isEmpty() && !json) {
                screen.line("No connections.");
            }
            return hangUp(connections);
        }
    }

    private int hangUp(List<Connection> connections) {
        Map<Connection, CompletableFuture<Notification>> ends = new LinkedHashMap<>();
        connections.forEach(c -> ends.put(c, release ? c.release() : c.hangUp()));
        int code = ExitCode.DONE;
        for (Map.Entry<Connection, CompletableFuture<Notification>> end : ends.entrySet()) {
            try {
                if (noWait && !(release && end.getValue().isDone())) {
                    begun(end.getKey(), end.getValue());
                } else {
                    show(end.getKey(), await(end.getValue()));
                }
            } catch (RasException e) {
                code = Math.max(code, new FailureReport(screen, json, debug).of(e, socketPath()));
            }
        }
        return code;
    }

    private void begun(Connection connection, CompletableFuture<Notification> end) {
        if (end.isCompletedExceptionally()) {
            await(end);
        }
        done(
                Map.of("connection", connection.id(), "hangUp", "begun"),
                "Hanging up " + connection.id() + "; `dialtone list` shows when it is gone.");
    }

    private static Notification await(CompletableFuture<Notification> end) {
        try {
            return end.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RasException refused) {
                throw refused;
            }
            if (e.getCause() instanceof TimeoutException) {
                throw RasException.of(
                        RasError.REQUEST_TIMEOUT,
                        "the manager did not end the connection in " + LONGEST_SECONDS + " s");
            }
            throw e;
        }
    }

    private void show(Connection connection, Notification end) {
        if (release && end.isConnected()) {
            ConnectionStatus status = connection.status();
            int left = status.references();
            done(
                    Wire.of(status),
                    "Gave one reference of \"" + end.entry() + "\" back; " + left
                            + (left == 1 ? " remains." : " remain."));
            return;
        }
        int why = end.error() != 0 ? end.error() : end.cause();
        boolean byUser = why == 0 || why == RasError.USER_DISCONNECTION;
        done(
                Wire.of(end),
                "Hung up \"" + end.entry() + "\"."
                        + (byUser ? "" : " It ended with " + why + ": " + RasError.messageOf(why)));
    }
}
