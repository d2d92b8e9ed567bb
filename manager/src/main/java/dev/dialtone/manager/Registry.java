package dev.dialtone.manager;

import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.Detail;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Every connection there is: those alive, and those of the past as long as they are kept (S3). Safe for any thread.
final class Registry {
    private static final long TEARDOWN_WAIT_NANOS = 5_000_000_000L;

    private final ConnectionPorts ports;
    private final ConnectionIds ids;
    private final Mailbox.Factory mailboxes;
    private final Executor executor;
    private final Captures captures = new Captures();
    private final SequencedMap<String, ConnectionRecord> records = new LinkedHashMap<>();
    private final Map<String, ActiveConnection> alive = new LinkedHashMap<>();

    /// Those that have ended, in that order.
    private final SequencedSet<String> ended = new LinkedHashSet<>();

    private boolean stopped;

    // Readers take no lock: of hundreds of dials at once each waits a turn of all their threads for it, and a listing
    // would wait behind them.
    private final Map<String, ConnectionRecord> byId = new ConcurrentHashMap<>();

    /// [#records] as of the last change, oldest first.
    private volatile List<ConnectionRecord> snapshot = List.of();

    /// @param executor completes futures and wakes observers
    Registry(ConnectionPorts ports, ConnectionIds ids, Mailbox.Factory mailboxes, Executor executor) {
        this.ports = ports;
        this.ids = ids;
        this.mailboxes = mailboxes;
        this.executor = executor;
    }

    /// Takes over what the history holds; whoever was cut off by the manager's death gets the 834 its client
    /// told (C9).
    synchronized void restore(List<History.Past> past) {
        for (History.Past one : past) {
            List<Notification> log = new ArrayList<>(one.log());
            if (log.isEmpty() || !log.getLast().isLast()) {
                Notification cutOff = log.isEmpty() ? neverBegan(one) : cutOff(log.getLast());
                ports.history().notified(cutOff);
                log.add(cutOff);
                ports.metrics().counted(cutOff);
                ports.told(cutOff);
            }
            ConnectionStatus status = one.status();
            ConnectionRecord.Identity identity = new ConnectionRecord.Identity(
                    one.id(),
                    log.getFirst().entry(),
                    one.protocol(),
                    one.owner(),
                    status != null ? status.started() : one.started());
            ConnectionRecord record = ConnectionRecord.ended(identity, log, status, executor);
            records.put(one.id(), record);
            byId.put(one.id(), record);
        }
        Instant now = ports.wall().instant();
        past.stream()
                .sorted(Comparator.comparing(one -> one.end(now)))
                .map(History.Past::id)
                .forEach(ended::add);
        snapshot = List.copyOf(records.values());
    }

    /// Its client was given the id, and will have been told the same. There was no state yet that an error
    /// could be in
    /// (N3).
    private Notification neverBegan(History.Past one) {
        return told834(one.id(), one.entry(), 1, 1, 1, ConnectionState.DISCONNECTED, false, true);
    }

    /// SPEC [contract C9]: what the client told as well. Between two attempts it is the next one that ends.
    private Notification cutOff(Notification last) {
        boolean established = last.isConnected();
        boolean waiting = last.retryInMillis() > 0;
        boolean inState = !established && !waiting;
        return told834(
                last.connection(),
                last.entry(),
                last.seq() + 1,
                waiting ? last.attempt() + 1 : last.attempt(),
                last.subEntry(),
                inState ? last.state() : ConnectionState.DISCONNECTED,
                inState,
                !established);
    }

    private Notification told834(
            String id,
            String entry,
            long seq,
            int attempt,
            int subEntry,
            ConnectionState state,
            boolean isError,
            boolean isCompletion) {
        Detail detail = Detail.of(Failure.retryable(
                RasError.MANAGER_STOPPED, Layer.MANAGER, "The connection manager died; what it left was undone."));
        return new Notification(
                seq,
                ports.wall().instant().truncatedTo(ChronoUnit.MICROS),
                id,
                entry,
                attempt,
                subEntry,
                state,
                isError ? RasError.MANAGER_STOPPED : 0,
                isError ? 0 : RasError.MANAGER_STOPPED,
                detail,
                isCompletion,
                !isCompletion,
                0,
                0,
                null);
    }

    /// What a dial came to.
    ///
    /// @param observeSince  the dialler's observer gets what follows this
    /// @param completeSince its completion is the first after this
    record Dialled(ActiveConnection connection, long observeSince, long completeSince) {}

    /// Begins a connection, or gives the one the entry already has.
    ///
    /// @param holder the dialling client's lease
    /// @param plan   made only when a new connection begins
    /// @throws RasException 756 the entry is being dialled
    synchronized Dialled dial(String entry, int owner, DialOptions options, Object holder, Supplier<DialPlan> plan) {
        if (stopped) {
            throw RasException.of(RasError.MANAGER_STOPPED, "the manager is stopping");
        }
        Optional<ActiveConnection> before = ofEntry(entry);
        if (before.isPresent() && before.get().isDialling()) {
            return join(before.get(), owner, options, holder);
        }
        if (before.isPresent() && !before.get().isEnding()) {
            ActiveConnection connected = before.get();
            connected.refer(owner);
            connected.hold(holder, options.bound());
            // H2: the Connected that stands, whatever may follow it meanwhile
            long since = connected.record().connectedSeq() - 1;
            return new Dialled(connected, since, since);
        }
        DialPlan checked = plan.get();
        ConnectionRecord record = new ConnectionRecord(
                new ConnectionRecord.Identity(
                        ids.next(), entry, "sstp", owner, ports.wall().instant().truncatedTo(ChronoUnit.MICROS)),
                executor);
        Mailbox loop = mailboxes.open("connection-" + record.id());
        ActiveConnection connection = new ActiveConnection(record, checked, loop, ports, () -> {
            forget(record.id());
            loop.close();
        });
        connection.hold(holder, options.bound());
        records.put(record.id(), record);
        byId.put(record.id(), record);
        alive.put(record.id(), connection);
        trim();
        snapshot = List.copyOf(records.values());
        prune();
        ports.history().begun(record.identity());
        captures.begun(record);
        if (before.isPresent()) {
            // H3: a redial waits for the teardown it follows, for as long as that is bounded to
            AtomicBoolean started = new AtomicBoolean();
            Runnable once = () -> {
                if (started.compareAndSet(false, true)) {
                    connection.start();
                }
            };
            var _ = before.get().record().over().thenRun(once);
            var _ = loop.at(loop.nanoTime() + TEARDOWN_WAIT_NANOS, once);
        } else {
            connection.start();
        }
        return new Dialled(connection, 0, 0);
    }

    private Dialled join(ActiveConnection dialling, int owner, DialOptions options, Object holder) {
        if (!options.join()) {
            throw RasException.of(
                    RasError.DIAL_ALREADY_IN_PROGRESS,
                    "the entry \"" + dialling.record().identity().entry() + "\" is being dialled as "
                            + dialling.record().id());
        }
        dialling.refer(owner);
        dialling.hold(holder, options.bound());
        dialling.redialNow();
        return new Dialled(dialling, 0, dialling.record().lastSeq());
    }

    private synchronized void forget(String id) {
        alive.remove(id);
        ended.add(id);
    }

    /// The history's file, grown by what has ended since.
    private void prune() {
        if (ports.history().isDue()) {
            ports.history().keep(Set.copyOf(records.keySet()));
        }
    }

    private void trim() {
        while (ended.size() > History.KEPT_CONNECTIONS) {
            String first = ended.removeFirst();
            records.remove(first);
            byId.remove(first);
        }
    }

    private Optional<ActiveConnection> ofEntry(String entry) {
        ActiveConnection newest = null;
        for (ActiveConnection connection : alive.values()) {
            if (connection.record().identity().entry().equals(entry)) {
                newest = connection;
            }
        }
        return Optional.ofNullable(newest);
    }

    synchronized boolean inUse(String entry) {
        return ofEntry(entry).isPresent();
    }

    boolean isKillSwitchClosed(String entry) {
        return ports.hostDesk().switches().isClosed(entry);
    }

    /// Opens what an ended connection of the entry left closed, unless another one needs it.
    CompletableFuture<Void> openKillSwitch(String entry) {
        return ports.hostDesk().openKillSwitch(entry, () -> inUse(entry));
    }

    synchronized Optional<ActiveConnection> alive(String id) {
        return Optional.ofNullable(alive.get(id));
    }

    /// By id, or the newest connection of an entry: of those that are the caller's, if any is.
    ///
    /// @throws RasException 6
    ConnectionRecord find(String target, Permissions permissions) {
        ConnectionRecord found = byId.get(target);
        if (found != null) {
            return found;
        }
        Set<String> names = UsersPlacements.namesOf(target, permissions.caller());
        for (ConnectionRecord record : snapshot.reversed()) {
            String entry = record.identity().entry();
            boolean ofEntry = names.contains(entry);
            if (ofEntry && permissions.owns(record)) {
                return record;
            }
            if (ofEntry && found == null) {
                found = record;
            }
        }
        if (found == null) {
            throw none(target);
        }
        return found;
    }

    static RasException none(String target) {
        return RasException.of(
                RasError.INVALID_HANDLE,
                "there is no connection \"" + target + "\", by id or by entry, now or in the history");
    }

    /// Whether the caller may see what is told of a connection; one that is no longer kept is its owner's to miss.
    boolean isOwnedBy(String id, Permissions permissions) {
        ConnectionRecord record = byId.get(id);
        return record == null ? permissions.caller().privileged() : permissions.owns(record);
    }

    synchronized List<ActiveConnection> connections() {
        return List.copyOf(alive.values());
    }

    /// Those that the filter asks for and the caller may see, in the order they were dialled.
    List<ConnectionSummary> history(HistoryFilter filter, Permissions permissions) {
        List<ConnectionSummary> found = new ArrayList<>();
        String own = UsersPlacements.nameOf(filter.entry(), permissions.caller());
        // the newest ones first: they are what a limit leaves
        for (ConnectionRecord record : snapshot.reversed()) {
            if (filter.limit() > 0 && found.size() == filter.limit()) {
                break;
            }
            if (permissions.owns(record)) {
                record.summary(filter, own).ifPresent(found::add);
            }
        }
        return found.reversed();
    }

    /// How many there are, ended ones too.
    int size() {
        return snapshot.size();
    }

    List<ConnectionRecord> active() {
        return snapshot.stream().filter(ConnectionRecord::isActive).toList();
    }

    /// Captures the connection with that id, or the one that the entry has, or the next one it will have.
    ///
    /// @param mayAwait throws when there is no such entry, or the caller may not use it
    /// @throws RasException 668 it has ended, 5, and what `mayAwait` throws
    synchronized LocalCapture capture(
            String target, CaptureOptions options, Permissions permissions, Runnable mayAwait) {
        if (stopped) {
            throw RasException.of(RasError.MANAGER_STOPPED, "the manager is stopping");
        }
        @Nullable
        ConnectionRecord record = Optional.ofNullable(byId.get(target))
                .or(() -> ofEntry(target).filter(known -> !known.isEnding()).map(ActiveConnection::record))
                .orElse(null);
        String entry = record == null ? target : record.identity().entry();
        LocalCapture capture = new LocalCapture(entry, options, ports.wall(), captures::ended);
        if (record == null) {
            mayAwait.run();
            captures.await(entry, permissions, capture);
        } else {
            permissions.own(record);
            captures.see(record, permissions, capture);
        }
        return capture;
    }

    /// Refuses new dials and gives what is to be ended.
    synchronized Collection<ActiveConnection> stop() {
        stopped = true;
        captures.stop();
        return List.copyOf(alive.values());
    }
}
