package dev.dialtone.cli;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.NameService;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Projection.Excluded;
import dev.dialtone.api.Projection.MtuLimit;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Statistics;
import dev.dialtone.api.Subscription;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection whose states the test decides.
final class FakeConnection implements Connection {
    static final Instant START = Instant.parse("2026-11-22T08:03:38.123456Z");

    private @Nullable NameService names;
    private final String id;
    private final String entry;
    private final List<Notification> log = new ArrayList<>();
    private final List<Observer> observers = new ArrayList<>();
    private final CompletableFuture<Notification> completion = new CompletableFuture<>();
    private final CompletableFuture<Notification> end = new CompletableFuture<>();
    private final CompletableFuture<Notification> outcome = new CompletableFuture<>();
    private final BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> acknowledged = new LinkedBlockingQueue<>();
    private int attempt = 1;
    int references = 1;
    boolean slowEnd;
    int confirmed;

    @Nullable
    Instant confirmUntil;

    String weak = "";

    @Nullable
    String namespace;

    int table;

    Consumer<FakeConnection> hangUpAfter = c -> {};

    @Nullable
    RasException refusal;

    /// What answers meet, one after the other; then they are taken.
    final Deque<RasException> answerRefusals = new ArrayDeque<>();

    /// An answer that came, with its secret as text.
    record Answered(
            long seq, Map<String, String> fields, @Nullable String secret) {}

    FakeConnection(String id, String entry) {
        this.id = id;
        this.entry = entry;
    }

    synchronized FakeConnection enter(ConnectionState state) {
        return tell(state, 0, 0, null, false, false);
    }

    /// It waits for an answer.
    synchronized FakeConnection pause(ConnectionState state, int reason, Prompt prompt) {
        return tell(new Said(state, 0, 0, null, false, false, 0, reason, prompt));
    }

    /// A failed attempt that is followed by another.
    synchronized FakeConnection failForNow(ConnectionState state, int error, long retryInMillis) {
        tell(new Said(state, error, 0, null, true, false, retryInMillis, 0, null));
        attempt++;
        return this;
    }

    /// The established connection is lost, and will be dialled again.
    synchronized FakeConnection lost(int cause, long retryInMillis) {
        tell(new Said(ConnectionState.DISCONNECTED, 0, cause, null, false, true, retryInMillis, 0, null));
        attempt++;
        return this;
    }

    /// What comes next is of the next attempt.
    synchronized FakeConnection nextAttempt() {
        attempt++;
        return this;
    }

    /// The dialler's next word to go on.
    long awaitAcknowledgement() {
        return next(acknowledged);
    }

    boolean hasAcknowledgement() {
        return !acknowledged.isEmpty();
    }

    Answered awaitAnswer() {
        return next(answers);
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            return Objects.requireNonNull(queue.poll(10, TimeUnit.SECONDS), "nothing came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
        return tell(new Said(state, error, cause, detail, completes, ends, 0, 0, null));
    }

    private record Said(
            ConnectionState state,
            int error,
            int cause,
            @Nullable Detail detail,
            boolean completes,
            boolean ends,
            long retryInMillis,
            int reason,
            @Nullable Prompt prompt) {}

    private FakeConnection tell(Said s) {
        Notification n = new Notification(
                log.size() + 1,
                START.plusMillis(100L * log.size()),
                id,
                entry,
                attempt,
                1,
                s.state,
                s.error,
                s.cause,
                s.detail,
                s.completes,
                s.ends,
                s.retryInMillis,
                s.reason,
                s.prompt,
                s.state == ConnectionState.CONNECTED ? confirmUntil : null);
        log.add(n);
        if (n.isLast()) {
            references = 0;
        }
        List.copyOf(observers).forEach(o -> o.onNotification(n));
        if (n.isLast()) {
            end.complete(n);
        }
        if (n.completion()) {
            completion.complete(n);
        }
        if (n.isConnected() || n.isLast()) {
            outcome.complete(n);
        }
        if (n.isLast()) {
            List.copyOf(observers).forEach(o -> o.onEnd(n.seq()));
        }
        return this;
    }

    /// Ends the streams of all who watch, as one who was too slow sees it (N8).
    synchronized void lag(long lastSeq) {
        List<Observer> lagging = List.copyOf(observers);
        observers.clear();
        lagging.forEach(o -> o.onLagged(lastSeq));
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
        if (active() && !slowEnd) {
            disconnected(RasError.USER_DISCONNECTION);
        }
        return end.copy();
    }

    @Override
    public CompletableFuture<Notification> outcome() {
        return outcome.copy();
    }

    @Override
    public synchronized CompletableFuture<Notification> release() {
        references--;
        return references > 0 ? outcome.copy() : hangUp();
    }

    @Override
    public void acknowledge(long seq) {
        acknowledged.add(seq);
    }

    @Override
    public void answer(Answer answer) {
        Secret secret = answer.secret();
        answers.add(new Answered(
                answer.seq(),
                answer.fields(),
                secret == null ? null : secret.useUtf8(bytes -> new String(bytes, StandardCharsets.UTF_8))));
        RasException refused = answerRefusals.poll();
        if (refused != null) {
            throw refused;
        }
    }

    @Override
    public synchronized void confirm() {
        if (confirmUntil == null) {
            throw RasException.of(RasError.INVALID_PARAMETER, "connection " + id + " needs no confirmation");
        }
        confirmed++;
        confirmUntil = null;
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
                last.attempt(),
                last.seq(),
                1000,
                START,
                "vpn",
                "SSTP",
                "192.0.2.1:5000",
                "192.0.2.9:443",
                null,
                weak,
                references,
                last.reason(),
                last.prompt(),
                last.retryInMillis(),
                confirmUntil,
                up ? projection() : null,
                up ? new Statistics(1536, 3L << 30, 12, 34, 0, 90_061_000) : Statistics.NONE);
    }

    /// How it stands with its names, from now on.
    FakeConnection names(String state, String reason, String advice, NameService.Server... servers) {
        names = new NameService(state, START, List.of(servers), reason, advice);
        return this;
    }

    @Override
    public Projection projection() {
        return new Projection(
                "dt0",
                namespace,
                table,
                "10.21.0.5",
                "10.21.0.1",
                0,
                null,
                null,
                RasError.PROTOCOL_NOT_CONFIGURED,
                List.of("10.21.0.1"),
                List.of(),
                List.of("example.com"),
                List.of("10.0.0.0/8", "10.1.0.0/16@50"),
                1400,
                "mschapv2",
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                "CN=vpn",
                "ab12",
                List.of(),
                998,
                List.of(
                        new Excluded("10.2.0.0/16", "eth0", "192.0.2.1"),
                        new Excluded("10.3.0.0/16", "eth1", null),
                        new Excluded("2001:db8::/32", null, null)),
                List.of(
                        new MtuLimit(MtuLimit.ENTRY, 1400, true),
                        new MtuLimit(MtuLimit.PEER, 1500, false),
                        new MtuLimit(MtuLimit.CARRIER, 4087, false),
                        new MtuLimit(MtuLimit.ROUTER, 1480, false)),
                "1400 + 4 PPP + 4 SSTP + 22 TLS + 32 TCP + 20 IPv4 = 1482",
                names);
    }

    @Override
    public synchronized Subscription watch(long since, Observer observer) {
        log.stream().filter(n -> n.seq() > since).forEach(observer::onNotification);
        if (active()) {
            observers.add(observer);
        } else {
            observer.onEnd(log.size());
        }
        return () -> {
            synchronized (this) {
                observers.remove(observer);
            }
        };
    }

    @Override
    public synchronized List<Notification> log() {
        return List.copyOf(log);
    }
}
