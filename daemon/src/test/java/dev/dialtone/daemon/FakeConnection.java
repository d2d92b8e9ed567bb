package dev.dialtone.daemon;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.HandlerScope;
import dev.dialtone.api.NameService;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Statistics;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A connection whose notifications the test makes.
final class FakeConnection implements Connection {
    private static final NameService NAMES = new NameService(
            "silent",
            Instant.parse("2026-11-22T08:00:01Z"),
            List.of(new NameService.Server("10.1.0.1", "silent")),
            "No name server answers.",
            "Ask somebody.");
    static final Projection PROJECTION = new Projection(
                    "dt0",
                    "blue",
                    0,
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
                    "00ff")
            .with(NAMES);

    private final String id;
    private final String entry;
    private final int owner;
    private final List<Notification> log = new ArrayList<>();
    private final CompletableFuture<Notification> completion = new CompletableFuture<>();
    private final CompletableFuture<Notification> over = new CompletableFuture<>();
    final BlockingQueue<Long> acknowledged = new LinkedBlockingQueue<>();
    final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Notification> outcome = new CompletableFuture<>();
    private int attempt = 1;
    private int references = 1;
    private volatile Runnable unwatched = () -> {};
    private volatile Runnable watched = () -> {};
    private boolean ended;
    private boolean lagging;

    FakeConnection(String id, String entry, int owner) {
        this.id = id;
        this.entry = entry;
        this.owner = owner;
    }

    synchronized void say(ConnectionState state) {
        Notification before = last();
        if (before != null && before.retryInMillis() > 0) {
            attempt++;
        }
        add(state, 0, 0, false, false, 0, 0, null);
    }

    void connect() {
        say(ConnectionState.OPEN_PORT);
        say(ConnectionState.PROJECTED);
        add(ConnectionState.CONNECTED, 0, 0, true, false, 0, 0, null);
    }

    void fail(ConnectionState state, int error) {
        add(state, error, 0, true, false, 0, 0, null);
        finish();
    }

    /// Fails an attempt that is followed by another.
    void failForNow(ConnectionState state, int error) {
        add(state, error, 0, true, false, 5000, 0, null);
    }

    /// Loses the established connection, which will be dialled again.
    void lose(int cause) {
        add(ConnectionState.DISCONNECTED, 0, cause, false, true, 5000, 0, null);
    }

    void pause(int reason, Prompt prompt) {
        add(ConnectionState.RETRY_AUTHENTICATION, 0, 0, false, false, 0, reason, prompt);
    }

    synchronized void disconnect(int cause) {
        Notification before = last();
        boolean established = before != null && before.isConnected();
        if (before != null && before.retryInMillis() > 0) {
            attempt++;
        }
        add(ConnectionState.DISCONNECTED, 0, cause, !established, established, 0, 0, null);
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

    /// As when somebody else dials it too.
    synchronized void hold() {
        references++;
    }

    /// Run whenever an observer was attached, before it is told.
    void whenWatched(Runnable task) {
        watched = task;
    }

    /// Run whenever a thread that followed for an observer has ended.
    void whenUnwatched(Runnable task) {
        unwatched = task;
    }

    private synchronized void add(
            ConnectionState state,
            int error,
            int cause,
            boolean completes,
            boolean ends,
            long retryInMillis,
            int reason,
            @Nullable Prompt prompt) {
        int told = error != 0 ? error : cause;
        Detail detail = told == 0 ? null : Detail.of(Failure.of(told, Layer.MANAGER, "as the test wants it"));
        Notification n = new Notification(
                log.size() + 1,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                id,
                entry,
                attempt,
                1,
                state,
                error,
                cause,
                detail,
                completes,
                ends,
                retryInMillis,
                reason,
                prompt);
        log.add(n);
        if (completes) {
            completion.complete(n);
        }
        if (n.isConnected() || n.isLast()) {
            outcome.complete(n);
        }
        notifyAll();
    }

    private @Nullable Notification last() {
        return log.isEmpty() ? null : log.getLast();
    }

    private synchronized void finish() {
        ended = true;
        references = 0;
        notifyAll();
        over.complete(log.getLast());
    }

    synchronized boolean isActive() {
        return !ended;
    }

    synchronized boolean isConnected() {
        Notification n = last();
        return n != null && n.isConnected();
    }

    /// Where the observer of one more dial begins (H2).
    synchronized long dialledSince() {
        return isConnected() ? log.size() - 1 : 0;
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
    public CompletableFuture<Notification> outcome() {
        return outcome.copy();
    }

    @Override
    public synchronized CompletableFuture<Notification> release() {
        if (--references > 0) {
            return CompletableFuture.completedFuture(log.getLast());
        }
        return hangUp();
    }

    @Override
    public void acknowledge(long seq) {
        acknowledged.add(seq);
    }

    @Override
    public synchronized void answer(Answer answer) {
        Notification paused = last();
        if (paused == null || !paused.isPaused() || paused.seq() != answer.seq()) {
            throw RasException.of(RasError.ALREADY_EXISTS, "already answered");
        }
        Secret secret = answer.secret();
        answers.add(new TreeMap<>(answer.fields())
                + (secret == null ? "" : secret.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8))));
        say(ConnectionState.AUTH_RETRY);
    }

    @Override
    public void confirm() {
        throw RasException.of(RasError.INVALID_PARAMETER, "connection " + id + " needs no confirmation");
    }

    @Override
    public synchronized ConnectionStatus status() {
        Notification n = last();
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
                attempt,
                log.size(),
                owner,
                Instant.EPOCH,
                "vpn",
                "SSTP",
                null,
                null,
                null,
                "",
                references,
                n == null ? 0 : n.reason(),
                n == null ? null : n.prompt(),
                n == null ? 0 : n.retryInMillis(),
                null,
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
        Thread.ofVirtual().start(() -> {
            follow(since, observer, stopped);
            unwatched.run();
        });
        watched.run();
        return () -> {
            synchronized (this) {
                stopped[0] = true;
                notifyAll();
            }
        };
    }

    private void follow(long since, Observer observer, boolean[] stopped) {
        long seq = since;
        for (Notification next = next(seq, stopped); next != null; next = next(seq, stopped)) {
            Notification given = next;
            seq = next.seq();
            HandlerScope.run(() -> observer.onNotification(given));
            if (!observer.wantsMore()) {
                return;
            }
        }
        long last = seq;
        if (!stopped[0]) {
            boolean over = isOver(last);
            HandlerScope.run(() -> {
                if (over) {
                    observer.onEnd(last);
                } else {
                    observer.onLagged(last);
                }
            });
        }
    }

    private synchronized boolean isOver(long seq) {
        return ended && log.size() <= seq;
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
