package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.NameService;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Statistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What everybody may read of one connection, live or past: its log, its status, and the moments to wait for.
/// Safe for
/// any thread; written by the connection's loop only, but for references and owners.
final class ConnectionRecord {

    /// What is fixed from the start.
    ///
    /// @param owner user id, or -1 when embedded
    record Identity(String id, String entry, String protocol, int owner, Instant started) {}

    private record Waiter(Predicate<Notification> awaited, CompletableFuture<Notification> future) {}

    private final Identity identity;
    private final Executor executor;
    private final AppendLog<Notification> log;
    private final CompletableFuture<Notification> over = new CompletableFuture<>();
    private final CaptureTap tap = new CaptureTap();

    // guarded by this
    private final List<Waiter> waiters = new ArrayList<>();
    private final Set<Integer> owners = new HashSet<>();
    private @Nullable Notification last;
    private boolean active = true;
    private long connectedSeq;
    private int references = 1;
    private String deviceType = "vpn";
    private String deviceName = "";
    private @Nullable String localEndpoint;
    private @Nullable String remoteEndpoint;
    private @Nullable String proxy;
    private String weak = "";
    private @Nullable Instant confirmUntil;
    private @Nullable Projection projection;
    private Supplier<@Nullable NameService> names = () -> null;
    private Supplier<Statistics> statistics = () -> Statistics.NONE;

    /// @param executor where futures are completed and observers woken, so that nobody's code runs on the loop
    ConnectionRecord(Identity identity, Executor executor) {
        this.identity = identity;
        this.executor = executor;
        this.log = new AppendLog<>(executor);
        this.deviceName = identity.protocol().toUpperCase(java.util.Locale.ROOT);
        owners.add(identity.owner());
    }

    /// A connection of the past.
    static ConnectionRecord ended(
            Identity identity, List<Notification> log, @Nullable ConnectionStatus status, Executor executor) {
        ConnectionRecord record = new ConnectionRecord(identity, executor);
        log.forEach(record::append);
        if (status != null) {
            record.localEndpoint = status.localEndpoint();
            record.remoteEndpoint = status.remoteEndpoint();
            record.proxy = status.proxy();
            record.weak = status.weak();
            record.projection = status.projection();
            record.statistics(status::statistics);
        }
        record.end(log.getLast());
        return record;
    }

    Identity identity() {
        return identity;
    }

    String id() {
        return identity.id();
    }

    AppendLog<Notification> log() {
        return log;
    }

    /// Where captures look at its frames.
    CaptureTap tap() {
        return tap;
    }

    /// Done with the last notification, once everything is released. Completed on the loop: for the manager's
    /// own use.
    CompletableFuture<Notification> over() {
        return over;
    }

    /// The first notification after `since` for which the test holds, from the log or yet to come; if the log ends
    /// without it, its last.
    CompletableFuture<Notification> await(long since, Predicate<Notification> awaited) {
        Predicate<Notification> wanted = n -> (n.seq() > since && awaited.test(n)) || n.isLast();
        synchronized (this) {
            for (Notification logged : log.snapshot()) {
                if (wanted.test(logged)) {
                    return CompletableFuture.completedFuture(logged);
                }
            }
            Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
            waiters.add(waiter);
            return waiter.future;
        }
    }

    synchronized boolean isActive() {
        return active;
    }

    synchronized boolean isOwnedBy(int uid) {
        return owners.contains(uid);
    }

    /// One more holds the established connection (H2).
    ///
    /// @return how many do
    synchronized int refer(int uid) {
        owners.add(uid);
        return ++references;
    }

    /// @return how many are left
    synchronized int release() {
        references = Math.max(0, references - 1);
        return references;
    }

    synchronized @Nullable Projection projection() {
        Projection settled = projection;
        NameService known = names.get();
        return settled == null || known == null ? settled : settled.with(known);
    }

    /// Whether its last notification is `Connected`.
    synchronized boolean isConnected() {
        return last != null && last.isConnected();
    }

    /// Of the newest `Connected`, 0 for none.
    synchronized long connectedSeq() {
        return connectedSeq;
    }

    synchronized long lastSeq() {
        return last == null ? 0 : last.seq();
    }

    synchronized ConnectionStatus status() {
        Notification n = last;
        return new ConnectionStatus(
                identity.id(),
                identity.entry(),
                identity.protocol(),
                n == null ? ConnectionState.OPEN_PORT : n.state(),
                n == null ? 0 : n.error(),
                n == null ? 0 : n.cause(),
                n == null ? null : n.detail(),
                active,
                n == null ? 1 : n.attempt(),
                n == null ? 0 : n.seq(),
                identity.owner(),
                identity.started(),
                deviceType,
                deviceName,
                localEndpoint,
                remoteEndpoint,
                proxy,
                weak,
                active ? references : 0,
                n == null ? 0 : n.reason(),
                n == null ? null : n.prompt(),
                n == null ? 0 : n.retryInMillis(),
                active ? confirmUntil : null,
                projection(),
                statistics.get());
    }

    /// Itself in a line, if the filter asks for it.
    ///
    /// @param own the name of the filter's entry when the one who asks dialled it without an entry
    Optional<ConnectionSummary> summary(HistoryFilter filter, String own) {
        ConnectionStatus now = status();
        Optional<Instant> ended = now.active() ? Optional.empty() : Optional.ofNullable(endTime());
        String entry = now.entry().equals(own) ? filter.entry() : now.entry();
        if (!filter.spans(entry, now.started(), ended)) {
            return Optional.empty();
        }
        List<Notification> told = log.snapshot();
        if (filter.asksForNotifications() && told.stream().noneMatch(filter::matches)) {
            return Optional.empty();
        }
        return Optional.of(new ConnectionSummary(
                now.connection(),
                now.entry(),
                now.protocol(),
                now.owner(),
                now.started(),
                ended.orElse(null),
                now.attempt(),
                (int) told.stream().filter(HistoryFilter::isFailure).count(),
                now.seq(),
                now.state(),
                now.error(),
                now.cause(),
                now.detail(),
                now.statistics()));
    }

    private synchronized @Nullable Instant endTime() {
        return last == null ? null : last.time();
    }

    /// What the attempt before had is no longer so (S2).
    synchronized void newAttempt() {
        localEndpoint = null;
        remoteEndpoint = null;
        proxy = null;
        weak = "";
        projection = null;
        names = () -> null;
        statistics = () -> Statistics.NONE;
    }

    /// @param time until when it has to be confirmed, or null when it has not
    synchronized void confirmUntil(@Nullable Instant time) {
        confirmUntil = time;
    }

    synchronized @Nullable Instant confirmUntil() {
        return confirmUntil;
    }

    /// @param through the proxy on the way, or null
    synchronized void carrier(String type, String name, String local, String remote, @Nullable String through) {
        deviceType = type;
        deviceName = name;
        localEndpoint = local;
        remoteEndpoint = remote;
        proxy = through;
    }

    synchronized void weak(String methods) {
        weak = methods;
    }

    synchronized void projection(Projection settled) {
        projection = settled;
    }

    synchronized void names(Supplier<@Nullable NameService> source) {
        names = source;
    }

    synchronized void statistics(Supplier<Statistics> source) {
        statistics = source;
    }

    /// Publishes a notification; whoever then asks for the status sees it.
    void append(Notification notification) {
        List<Waiter> served = new ArrayList<>();
        synchronized (this) {
            last = notification;
            if (notification.isConnected()) {
                connectedSeq = notification.seq();
            }
            if (notification.isLast()) {
                active = false;
                projection = projection();
                names = () -> null;
                // what is read now is what the history keeps
                Statistics frozen = statistics.get();
                statistics = () -> frozen;
            }
            // under the lock, so that who asks to wait finds it here or is waked by it
            log.append(notification);
            waiters.removeIf(waiter -> waiter.awaited.test(notification) && served.add(waiter));
        }
        served.forEach(waiter -> executor.execute(() -> waiter.future.complete(notification)));
    }

    /// Nothing more will come.
    void end(Notification lastOne) {
        log.end();
        tap.end();
        over.complete(lastOne);
    }
}
