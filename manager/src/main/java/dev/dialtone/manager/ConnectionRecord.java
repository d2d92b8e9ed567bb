package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Statistics;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What everybody may read of one connection, live or past: its log, its status, and the two moments to wait for. Safe
/// for any thread; written by the connection's loop only.
final class ConnectionRecord {

    /// What is fixed from the start.
    ///
    /// @param owner user id, or -1 when embedded
    record Identity(String id, String entry, String protocol, int owner, Instant started) {}

    private final Identity identity;
    private final AppendLog<Notification> log = new AppendLog<>();
    private final CompletableFuture<Notification> completion = new CompletableFuture<>();
    private final CompletableFuture<Notification> over = new CompletableFuture<>();

    // guarded by this
    private @Nullable Notification last;
    private boolean active = true;
    private String deviceType = "vpn";
    private String deviceName = "";
    private @Nullable String localEndpoint;
    private @Nullable String remoteEndpoint;
    private String weak = "";
    private @Nullable Projection projection;
    private Supplier<Statistics> statistics = () -> Statistics.NONE;

    ConnectionRecord(Identity identity) {
        this.identity = identity;
        this.deviceName = identity.protocol().toUpperCase(java.util.Locale.ROOT);
    }

    /// A connection of the past.
    static ConnectionRecord ended(
            Identity identity, java.util.List<Notification> log, @Nullable ConnectionStatus status) {
        ConnectionRecord record = new ConnectionRecord(identity);
        log.forEach(notification -> record.append(notification, notification == log.getLast()));
        if (status != null) {
            record.localEndpoint = status.localEndpoint();
            record.remoteEndpoint = status.remoteEndpoint();
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

    /// Done with the completion of the first attempt.
    CompletableFuture<Notification> completion() {
        return completion;
    }

    /// Done with the last notification, once everything is released.
    CompletableFuture<Notification> over() {
        return over;
    }

    synchronized boolean isActive() {
        return active;
    }

    synchronized @Nullable Projection projection() {
        return projection;
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
                weak,
                projection,
                statistics.get());
    }

    synchronized void carrier(String type, String name, String local, String remote) {
        deviceType = type;
        deviceName = name;
        localEndpoint = local;
        remoteEndpoint = remote;
    }

    synchronized void weak(String methods) {
        weak = methods;
    }

    synchronized void projection(Projection settled) {
        projection = settled;
    }

    synchronized void statistics(Supplier<Statistics> source) {
        statistics = source;
    }

    /// Publishes a notification; whoever then asks for the status sees it.
    void append(Notification notification, boolean lastOne) {
        synchronized (this) {
            last = notification;
            active &= !lastOne;
            if (lastOne) {
                // what is read now is what the history keeps
                Statistics frozen = statistics.get();
                statistics = () -> frozen;
            }
        }
        log.append(notification);
        if (notification.completion()) {
            completion.complete(notification);
        }
    }

    /// Nothing more will come.
    void end(Notification lastOne) {
        log.end();
        over.complete(lastOne);
    }
}
