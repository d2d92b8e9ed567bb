package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.EventObserver;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.StreamObserver;
import dev.dialtone.api.Subscription;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pauses, gates, references, redial and lagging, through the daemon and back.
@Timeout(20)
class RemoteContractTest {
    private static final DialRequest OFFICE = DialRequest.of("office");
    private static final DialRequest GATED = OFFICE.options(DialOptions.STANDARD.withGate(Duration.ofSeconds(9)));
    private static final Prompt PROMPT = new Prompt(
            Prompt.Wants.CREDENTIALS,
            "Who are you?",
            List.of(new Prompt.Field(Prompt.USER, false, "ann"), new Prompt.Field(Prompt.PASSWORD, true, "")),
            Instant.ofEpochSecond(1_800_000_000));

    private final FakeManager manager = new FakeManager();
    private Daemon daemon;
    private RemoteClient client;

    @BeforeEach
    void start(@TempDir Path directory) {
        manager.entries.put("office", Entry.of("office"));
        daemon = Daemon.start(directory.resolve("d.sock"), manager::view);
        client = RemoteClient.connect(daemon.socket());
    }

    @AfterEach
    void stop() {
        client.close();
        daemon.close();
    }

    /// Keeps how its stream ended.
    private abstract static class EndSeen implements StreamObserver {
        final CompletableFuture<Long> ended = new CompletableFuture<>();
        final CompletableFuture<Long> lagged = new CompletableFuture<>();

        @Override
        public final void onEnd(long lastSeq) {
            ended.complete(lastSeq);
        }

        @Override
        public final void onLagged(long lastSeq) {
            lagged.complete(lastSeq);
        }
    }

    /// Takes one notification for each permit, and wants more until it has the last one asked for.
    private static final class Slow extends EndSeen implements Observer {
        final BlockingQueue<Long> seqs = new LinkedBlockingQueue<>();
        final CountDownLatch inside = new CountDownLatch(1);
        final Semaphore permits;
        final long enough;
        final boolean acknowledges;

        Slow(int permits, long enough, boolean acknowledges) {
            this.permits = new Semaphore(permits);
            this.enough = enough;
            this.acknowledges = acknowledges;
        }

        @Override
        public void onNotification(Notification notification) {
            inside.countDown();
            permits.acquireUninterruptibly();
            seqs.add(notification.seq());
        }

        @Override
        public boolean wantsMore() {
            return !seqs.contains(enough);
        }

        @Override
        public boolean acknowledges() {
            return acknowledges;
        }
    }

    private static Slow all() {
        return new Slow(1000, -1, true);
    }

    @Test
    void dial_carriesItsOptionsAndTheDaemonAcknowledgesNothing() throws Exception {
        DialOptions options = DialOptions.STANDARD
                .withPauses(Duration.ofSeconds(7))
                .withGate(Duration.ofMillis(1500))
                .inBackground()
                .joining();
        client.dial(OFFICE.options(options), new Slow(0, -1, true));
        assertThat(manager.requests.take().options()).isEqualTo(options);
        FakeConnection fake = manager.dialled.take();
        fake.connect();
        Slow other = all();
        client.connection("office").watch(2, other);
        assertThat(other.seqs.take()).isEqualTo(3);
        assertThat(fake.acknowledged).isEmpty();
    }

    @Test
    void gatedDial_isAcknowledgedOnceTheObserverReturned_N9() throws Exception {
        Slow observer = new Slow(0, -1, true);
        Connection connection = client.dial(GATED, observer);
        FakeConnection fake = manager.dialled.take();
        fake.say(ConnectionState.OPEN_PORT);
        observer.inside.await();
        assertThat(fake.acknowledged).isEmpty();
        observer.permits.release();
        assertThat(fake.acknowledged.take()).isEqualTo(1);
        observer.permits.release(10);
        fake.say(ConnectionState.PORT_OPENED);
        fake.say(ConnectionState.CONNECT_DEVICE);
        assertThat(fake.acknowledged.take()).isEqualTo(2);
        assertThat(fake.acknowledged.take()).isEqualTo(3);
        fake.connect();
        assertThat(connection.completion().get().isConnected()).isTrue();
    }

    @Test
    void gatedDial_goesOnWhenItsObserverHasEnough_N12() throws Exception {
        Slow observer = new Slow(1000, 2, true);
        Connection connection = client.dial(GATED, observer);
        FakeConnection fake = manager.dialled.take();
        for (long seq = 1; seq <= 5; seq++) {
            fake.say(ConnectionState.AUTHENTICATE);
            assertThat(fake.acknowledged.take()).isEqualTo(seq);
        }
        fake.connect();
        assertThat(fake.acknowledged.take()).isEqualTo(6);
        assertThat(connection.completion().get().isConnected()).isTrue();
        assertThat(observer.seqs).containsExactly(1L, 2L);
        assertThat(observer.ended).isNotDone();
    }

    @Test
    void gatedDialOfWhoAcknowledgesItself_isLeftToHim_N9() throws Exception {
        Slow observer = new Slow(1000, -1, false);
        Connection connection = client.dial(GATED, observer);
        FakeConnection fake = manager.dialled.take();
        fake.say(ConnectionState.OPEN_PORT);
        fake.say(ConnectionState.PORT_OPENED);
        assertThat(observer.seqs.take()).isEqualTo(1);
        assertThat(observer.seqs.take()).isEqualTo(2);
        connection.acknowledge(2);
        assertThat(fake.acknowledged).containsExactly(2L);
    }

    @Test
    void dialWithoutGate_isNotAcknowledged() throws Exception {
        Slow observer = all();
        Connection connection = client.dial(OFFICE, observer);
        FakeConnection fake = manager.dialled.take();
        fake.connect();
        fake.disconnect(RasError.LINK_FAILURE);
        assertThat(observer.ended.get()).isEqualTo(4);
        assertThat(connection.outcome().get().isConnected()).isTrue();
        assertThat(fake.acknowledged).isEmpty();
    }

    @Test
    void pausedDial_showsItsPromptAndTakesOneAnswer_P3() throws Exception {
        BlockingQueue<Notification> seen = new LinkedBlockingQueue<>();
        Connection connection = client.dial(OFFICE, seen::add);
        FakeConnection fake = manager.dialled.take();
        fake.pause(RasError.AUTHENTICATION_FAILURE, PROMPT);
        Notification paused = seen.take();
        assertThat(paused.isPaused()).isTrue();
        assertThat(paused.reason()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(paused.prompt()).isEqualTo(PROMPT);
        assertThat(connection.status()).isEqualTo(fake.status());
        assertThat(connection.status().prompt()).isEqualTo(PROMPT);

        try (Secret password = Secret.ofUtf8("pässword".getBytes(StandardCharsets.UTF_8))) {
            Answer answer = new Answer(1, Map.of(Prompt.USER, "bob", Prompt.DOMAIN, "CORP"), password);
            connection.answer(answer);
            assertThat(fake.answers.take()).isEqualTo("{domain=CORP, user=bob}pässword");
            assertThatThrownBy(() -> connection.answer(answer))
                    .isInstanceOfSatisfying(
                            RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.ALREADY_EXISTS));
        }
        assertThat(seen.take().state()).isEqualTo(ConnectionState.AUTH_RETRY);
    }

    @Test
    void answerWithoutSecret_isTaken() throws Exception {
        Connection connection = client.dial(OFFICE, _ -> {});
        FakeConnection fake = manager.dialled.take();
        fake.pause(RasError.VALIDATING_SERVER_CERT, PROMPT);
        connection.answer(new Answer(1, Map.of(Prompt.TRUST, "00ff"), null));
        assertThat(fake.answers.take()).isEqualTo("{trust=00ff}");
    }

    @Test
    void redial_completionIsOfTheFirstAttemptAndOutcomeOfTheLast_C1a() throws Exception {
        Slow observer = all();
        Connection connection = client.dial(OFFICE, observer);
        FakeConnection fake = manager.dialled.take();
        fake.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT);
        Notification completion = connection.completion().get();
        assertThat(completion.retryInMillis()).isEqualTo(5000);
        CompletableFuture<Notification> outcome = connection.outcome();
        CompletableFuture<Notification> found =
                client.connection(connection.id()).outcome();
        assertThat(outcome).isNotDone();
        fake.connect();
        assertThat(outcome.get()).isEqualTo(fake.log().getLast()).satisfies(n -> {
            assertThat(n.attempt()).isEqualTo(2);
            assertThat(n.isConnected()).isTrue();
        });
        assertThat(found.get()).isEqualTo(outcome.get());
        fake.lose(RasError.LINK_FAILURE);
        fake.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT);
        fake.fail(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT);
        assertThat(observer.ended.get()).isEqualTo(fake.log().size());
        assertThat(connection.completion().get()).isEqualTo(completion);
    }

    @Test
    void finalFailure_isTheOutcome_C1a() throws Exception {
        Connection connection = client.dial(OFFICE, _ -> {});
        FakeConnection fake = manager.dialled.take();
        fake.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT);
        fake.fail(ConnectionState.AUTH_NOTIFY, RasError.AUTHENTICATION_FAILURE);
        assertThat(connection.outcome().get().error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(connection.completion().get().error()).isEqualTo(RasError.VPN_TIMEOUT);
    }

    @Test
    void hangUpBetweenTwoAttempts_givesTheNextOnesCompletion_C4() throws Exception {
        Connection connection = client.dial(OFFICE, _ -> {});
        FakeConnection fake = manager.dialled.take();
        fake.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT);
        Notification last = connection.hangUp().get();
        assertThat(last.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(last.completion()).isTrue();
        assertThat(connection.outcome().get()).isEqualTo(last);
        assertThat(connection.hangUp().get()).isEqualTo(last);
    }

    @Test
    void secondDial_isGivenTheExistingConnectedAndReleasesBothHolds_H2() throws Exception {
        Connection first = client.dial(OFFICE, _ -> {});
        FakeConnection fake = manager.dialled.take();
        fake.connect();
        Notification connected = first.completion().get();
        Slow observer = all();
        Connection second = client.dial(OFFICE, observer);
        assertThat(second.completion().get()).isEqualTo(connected);
        assertThat(observer.seqs.take()).isEqualTo(3);
        assertThat(second.status().references()).isEqualTo(2);

        assertThat(second.release().get()).isEqualTo(connected);
        assertThat(second.status().references()).isEqualTo(1);
        Notification ending = first.release().get();
        assertThat(ending.ending()).isTrue();
        assertThat(second.status().references()).isZero();
        assertThat(observer.ended.get()).isEqualTo(4);
    }

    @Test
    void joinedDial_getsEverythingAndTheAttemptThatIsUnderWay_H2() throws Exception {
        client.dial(OFFICE, _ -> {});
        FakeConnection fake = manager.dialled.take();
        fake.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT);
        fake.say(ConnectionState.OPEN_PORT);
        Slow observer = all();
        Connection joined = client.dial(OFFICE.options(DialOptions.STANDARD.joining()), observer);
        assertThat(observer.seqs.take()).isEqualTo(1);
        assertThat(joined.completion()).isNotDone();
        fake.connect();
        assertThat(joined.completion().get().isConnected()).isTrue();
        assertThat(joined.status().references()).isEqualTo(2);
    }

    @Test
    void plainObserverWhoseStreamLagged_isToldAndMayResume_N8() throws Exception {
        client.dial(OFFICE, _ -> {});
        FakeConnection fake = manager.dialled.take();
        fake.say(ConnectionState.OPEN_PORT);
        Slow observer = all();
        Connection connection = client.connection("office");
        connection.watch(0, observer);
        assertThat(observer.seqs.take()).isEqualTo(1);
        fake.lag();
        assertThat(observer.lagged.get()).isEqualTo(1);
        assertThat(observer.ended).isNotDone();
        fake.recover();
        fake.connect();
        Slow again = all();
        connection.watch(observer.lagged.get(), again);
        assertThat(again.seqs.take()).isEqualTo(2);
    }

    @Test
    void observerThatStandsStill_isToldAndItsDialCompletes_N8() throws Exception {
        Slow observer = new Slow(0, -1, true);
        Connection connection = client.dial(OFFICE, observer);
        FakeConnection fake = manager.dialled.take();
        fake.say(ConnectionState.AUTHENTICATE);
        observer.inside.await();
        for (int i = 0; i < 1100; i++) {
            fake.say(ConnectionState.AUTHENTICATE);
        }
        fake.connect();
        assertThat(connection.completion().get().seq()).isEqualTo(1104);
        observer.permits.release(5000);
        assertThat(observer.lagged.get()).isEqualTo(1);
        assertThat(observer.seqs).containsExactly(1L);
    }

    @Test
    void observerThatHasEnough_endsItsStreamAndNotTheDial_N12() throws Exception {
        Slow observer = new Slow(1000, 1, true);
        Connection connection = client.dial(OFFICE, observer);
        FakeConnection fake = manager.dialled.take();
        fake.connect();
        assertThat(connection.completion().get().isConnected()).isTrue();
        fake.disconnect(RasError.LINK_FAILURE);
        assertThat(connection.hangUp().get().seq()).isEqualTo(4);
        assertThat(observer.seqs).containsExactly(1L);
        assertThat(observer.ended).isNotDone();
    }

    private static final class Events extends EndSeen implements EventObserver {
        final BlockingQueue<AccessEvent> events = new LinkedBlockingQueue<>();

        @Override
        public void onEvent(AccessEvent event) {
            events.add(event);
        }
    }

    @Test
    void events_tellTheirReferencesAndTheirEnd_V1() throws Exception {
        FakeConnection about = new FakeConnection("c-9", "office", 0);
        Events observer = new Events();
        client.watchAll(0, observer);
        manager.event(EventKind.REFERENCES, about, 0);
        assertThat(observer.events.take()).satisfies(e -> {
            assertThat(e.event()).isEqualTo(EventKind.REFERENCES);
            assertThat(e.references()).isEqualTo(1);
        });
        manager.endEvents();
        assertThat(observer.ended.get()).isEqualTo(1);
        assertThat(observer.lagged).isNotDone();
    }

    @Test
    void eventsThatLagged_areTold_V1() throws Exception {
        manager.event(EventKind.DORMANT, new FakeConnection("c-9", "office", 0), 0);
        Events observer = new Events();
        client.watchAll(0, observer);
        assertThat(observer.events.take().event()).isEqualTo(EventKind.DORMANT);
        manager.lagEvents();
        assertThat(observer.lagged.get()).isEqualTo(1);
    }

    @Test
    void eventsOfADaemonThatCloses_end_V1() throws Exception {
        Events observer = new Events();
        try (Subscription _ = client.watchAll(0, observer)) {
            manager.event(EventKind.CONNECTION, new FakeConnection("c-9", "office", 0), 0);
            assertThat(observer.events.take().seq()).isEqualTo(1);
            daemon.close();
            assertThat(observer.ended.get()).isEqualTo(1);
        }
    }
}
