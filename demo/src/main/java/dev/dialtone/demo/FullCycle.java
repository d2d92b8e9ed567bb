package dev.dialtone.demo;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasException;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.MemoryDevice;
import dev.dialtone.testkit.MemoryHost;
import dev.dialtone.testkit.Ping;
import dev.dialtone.testkit.ToldNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One dial from its first state to its ending, with the answerer as server and the host in memory.
final class FullCycle {
    private static final String SERVER_NAME = "answerer.dialtone.example";
    private static final String USER = "demo";
    private static final int PINGS = 3;
    private static final Duration PING_WAIT = Duration.ofSeconds(2);
    private static final Duration STREAM_WAIT = Duration.ofSeconds(5);

    private final Telling telling;
    private final PrintStream err;

    FullCycle(Telling telling, PrintStream err) {
        this.telling = telling;
        this.err = err;
    }

    /// @return exit code
    int run() {
        try {
            Path places = Files.createTempDirectory("dialtone-demo");
            try {
                return cycle(places);
            } finally {
                remove(places);
            }
        } catch (IOException | RasException e) {
            err.println("dialtone demo: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int cycle(Path places) throws InterruptedException {
        DemoPki pki = DemoPki.create();
        MemoryHost host = new MemoryHost();
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        char[] letters = new char[random.length];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) ('a' + Math.floorMod(random[i], 26));
        }
        try (Secret password = Secret.ofChars(letters);
                Answerer answerer = Answerer.start(AnswererConfig.of(pki.server(SERVER_NAME))
                        .user(USER, password)
                        .tells(ToldNetwork.answering()
                                .domains("inside.example")
                                .router()
                                .prefixes("fd99::/64"))
                        .build());
                Manager manager = Manager.start(
                        new ManagerConfig(places.resolve("config"), places.resolve("state"), host, new TlsOpener()))) {
            Entry entry = Entry.of("demo")
                    .with(EntryOption.SERVER, "127.0.0.1")
                    .with(EntryOption.PORT, Integer.toString(answerer.port()))
                    .with(EntryOption.SERVER_NAME, SERVER_NAME)
                    .with(EntryOption.CA, pki.caPem());
            telling.begins(
                    "127.0.0.1:" + answerer.port(),
                    pki.ca().getSubjectX500Principal().getName());
            return dial(manager, entry, password, host);
        }
    }

    private int dial(Manager manager, Entry entry, Secret password, MemoryHost host) throws InterruptedException {
        Told told = new Told(telling);
        Connection connection = manager.dial(DialRequest.of(entry).signIn(USER, "", password), told);
        Notification completion = connection.completion().join();
        if (!completion.isConnected()) {
            told.awaitEnd();
            return 1;
        }
        told.await(completion.seq());
        Projection projection = connection.projection();
        telling.projected(projection);
        boolean replied = ping(host, projection);
        telling.counted(connection.status());
        telling.hangsUp();
        connection.hangUp().join();
        told.awaitEnd();
        boolean clean = host.present().isEmpty();
        telling.ended(clean);
        return replied && clean ? 0 : 1;
    }

    private boolean ping(MemoryHost host, Projection projection) throws InterruptedException {
        MemoryDevice device = host.devices().get(projection.link());
        String ours = projection.ipv4();
        String theirs = projection.ipv4Peer();
        if (device == null || ours == null || theirs == null) {
            err.println("dialtone demo: the tunnel has no IPv4");
            return false;
        }
        boolean all = true;
        for (int number = 1; number <= PINGS; number++) {
            Optional<Duration> roundTrip =
                    Ping.once(device, InetAddress.ofLiteral(ours), InetAddress.ofLiteral(theirs), PING_WAIT);
            telling.pinged(theirs, number, roundTrip);
            all &= roundTrip.isPresent();
        }
        return all;
    }

    private static void remove(Path places) throws IOException {
        try (var files = Files.walk(places)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Passes notifications on and lets the demo wait until one was told.
    private static final class Told implements Observer {
        private final Telling telling;
        private final CompletableFuture<Long> end = new CompletableFuture<>();
        private long last;

        Told(Telling telling) {
            this.telling = telling;
        }

        @Override
        public synchronized void onNotification(Notification notification) {
            telling.notified(notification);
            last = notification.seq();
            notifyAll();
        }

        @Override
        public void onEnd(long lastSeq) {
            end.complete(lastSeq);
        }

        synchronized void await(long seq) throws InterruptedException {
            while (last < seq) {
                wait();
            }
        }

        void awaitEnd() {
            end.copy()
                    .completeOnTimeout(0L, STREAM_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
