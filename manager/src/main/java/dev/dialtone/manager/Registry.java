package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Every connection there is: those alive, and those of the past as long as they are kept (S3). Safe for any thread.
final class Registry {
    private static final Duration TEARDOWN_WAIT = Duration.ofSeconds(5);

    private final ConnectionPorts ports;
    private final ConnectionIds ids;
    private final SequencedMap<String, ConnectionRecord> records = new LinkedHashMap<>();
    private final Map<String, ActiveConnection> alive = new LinkedHashMap<>();
    private boolean stopped;

    Registry(ConnectionPorts ports, ConnectionIds ids) {
        this.ports = ports;
        this.ids = ids;
    }

    /// Takes over what the history holds; whoever was cut off by the manager's death gets the 834 its client told (C9).
    synchronized void restore(List<History.Past> past) {
        for (History.Past one : past) {
            Notification first = one.log().getFirst();
            Notification last = one.log().getLast();
            List<Notification> log = new ArrayList<>(one.log());
            if (!(last.ending() || (last.completion() && !last.isConnected()))) {
                Notification cutOff = cutOff(last);
                ports.history().notified(cutOff);
                log.add(cutOff);
            }
            ConnectionStatus status = one.status();
            ConnectionRecord.Identity identity = new ConnectionRecord.Identity(
                    one.id(),
                    first.entry(),
                    one.protocol(),
                    one.owner(),
                    status != null ? status.started() : first.time());
            records.put(one.id(), ConnectionRecord.ended(identity, log, one.status()));
        }
    }

    private Notification cutOff(Notification last) {
        boolean established = last.isConnected();
        Detail detail = Detail.of(Failure.retryable(
                RasError.MANAGER_STOPPED, Layer.MANAGER, "The connection manager died; what it left was undone."));
        return new Notification(
                last.seq() + 1,
                ports.wall().instant().truncatedTo(ChronoUnit.MICROS),
                last.connection(),
                last.entry(),
                last.attempt(),
                last.subEntry(),
                established ? ConnectionState.DISCONNECTED : last.state(),
                established ? 0 : RasError.MANAGER_STOPPED,
                established ? RasError.MANAGER_STOPPED : 0,
                detail,
                !established,
                established,
                0);
    }

    /// Begins a connection, or gives the one the entry already has.
    ///
    /// @param plan made only when a new connection begins
    /// @throws RasException 756 the entry is being dialled
    synchronized ActiveConnection dial(String entry, int owner, Supplier<DialPlan> plan) {
        if (stopped) {
            throw RasException.of(RasError.MANAGER_STOPPED, "the manager is stopping");
        }
        Optional<ActiveConnection> before = ofEntry(entry);
        if (before.isPresent() && before.get().isDialling()) {
            throw RasException.of(
                    RasError.DIAL_ALREADY_IN_PROGRESS,
                    "the entry \"" + entry + "\" is being dialled as "
                            + before.get().record().id());
        }
        if (before.isPresent() && !before.get().isEnding()) {
            return before.get();
        }
        DialPlan checked = plan.get();
        ConnectionRecord record = new ConnectionRecord(new ConnectionRecord.Identity(
                ids.next(), entry, "sstp", owner, ports.wall().instant().truncatedTo(ChronoUnit.MICROS)));
        ThreadLoop loop = new ThreadLoop("connection-" + record.id());
        ActiveConnection connection = new ActiveConnection(record, checked, loop, ports, () -> {
            forget(record.id());
            loop.close();
        });
        records.put(record.id(), record);
        alive.put(record.id(), connection);
        trim();
        ports.history().begun(record.id(), owner, "sstp");
        if (before.isPresent()) {
            // H3: a redial waits for the teardown it follows, for as long as that is bounded to
            var unused = before.get()
                    .record()
                    .over()
                    .copy()
                    .orTimeout(TEARDOWN_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((_, _) -> connection.start());
        } else {
            connection.start();
        }
        return connection;
    }

    private synchronized void forget(String id) {
        alive.remove(id);
    }

    private void trim() {
        var oldest = records.entrySet().iterator();
        int excess = records.size() - History.KEPT_CONNECTIONS - alive.size();
        while (excess > 0 && oldest.hasNext()) {
            if (!oldest.next().getValue().isActive()) {
                oldest.remove();
                excess--;
            }
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

    synchronized Optional<ActiveConnection> alive(String id) {
        return Optional.ofNullable(alive.get(id));
    }

    /// By id, or the newest connection of an entry.
    ///
    /// @throws RasException 6
    synchronized ConnectionRecord find(String target) {
        ConnectionRecord byId = records.get(target);
        if (byId != null) {
            return byId;
        }
        for (ConnectionRecord record : records.sequencedValues().reversed()) {
            if (record.identity().entry().equals(target)) {
                return record;
            }
        }
        throw RasException.of(
                RasError.INVALID_HANDLE,
                "there is no connection \"" + target + "\", by id or by entry, now or in the history");
    }

    synchronized List<ConnectionRecord> active() {
        return records.values().stream().filter(ConnectionRecord::isActive).toList();
    }

    /// Refuses new dials and gives what is to be ended.
    synchronized Collection<ActiveConnection> stop() {
        stopped = true;
        return List.copyOf(alive.values());
    }
}
