package dev.dialtone.cli;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = {
            "Follows the notifications of one connection until it has ended for good, from the first one on:"
                    + " its pauses and its redials too.",
            "Without a name: follows connections that come and go, wait for a redial or change their holders, until"
                    + " Ctrl-C."
        },
        footer = {
            "  dialtone watch office",
            "  dialtone watch office --since 7 --json",
            "  dialtone watch --json | while read -r event; do ...; done"
        })
final class WatchCommand extends CliCommand {
    private static final long LOOK_SECONDS = 2;

    @Parameters(
            paramLabel = "ENTRY|ID",
            arity = "0..1",
            description = "an entry (its newest connection), or a connection's id")
    @Nullable
    String target;

    @Option(names = "--since", paramLabel = "N", description = "only what came after number N")
    long since;

    WatchCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        if (since < 0) {
            throw wrong("--since: " + since + " is not a number from 0 on");
        }
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        try (RemoteAccess access = connect();
                Interrupt.Registration _ = shell.interrupt().on(() -> interrupted.complete(null))) {
            boolean ended =
                    target != null ? follow(access.connection(target), interrupted) : followAll(access, interrupted);
            return ended ? ExitCode.DONE : ExitCode.INTERRUPTED;
        }
    }

    /// @return false when interrupted
    private boolean follow(Connection connection, CompletableFuture<Void> interrupted) {
        NotificationText text = new NotificationText(screen, json);
        long last = since;
        while (true) {
            Following following = new Following(text, screen, last);
            try (Subscription _ = connection.watch(last, following)) {
                CompletableFuture.anyOf(following.end, interrupted).join();
            }
            if (interrupted.isDone()) {
                return false;
            }
            // a stream also ends when this reader was too slow (N8): it goes on from where it stopped
            last = following.last;
            // the manager is not asked when the log told the end: that may be the manager's own (C9)
            if (screen.gone() || following.over) {
                return true;
            }
            if (!connection.status().active()) {
                long shown = last;
                connection.log().stream().filter(n -> n.seq() > shown).forEach(text::show);
                return true;
            }
        }
    }

    private boolean followAll(RemoteAccess access, CompletableFuture<Void> interrupted) {
        try (Subscription _ = access.watchAll(since, this::show)) {
            while (!screen.gone()) {
                try {
                    interrupted.get(LOOK_SECONDS, TimeUnit.SECONDS);
                    return false;
                } catch (TimeoutException e) {
                    // events do not tell that the manager is gone: asking does
                    access.info();
                } catch (InterruptedException | ExecutionException e) {
                    return false;
                }
            }
            return true;
        }
    }

    private void show(AccessEvent e) {
        if (json) {
            screen.json(Wire.of(e));
            return;
        }
        String cause = e.cause() == 0 ? "" : "  cause " + e.cause() + ": " + RasError.messageOf(e.cause());
        String held = e.references() > 1 || e.event() == EventKind.REFERENCES ? "  references " + e.references() : "";
        screen.line(Amount.dayAndTime(e.time()) + "  " + e.event().word() + "  " + e.entry() + "  " + e.connection()
                + held + cause);
    }

    /// Shows what comes and tells when nothing more will.
    private static final class Following implements Observer {
        final CompletableFuture<Void> end = new CompletableFuture<>();
        private final NotificationText text;
        private final Screen screen;
        private volatile long last;
        private volatile boolean over;

        Following(NotificationText text, Screen screen, long last) {
            this.text = text;
            this.screen = screen;
            this.last = last;
        }

        @Override
        public void onNotification(Notification n) {
            text.show(n);
            last = n.seq();
            over = n.isLast();
            if (over || screen.gone()) {
                end.complete(null);
            }
        }

        @Override
        public boolean wantsMore() {
            return !end.isDone();
        }

        @Override
        public void onLagged(long lastSeq) {
            screen.error("dialtone: fell behind after notification " + lastSeq + "; the log gives the rest");
            end.complete(null);
        }

        @Override
        public void onEnd(long lastSeq) {
            end.complete(null);
        }
    }
}
