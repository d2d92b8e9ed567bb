package dev.dialtone.daemon;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Entry;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A daemon in a process of its own, to be stopped and killed. Every dial enters two states and stays;
/// `up` connects, `paused` asks, `waits` failed and is to be dialled again.
final class FakeDaemonMain {
    private FakeDaemonMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        FakeManager manager = new FakeManager();
        manager.entries.put("stuck", Entry.of("stuck"));
        manager.entries.put("up", Entry.of("up"));
        manager.entries.put("talk", Entry.of("talk"));
        manager.entries.put("waits", Entry.of("waits"));
        manager.entries.put("paused", Entry.of("paused"));
        Daemon daemon = Daemon.start(Path.of(arguments[0]), manager::view);
        System.out.println("ready " + daemon.socket());
        while (true) {
            FakeConnection dialled = manager.dialled.take();
            switch (dialled.entry()) {
                case "up" -> dialled.connect();
                case "waits" -> dialled.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT);
                case "paused" ->
                    dialled.pause(
                            RasError.AUTHENTICATION_FAILURE,
                            new Prompt(Prompt.Wants.CREDENTIALS, "Who?", List.of(), Instant.now()));
                case "talk" -> Thread.ofPlatform().daemon().start(() -> talk(dialled));
                default -> {
                    dialled.say(ConnectionState.OPEN_PORT);
                    dialled.say(ConnectionState.CONNECT_DEVICE);
                }
            }
        }
    }

    /// A notification every 2 ms.
    private static void talk(FakeConnection connection) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(2, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                connection.say(ConnectionState.AUTHENTICATE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
