package dev.dialtone.benchmarks;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasException;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A client program of the load test: dials and hangs up through [RemoteClient]; it may be killed at any instant.
///
/// Takes a directory and the server's two ports, a password on its input, and says `ready`. Commands:
///
/// - `dial NAME linger|bound|background good|silent USER` prepares a dial, `go` starts all that are prepared at once.
///   Says `begun NAME ID`, and `done NAME ID MILLIS STATE ERROR` at the completion, counted from `go`; or
///   `refused NAME WHY`.
/// - `hangup ID` says `hungup ID MILLIS` at the ending.
///
/// `broken WHY` tells of an observer that was not given what it was promised.
public final class LoadDialler {
    private static final int GO_SECONDS = 60;

    private final RemoteClient client;
    private final Entry server;
    private final String[] ports;
    private final Secret password;
    private CountDownLatch gate = new CountDownLatch(1);

    private LoadDialler(RemoteClient client, Entry server, String[] ports, Secret password) {
        this.client = client;
        this.server = server;
        this.ports = ports;
        this.password = password;
    }

    public static void main(String[] arguments) throws IOException {
        Path places = Path.of(arguments[0]);
        LoadInput in = new LoadInput(System.in);
        Entry server = Entry.of("load")
                .with(EntryOption.SERVER, "127.0.0.1")
                .with(EntryOption.SERVER_NAME, LoadServer.SERVER_NAME)
                .with(EntryOption.CA, Files.readString(places.resolve(LoadServer.CA)))
                .with(EntryOption.DEFAULT_ROUTE, "false")
                .with(EntryOption.RECONNECT, "true")
                .with(EntryOption.REDIAL_ATTEMPTS, "9")
                .with(EntryOption.REDIAL_SECONDS, "1");
        try (Secret password = in.password();
                RemoteClient client = RemoteClient.connect(places.resolve(MemoryDaemon.SOCKET))) {
            LoadDialler dialler = new LoadDialler(client, server, new String[] {arguments[1], arguments[2]}, password);
            say("ready");
            for (var words = in.words(); words.isPresent(); words = in.words()) {
                dialler.command(words.get());
            }
        }
        // whatever still waits is not waited for
        System.exit(0);
    }

    private void command(String[] words) {
        CountDownLatch start = gate;
        switch (words[0]) {
            case "dial" -> Thread.ofVirtual().start(() -> dial(words, start));
            case "go" -> {
                gate = new CountDownLatch(1);
                start.countDown();
            }
            case "hangup" -> Thread.ofVirtual().start(() -> hangUp(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void dial(String[] words, CountDownLatch start) {
        String name = words[1];
        Entry entry = Entry.of(name);
        for (var option : server.values().entrySet()) {
            entry = entry.with(option.getKey(), option.getValue());
        }
        entry = entry.with(EntryOption.PORT, ports[words[3].equals("silent") ? 1 : 0]);
        DialOptions options = switch (words[2]) {
            case "bound" -> DialOptions.STANDARD.boundToClient();
            case "background" -> DialOptions.STANDARD.inBackground();
            default -> DialOptions.STANDARD;
        };
        try {
            if (!start.await(GO_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no go came");
            }
            long begun = System.nanoTime();
            Connection connection = client.dial(
                    DialRequest.of(entry).signIn(words[4], "", password).options(options), new Checked(name));
            say("begun " + name + " " + connection.id());
            connection
                    .completion()
                    .thenAccept(n -> say("done " + name + " " + connection.id() + " " + millisSince(begun) + " "
                            + n.state().word() + " " + n.error()));
        } catch (RasException | IllegalStateException e) {
            say("refused " + name + " " + oneLine(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hangUp(String id) {
        long begun = System.nanoTime();
        try {
            client.connection(id).hangUp().whenComplete((last, failure) -> {
                if (failure != null) {
                    say("broken the hang-up of " + id + " failed: " + oneLine(failure));
                } else {
                    say("hungup " + id + " " + millisSince(begun));
                }
            });
        } catch (RasException e) {
            say("broken the hang-up of " + id + " failed: " + oneLine(e));
        }
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage()).replace('\n', ' ');
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
        }
    }

    /// Checks what its own dial is told.
    private static final class Checked implements Observer {
        private final String name;
        private long seq;

        Checked(String name) {
            this.name = name;
        }

        @Override
        public void onNotification(Notification n) {
            if (n.seq() != seq + 1 || !n.entry().equals(name)) {
                say("broken RemoteClient's observer of " + name + " was given " + n.seq() + " after " + seq);
            }
            seq = n.seq();
        }

        @Override
        public void onEnd(long lastSeq) {
            if (lastSeq != seq) {
                say("broken RemoteClient's observer of " + name + " ended at " + lastSeq + " after " + seq);
            }
        }
    }
}
