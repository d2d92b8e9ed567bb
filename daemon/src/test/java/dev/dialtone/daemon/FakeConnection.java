package dev.dialtone.daemon;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.HandlerScope;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Statistics;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A connection whose notifications the test makes.
final class FakeConnection implements Connection {
    static final Projection PROJECTION = new Projection(
            "dt0",
            "10.1.0.2",
            "10.1.0.1",
            0,
            null,
            null,
            720,
            List.of("10.1.0.1"),
            List.of(),
            List.of("example.org"),
            List.of("0.0.0.0/0"),
            1400,
            "mschapv2",
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            "CN=vpn",
            "00ff");

    private final String id;
    private final String entry;
    private final int owner;
    private final List<Notification> log = new ArrayList<>();
    private final CompletableFuture<Notification> completion = new CompletableFuture<>();
    private final CompletableFuture<Notification> over = new CompletableFuture<>();
    private boolean ended;
    private boolean lagging;

    FakeConnection(String id, String entry, int owner) {
        this.id = id;
        this.entry = entry;
        this.owner = owner;
    }

    synchronized void say(ConnectionState state) {
        add(state, 0, 0, false, false);
    }

    void connect() {
        say(ConnectionState.OPEN_PORT);
        say(ConnectionState.PROJECTED);
        add(ConnectionState.CONNECTED, 0, 0, true, false);
    }

    void fail(ConnectionState state, int error) {
        add(state, error, 0, true, false);
        finish();
    }

    void disconnect(int cause) {
        boolean established = completion.isDone();
        add(ConnectionState.DISCONNECTED, 0, cause, !established, established);
        finish();
    }

    /// Tells every observer that follows now that it fell behind.
    synchronized void lag() {
        lagging = true;
        notifyAll();
    }

    synchronized void recover() {
        lagging = false;
    }

    private synchronized void add(ConnectionState state, int error, int cause, boolean completes, boolean ends) {
        int told = error != 0 ? error : cause;
        Detail detail = told == 0 ? null : Detail.of(Failure.of(told, Layer.MANAGER, "as the test wants it"));
        Notification n = new Notification(
                log.size() + 1,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
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
        if (completes) {
            completion.complete(n);
        }
        notifyAll();
    }

    private synchronized void finish() {
        ended = true;
        notifyAll();
        over.complete(log.getLast());
    }

    synchronized boolean isActive() {
        return !ended;
    }

    @Override
    public String id() {
        return id;
    }

    String entry() {
        return entry;
    }

    @Override
    public CompletableFuture<Notification> completion() {
        return completion.copy();
    }

    @Override
    public CompletableFuture<Notification> hangUp() {
        if (isActive()) {
            disconnect(RasError.USER_DISCONNECTION);
        }
        return over.copy();
    }

    @Override
    public synchronized ConnectionStatus status() {
        Notification n = log.isEmpty() ? null : log.getLast();
        boolean projected = n != null && n.isConnected();
        return new ConnectionStatus(
                id,
                entry,
                "sstp",
                n == null ? ConnectionState.OPEN_PORT : n.state(),
                n == null ? 0 : n.error(),
                n == null ? 0 : n.cause(),
                n == null ? null : n.detail(),
                !ended,
                1,
                log.size(),
                owner,
                Instant.EPOCH,
                "vpn",
                "SSTP",
                null,
                null,
                "",
                projected ? PROJECTION : null,
                Statistics.NONE);
    }

    @Override
    public Projection projection() {
        Projection projection = status().projection();
        if (projection == null) {
            throw RasException.of(RasError.PROJECTION_NOT_COMPLETE, "not projected yet");
        }
        return projection;
    }

    @Override
    public synchronized List<Notification> log() {
        return List.copyOf(log);
    }

    @Override
    public Subscription watch(long since, Observer observer) {
        boolean[] stopped = new boolean[1];
        Thread.ofVirtual().start(() -> follow(since, observer, stopped));
        return () -> {
            synchronized (this) {
                stopped[0] = true;
                notifyAll();
            }
        };
    }

    private void follow(long since, Observer observer, boolean[] stopped) {
        long seq = since;
        while (true) {
            Notification next = next(seq, stopped);
            if (next == null) {
                break;
            }
            seq = next.seq();
            HandlerScope.run(() -> observer.onNotification(next));
        }
        long last = seq;
        if (!stopped[0]) {
            HandlerScope.run(() -> observer.onEnd(last));
        }
    }

    private synchronized @Nullable Notification next(long seq, boolean[] stopped) {
        try {
            while (log.size() <= seq && !ended && !stopped[0] && !lagging) {
                wait();
            }
        } catch (InterruptedException e) {
            return null;
        }
        return stopped[0] || log.size() <= seq ? null : log.get((int) seq);
    }
}
