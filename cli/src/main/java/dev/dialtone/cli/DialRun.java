package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Secret;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// One dial from its request to the outcome that was asked for, and what an interrupt does to it.
final class DialRun implements Observer {
    /// A hang-up ends within 5 s (C6).
    private static final long HANG_UP_SECONDS = 6;

    private final CliCommand command;
    private final RemoteAccess access;
    private final String entry;
    private final DialWay way;
    private final Screen screen;
    private final Trail trail;
    private final Interview interview;
    private final CompletableFuture<Connection> dialled = new CompletableFuture<>();
    private final CompletableFuture<Notification> ended = new CompletableFuture<>();
    private final CompletableFuture<Notification> hungUp = new CompletableFuture<>();
    /// Whether the interrupt left the dial to itself, once it has done either.
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    private volatile boolean established;
    private volatile boolean interrupted;

    DialRun(CliCommand command, RemoteAccess access, String entry, DialWay way) {
        this.command = command;
        this.access = access;
        this.entry = entry;
        this.way = way;
        this.screen = command.screen;
        this.trail = new Trail(new NotificationText(screen, command.json));
        this.interview = new Interview(command.shell, way.gated, dialled);
    }

    int dial(DialRequest request) {
        try (Interrupt.Registration _ = command.shell.interrupt().on(this::interrupt);
                Interview _ = interview) {
            Connection connection = access.dial(request, this);
            Secret sent = request.password();
            if (sent != null) {
                // SECURITY: the manager has its own copy; this one would lie here for as long as the dial takes
                sent.close();
            }
            Secret sentToProxy = request.proxyPassword();
            if (sentToProxy != null) {
                sentToProxy.close();
            }
            Secret clientKey = request.clientKey();
            if (clientKey != null) {
                clientKey.close();
            }
            dialled.complete(connection);
            CompletableFuture<Notification> outcome = way.waitRedial ? connection.outcome() : connection.completion();
            Object _ = CompletableFuture.anyOf(outcome, stopped).join();
            if (!outcome.isDone() || interrupted) {
                return afterInterrupt();
            }
            Notification n = outcome.join();
            trail.upTo(n);
            if (!way.bound) {
                trail.close();
            }
            if (interrupted) {
                return afterInterrupt();
            }
            if (!n.isConnected()) {
                return report().dial(n);
            }
            established = true;
            new ConnectedText(screen, command.json).show(connection, n, way.bound);
            if (way.bound) {
                return stay();
            }
            return interrupted ? afterInterrupt() : ExitCode.DONE;
        }
    }

    /// With `--bound`: until the connection has ended for good.
    private int stay() {
        Object _ = CompletableFuture.anyOf(ended, stopped).join();
        return interrupted ? afterInterrupt() : report().ended(ended.join());
    }

    private FailureReport report() {
        return new FailureReport(screen, command.json, command.debug);
    }

    @Override
    public void onNotification(Notification n) {
        if (!trail.show(n)) {
            return;
        }
        boolean outcome = n.isLast() || (way.waitRedial ? n.isConnected() : n.completion());
        if (outcome && !way.bound && !interrupted) {
            trail.close();
        }
        interview.take(n);
        if (n.isLast()) {
            ended.complete(n);
        }
    }

    /// Each state is acknowledged when its turn in the interview comes (N9).
    @Override
    public boolean acknowledges() {
        return !way.gated;
    }

    @Override
    public void onLagged(long lastSeq) {
        if (isFollowing()) {
            screen.error("dialtone: fell behind after notification " + lastSeq + "; the log gives the rest");
        }
        onEnd(lastSeq);
    }

    @Override
    public void onEnd(long lastSeq) {
        if (isFollowing()) {
            // SPEC [contract N11]: nobody resumes from inside a handler
            Thread.ofVirtual().start(this::resume);
        }
    }

    private boolean isFollowing() {
        return !trail.isClosed() && !ended.isDone();
    }

    private void resume() {
        try {
            Connection connection = dialled.join();
            if (connection.status().active()) {
                Subscription _ = connection.watch(trail.last(), this);
            } else {
                List<Notification> log = connection.log();
                log.forEach(this::onNotification);
                ended.complete(log.getLast());
            }
        } catch (RasException e) {
            ended.completeExceptionally(e);
        }
    }

    private void interrupt() {
        interrupted = true;
        // returns at once; the dial's own thread waits for what comes of it
        CompletableFuture<Void> _ = dialled.thenAccept(this::stop);
    }

    private void stop(Connection connection) {
        if (mayBeLeft(connection)) {
            stopped.complete(true);
            return;
        }
        // SPEC [contract H2]: who stayed with an established connection holds one reference of it, no more
        CompletableFuture<Notification> end = established ? connection.release() : connection.hangUp();
        CompletableFuture<Void> _ = end.handle((last, failure) -> {
            if (failure != null) {
                hungUp.completeExceptionally(failure);
            } else {
                hungUp.complete(last);
            }
            stopped.complete(false);
            return null;
        });
    }

    /// A dial in the background goes on without this command, and so does one that others dialled.
    private boolean mayBeLeft(Connection connection) {
        if (way.background || !way.join || established) {
            return way.background;
        }
        try {
            return connection.status().references() > 1;
        } catch (RasException e) {
            return false;
        }
    }

    private int afterInterrupt() {
        String id = dialled.join().id();
        String name = "\"" + entry + "\"";
        try {
            if (stopped.copy().orTimeout(HANG_UP_SECONDS, TimeUnit.SECONDS).join()) {
                screen.error("dialtone: left; " + name + " goes on being dialled: `dialtone watch " + id
                        + "` follows it, `dialtone hangup " + id + "` ends it");
                return ExitCode.INTERRUPTED;
            }
            Notification end = hungUp.join();
            trail.upTo(end);
            screen.error("dialtone: interrupted, "
                    + (end.isConnected() ? "others still hold " + name : name + " is hung up"));
        } catch (CompletionException e) {
            String why = e.getCause() instanceof RasException refused ? ": " + refused.getMessage() : " in time";
            screen.error("dialtone: interrupted, but the hang-up of " + name + " did not end" + why);
        }
        return ExitCode.INTERRUPTED;
    }
}
