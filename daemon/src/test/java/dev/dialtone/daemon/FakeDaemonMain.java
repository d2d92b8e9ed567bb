package dev.dialtone.daemon;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Entry;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A daemon in a process of its own, to be stopped and killed. Every dial enters two states and stays;
/// `up` connects.
final class FakeDaemonMain {
    private FakeDaemonMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        FakeManager manager = new FakeManager();
        manager.entries.put("stuck", Entry.of("stuck"));
        manager.entries.put("up", Entry.of("up"));
        manager.entries.put("talk", Entry.of("talk"));
        Daemon daemon = Daemon.start(Path.of(arguments[0]), manager::view);
        System.out.println("ready " + daemon.socket());
        while (true) {
            FakeConnection dialled = manager.dialled.take();
            switch (dialled.entry()) {
                case "up" -> dialled.connect();
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
