package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;
import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.MemoryHost;
import dev.dialtone.testkit.ServerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/// A server, a host in memory, places on disk and a manager on them that can be ended and started again.
final class Rig implements AutoCloseable {
    static final String SERVER_NAME = "answerer.dialtone.example";
    static final String USER = "ann";

    /// For what happens at once on a machine that is not busy.
    static final Duration SOON = Duration.ofSeconds(20);

    static final Secret PASSWORD = Secret.ofChars("a-password-of-tests".toCharArray());
    static final DemoPki PKI = DemoPki.create();
    private static final ServerIdentity IDENTITY = PKI.server(SERVER_NAME);

    private final Path places;
    private final MemoryHost memory = new MemoryHost();
    private final GatedHost host = new GatedHost(memory);
    private final Answerer answerer;
    private final Transport.Opener opener;
    private int observerBuffer = ManagerConfig.OBSERVER_BUFFER;
    private Manager manager;

    Rig() {
        this(answers -> answers);
    }

    Rig(UnaryOperator<AnswererConfig.Builder> differs) {
        this(differs, new TlsOpener());
    }

    /// @param opener how the manager reaches the server
    Rig(UnaryOperator<AnswererConfig.Builder> differs, Transport.Opener opener) {
        this.opener = opener;
        try {
            places = Files.createTempDirectory("dtc");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answerer = Answerer.start(
                differs.apply(AnswererConfig.of(IDENTITY).user(USER, PASSWORD)).build());
        manager = newManager(places.resolve("state"));
    }

    /// A manager on the same host, on another state directory.
    Manager newManager(Path state) {
        return Manager.start(new ManagerConfig(places.resolve("config"), state, host, opener, observerBuffer));
    }

    /// From the next start of the manager on, how far an observer may fall behind.
    Rig observerBuffer(int notifications) {
        observerBuffer = notifications;
        restart();
        return this;
    }

    /// Ends the manager and starts another on the same places.
    void restart() {
        manager.close();
        manager = newManager(state());
    }

    Manager manager() {
        return manager;
    }

    Answerer answerer() {
        return answerer;
    }

    MemoryHost memory() {
        return memory;
    }

    GatedHost host() {
        return host;
    }

    Path places() {
        return places;
    }

    Path state() {
        return places.resolve("state");
    }

    /// An entry that leads to the answerer.
    Entry entry(String name) {
        return Entry.of(name)
                .with(EntryOption.SERVER, "127.0.0.1")
                .with(EntryOption.PORT, Integer.toString(answerer.port()))
                .with(EntryOption.SERVER_NAME, SERVER_NAME)
                .with(EntryOption.CA, PKI.caPem());
    }

    /// A dial of it, with the right sign-in.
    DialRequest request(String name) {
        return DialRequest.of(entry(name)).signIn(USER, "", PASSWORD);
    }

    /// Waits until the server has nothing left, and looks at the host, which must have nothing left already.
    void nothingLeft() throws InterruptedException {
        assertThat(memory.present()).as("left on the host").isEmpty();
        assertThat(memory.devices()).as("devices left").isEmpty();
        for (AnswererSession session : answerer.sessions()) {
            assertThat(session.awaitEnd(SOON)).as("the end of %s", session).isPresent();
        }
        assertThat(answerer.counters().live()).as("sessions left on the server").isZero();
        assertThat(answerer.counters().addressesInUse())
                .as("addresses left on the server")
                .isZero();
    }

    @Override
    public void close() {
        host.release();
        answerer.close();
        manager.close();
        try (var files = Files.walk(places)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
