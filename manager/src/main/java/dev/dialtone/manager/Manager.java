package dev.dialtone.manager;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.Finding;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.carriers.SstpTunnel;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The remote-access connection manager: owns every connection, device and address. Embedded, it is itself the
/// [RemoteAccess] of its program.
public final class Manager implements RemoteAccess {
    private static final System.Logger LOG = System.getLogger(Manager.class.getName());
    private static final Duration STOP_BOUND = Duration.ofSeconds(6);
    private static final Duration HOST_BOUND = Duration.ofSeconds(1);

    private final FileChannel lock;
    private final ExecutorService hostThread;
    private final Journal journal;
    private final History history;
    private final EventLog events;
    private final Registry registry;
    private final ClientView.Rooms rooms;
    private final ClientView self;

    private Manager(ManagerConfig config, FileChannel lock) {
        this.lock = lock;
        // a platform thread: its native calls block
        this.hostThread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("dialtone-host").factory());
        this.journal = Journal.open(config.state().resolve("journal.jsonl"));
        HostLedger ledger = new HostLedger(config.host(), journal);
        CompletableFuture.runAsync(ledger::recover, hostThread).join();
        this.history = History.open(config.state().resolve("history.jsonl"));
        this.events = new EventLog();
        SecureRandom random = new SecureRandom();
        HostDesk hostDesk = new HostDesk(ledger, hostThread);
        TunnelFactory tunnels =
                (plan, loop, listener) -> new SstpTunnel(plan.sstp(), config.opener(), loop, random, listener);
        ConnectionPorts ports = new ConnectionPorts(hostDesk, tunnels, history, events, InstantSource.system());
        this.registry = new Registry(ports, new ConnectionIds(random));
        registry.restore(history.prune(history.load(), ports.wall().instant()));
        PhoneBook book = new PhoneBook(config.config().resolve("entries.d"));
        CredentialStore credentials = new CredentialStore(config.config().resolve("credentials.d"));
        this.rooms = new ClientView.Rooms(registry, book, credentials, new Doctor(hostDesk, book, credentials), events);
        this.self = new ClientView(rooms, Caller.SELF);
    }

    /// Opens the places, undoes what a predecessor left on the host, and is ready to dial.
    ///
    /// @throws RasException 711 when a place cannot be used, or another manager uses it
    public static Manager start(ManagerConfig config) {
        FileChannel lock = lock(config.state());
        try {
            return new Manager(config, lock);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    private static FileChannel lock(Path state) {
        Path file = state.resolve("manager.lock");
        try {
            Files.createDirectories(state);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = tryLock(channel);
            if (held == null) {
                close(channel);
                throw RasException.of(
                        RasError.MANAGER_CANNOT_INITIALIZE,
                        "another manager uses " + state + " (" + file + " is locked)");
            }
            return channel;
        } catch (IOException e) {
            throw RasException.of(
                    RasError.MANAGER_CANNOT_INITIALIZE,
                    "the state directory " + state + " cannot be used: " + PhoneBook.reason(e));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// The manager as one client may use it. Closing the view breaks that client's lease: its unfinished dials are
    /// abandoned (C10), its established connections stay (C2).
    public RemoteAccess view(Caller caller) {
        return new ClientView(rooms, caller);
    }

    @Override
    public Connection dial(DialRequest request, Observer observer) {
        return self.dial(request, observer);
    }

    @Override
    public Connection connection(String target) {
        return self.connection(target);
    }

    @Override
    public List<ConnectionStatus> list() {
        return self.list();
    }

    @Override
    public Subscription watchAll(long since, Consumer<AccessEvent> observer) {
        return self.watchAll(since, observer);
    }

    @Override
    public List<Entry> entries() {
        return self.entries();
    }

    @Override
    public Entry entry(String name) {
        return self.entry(name);
    }

    @Override
    public void setEntry(Entry entry) {
        self.setEntry(entry);
    }

    @Override
    public void removeEntry(String name) {
        self.removeEntry(name);
    }

    @Override
    public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
        self.setCredentials(entry, user, domain, password);
    }

    @Override
    public void clearCredentials(String entry) {
        self.clearCredentials(entry);
    }

    @Override
    public CredentialsInfo credentials(String entry) {
        return self.credentials(entry);
    }

    @Override
    public List<Device> devices() {
        return self.devices();
    }

    @Override
    public List<Finding> doctor(Optional<String> entry) {
        return self.doctor(entry);
    }

    @Override
    public ManagerInfo info() {
        return self.info();
    }

    /// Ends every connection with cause 834 (C9) and waits until all is released, at most 6 s. Safe to repeat.
    @Override
    public void close() {
        Collection<ActiveConnection> ending = registry.stop();
        ending.forEach(ActiveConnection::managerStops);
        try {
            CompletableFuture.allOf(ending.stream()
                            .map(connection -> connection.record().over())
                            .toArray(CompletableFuture<?>[]::new))
                    .copy()
                    .orTimeout(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(late -> null)
                    .join();
        } finally {
            events.log().end();
            endHostThread();
            journal.close();
            history.close();
            close(lock);
        }
    }

    /// What is still queued is taken back before the journal closes; a host that stands still is left to the next
    /// start.
    private void endHostThread() {
        hostThread.shutdown();
        try {
            if (!hostThread.awaitTermination(HOST_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "host_overdue");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
