package dev.dialtone.manager;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Device;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Finding;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.ManagerInfo;
import dev.dialtone.api.Observer;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.carriers.SstpTunnel;
import dev.dialtone.core.Secret;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostWatch;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The remote-access connection manager: owns every connection, device and address. Embedded, it is itself the
/// [RemoteAccess] of its program.
public final class Manager implements RemoteAccess {
    private static final System.Logger LOG = System.getLogger(Manager.class.getName());
    private static final Duration STOP_BOUND = Duration.ofSeconds(6);

    private final AutoCloseable place;
    private final Journal journal;
    private final History history;
    private final EventLog events;
    private final Registry registry;
    private final AlwaysOn alwaysOn;
    private final HostWatch watch;
    private final ClientView.Rooms rooms;
    private final UserBooks userBooks;
    private final RemoteAccess self;

    private Manager(ManagerPorts ports, AutoCloseable place) {
        this.place = place;
        this.journal = Journal.open(ports.journal());
        Credentials credentials = new Credentials(ports.credentials());
        this.alwaysOn = new AlwaysOn(ports.book(), ports.hungUp());
        HostLedger ledger = new HostLedger(ports.host(), journal);
        // SECURITY: what is dialled again at once must not be open in between
        Map<String, Entry> guarded = new HashMap<>();
        ports.book().entries().stream()
                .filter(entry -> alwaysOn.isToBeUp(entry) && entry.flag(EntryOption.KILL_SWITCH))
                .forEach(entry -> guarded.put(entry.name(), entry));
        List<HostChange.KillSwitch> kept = ledger.recover(left -> guarded.containsKey(left.name()));
        this.history = new History(ports.history());
        Executor futures = ports.observers().apply("futures");
        this.events = new EventLog(futures);
        HostDesk hostDesk = new HostDesk(ledger, ports.hostSerial());
        kept.forEach(left -> {
            Entry entry = Objects.requireNonNull(guarded.get(left.name()));
            boolean proxied = ports.opener()
                    .proxyOf(
                            entry.text(EntryOption.SERVER),
                            entry.number(EntryOption.PORT),
                            ProxyOptions.of(entry, null))
                    .isPresent();
            hostDesk.switches().adopt(left, entry, proxied);
        });
        TunnelFactory tunnels =
                (plan, loop, listener) -> new SstpTunnel(plan.sstp(), ports.opener(), loop, ports.random(), listener);
        Metrics metrics = new Metrics();
        ConnectionPorts each = new ConnectionPorts(
                hostDesk,
                tunnels,
                ports.pumps(),
                history,
                events,
                new SignInMemory(new CallersBook(ports.book(), ports.userBooks(), Caller.SELF), credentials),
                ports.wall(),
                ports.random(),
                this::dialFirst,
                metrics,
                ports.hooks());
        this.registry = new Registry(each, new ConnectionIds(ports.random()), ports.mailboxes(), futures);
        registry.restore(history.prune(history.load(), ports.wall().instant()));
        Doctor doctor = new Doctor(
                new EntryVisit.Tools(ports.host(), ports.opener(), ports.mailboxes(), ports.wall(), ports.random()),
                ports.credentials(),
                hostDesk.switches()::entries);
        this.rooms = new ClientView.Rooms(
                registry,
                ports.book(),
                credentials,
                doctor,
                events,
                alwaysOn,
                new LocalConnection.Observation(ports.observers(), ports.observerBuffer()),
                new UsersPlacements(ports.host(), ports.book()),
                new MetricsPage(metrics, registry, ports.hooks()));
        this.userBooks = ports.userBooks();
        this.self = view(Caller.SELF);
        this.watch = HostNews.watch(ports.host(), registry, hostDesk);
    }

    /// SECURITY: with the manager's rights, as the entry that names it does. Whoever brings an entry of their own was
    /// asked for rights to this one before.
    private Prerequisite.Held dialFirst(String entry) {
        Connection dialled = self.dial(
                DialRequest.of(entry).options(DialOptions.STANDARD.joining().inBackground()), _ -> {});
        return new Prerequisite.Held(dialled.id(), dialled.completion(), () -> giveBack(dialled.id()));
    }

    private void giveBack(String connection) {
        registry.alive(connection).ifPresent(held -> {
            int _ = held.release();
        });
    }

    /// Opens the places, undoes what a predecessor left on the host, dials what is always on, and is ready.
    ///
    /// @throws RasException 711 when a place cannot be used, or another manager uses it
    public static Manager start(ManagerConfig config) {
        FileChannel lock = lock(config.state());
        try {
            ProductionPorts production = ProductionPorts.of(config);
            return start(production.ports(), () -> {
                production.close();
                close(lock);
            });
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /// As above on given ports, which stay the caller's; for the simulator.
    public static Manager start(ManagerPorts ports) {
        return start(ports, () -> {});
    }

    private static Manager start(ManagerPorts ports, AutoCloseable place) {
        Manager manager = new Manager(ports, place);
        manager.alwaysOn.start(manager.self);
        return manager;
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
                    "the state directory " + state + " cannot be used: " + FilePhoneBook.reason(e));
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
        CallersBook book = new CallersBook(rooms.book(), userBooks, caller);
        return new BookView(new ClientView(rooms.with(book), caller), book);
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
    public List<ConnectionSummary> history(HistoryFilter filter) {
        return self.history(filter);
    }

    @Override
    public Subscription watchAll(long since, EventObserver observer) {
        return self.watchAll(since, observer);
    }

    @Override
    public Capture capture(String target, CaptureOptions options) {
        return self.capture(target, options);
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
    public String entryText(String name) {
        return self.entryText(name);
    }

    @Override
    public void setEntryText(String name, String text) {
        self.setEntryText(name, text);
    }

    @Override
    public void removeEntry(String name) {
        self.removeEntry(name);
    }

    @Override
    public void renameEntry(String name, String newName) {
        self.renameEntry(name, newName);
    }

    @Override
    public void setCredentials(String entry, String user, String domain, @Nullable Secret password) {
        self.setCredentials(entry, user, domain, password);
    }

    @Override
    public void setProxyPassword(String entry, Secret password) {
        self.setProxyPassword(entry, password);
    }

    @Override
    public void setClientKey(String entry, Secret key) {
        self.setClientKey(entry, key);
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
    public String metrics() {
        return self.metrics();
    }

    @Override
    public ManagerInfo info() {
        return self.info();
    }

    /// Begins to end every connection with cause 834 (C9) and refuses new dials; the future is done when all is
    /// released.
    public CompletableFuture<Void> stop() {
        Collection<ActiveConnection> ending = registry.stop();
        ending.forEach(ActiveConnection::managerStops);
        return CompletableFuture.allOf(
                ending.stream().map(connection -> connection.record().over()).toArray(CompletableFuture<?>[]::new));
    }

    /// [#stop], waited for 6 s at most. Safe to repeat.
    @Override
    public void close() {
        try {
            stop().copy()
                    .orTimeout(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(late -> null)
                    .join();
        } finally {
            finish();
        }
    }

    /// After [#stop] is done: ends the events and lets go of the places.
    public void finish() {
        watch.close();
        events.log().end();
        try {
            place.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "places_not_closed", e);
        }
        journal.close();
        history.close();
        alwaysOn.close();
    }
}
