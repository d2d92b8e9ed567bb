package dev.dialtone.cli;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Statistics;
import dev.dialtone.api.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection whose states the test decides.
final class FakeConnection implements Connection {
    static final Instant START = Instant.parse("2026-11-22T08:03:38.123456Z");

    private final String id;
    private final String entry;
    private final List<Notification> log = new ArrayList<>();
    private final List<Observer> observers = new ArrayList<>();
    private final CompletableFuture<Notification> completion = new CompletableFuture<>();
    private final CompletableFuture<Notification> end = new CompletableFuture<>();
    String weak = "";
    Consumer<FakeConnection> hangUpAfter = c -> {};

    @Nullable
    RasException refusal;

    FakeConnection(String id, String entry) {
        this.id = id;
        this.entry = entry;
    }

    synchronized FakeConnection enter(ConnectionState state) {
        return tell(state, 0, 0, null, false, false);
    }

    synchronized FakeConnection connected() {
        return tell(ConnectionState.CONNECTED, 0, 0, null, true, false);
    }

    synchronized FakeConnection fail(ConnectionState state, int error, Detail detail) {
        return tell(state, error, 0, detail, true, false);
    }

    synchronized FakeConnection disconnected(int cause) {
        boolean established = completion.isDone();
        return tell(ConnectionState.DISCONNECTED, 0, cause, null, !established, established);
    }

    private FakeConnection tell(
            ConnectionState state, int error, int cause, @Nullable Detail detail, boolean completes, boolean ends) {
        Notification n = new Notification(
                log.size() + 1,
                START.plusMillis(100L * log.size()),
                id,
                entry,
                1,
                1,
                state,
                error,
                cause,
                detail,
                completes,
                ends,
                0);
        log.add(n);
        observers.forEach(o -> o.onNotification(n));
        if (completes) {
            completion.complete(n);
        }
        if (ends || (completes && !n.isConnected())) {
            end.complete(n);
            observers.forEach(o -> o.onEnd(n.seq()));
        }
        return this;
    }

    boolean active() {
        return !end.isDone();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletableFuture<Notification> completion() {
        return completion.copy();
    }

    @Override
    public synchronized CompletableFuture<Notification> hangUp() {
        hangUpAfter.accept(this);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        if (active()) {
            disconnected(RasError.USER_DISCONNECTION);
        }
        return end.copy();
    }

    @Override
    public synchronized ConnectionStatus status() {
        Notification last = log.getLast();
        boolean up = last.state() == ConnectionState.CONNECTED;
        return new ConnectionStatus(
                id,
                entry,
                "sstp",
                last.state(),
                last.error(),
                last.cause(),
                last.detail(),
                active(),
                1,
                last.seq(),
                1000,
                START,
                "vpn",
                "SSTP",
                "192.0.2.1:5000",
                "192.0.2.9:443",
                weak,
                up ? projection() : null,
                up ? new Statistics(1536, 3L << 30, 12, 34, 0, 90_061_000) : Statistics.NONE);
    }

    @Override
    public Projection projection() {
        return new Projection(
                "dt0",
                "10.21.0.5",
                "10.21.0.1",
                0,
                null,
                null,
                RasError.PROTOCOL_NOT_CONFIGURED,
                List.of("10.21.0.1"),
                List.of(),
                List.of("example.com"),
                List.of("10.0.0.0/8"),
                1400,
                "mschapv2",
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                "CN=vpn",
                "ab12");
    }

    @Override
    public synchronized Subscription watch(long since, Observer observer) {
        log.stream().filter(n -> n.seq() > since).forEach(observer::onNotification);
        if (active()) {
            observers.add(observer);
        } else {
            observer.onEnd(log.size());
        }
        return () -> {};
    }

    @Override
    public synchronized List<Notification> log() {
        return List.copyOf(log);
    }
}
