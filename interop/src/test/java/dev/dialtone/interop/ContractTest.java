package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Json;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import dev.dialtone.manager.Caller;
import dev.dialtone.manager.Manager;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import dev.dialtone.testkit.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of `docs/contract.md` by number: the end of a test's name says which rules it proves. The same tests run
/// on
/// the manager itself and through a daemon.
abstract class ContractTest {
    private static final Duration SOON = Rig.SOON;
    private static final Duration HANG_UP_BOUND = Duration.ofSeconds(5);
    private static final List<ConnectionState> SSTP_STATES = List.of(
            ConnectionState.OPEN_PORT,
            ConnectionState.PORT_OPENED,
            ConnectionState.CONNECT_DEVICE,
            ConnectionState.DEVICE_CONNECTED,
            ConnectionState.ALL_DEVICES_CONNECTED,
            ConnectionState.AUTHENTICATE,
            ConnectionState.AUTH_NOTIFY,
            ConnectionState.AUTHENTICATED,
            ConnectionState.AUTH_PROJECT,
            ConnectionState.PROJECTED,
            ConnectionState.APPLY_SETTINGS,
            ConnectionState.CONNECTED);

    private Rig rig = new Rig();
    private Doorway doorway = doorway(rig);
    private RemoteAccess access = doorway.access();

    abstract Doorway doorway(Rig rig);

    @AfterEach
    void end() {
        rig.host().release();
        doorway.refuse();
        rig.manager().close();
        doorway.close();
        rig.close();
    }

    private void anotherServer(Rig other) {
        end();
        rig = other;
        doorway = doorway(rig);
        access = doorway.access();
    }

    private void restart() {
        doorway.refuse();
        rig.manager().close();
        doorway.close();
        rig.restart();
        doorway = doorway(rig);
        access = doorway.access();
    }

    private static Notification await(CompletableFuture<Notification> told) throws Exception {
        return told.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private Connection connect(Recorder recorder) throws Exception {
        Connection connection = access.dial(rig.request("office"), recorder);
        assertThat(await(connection.completion()).isConnected())
                .as("Connected: %s", Told.of(connection.log()))
                .isTrue();
        return connection;
    }

    private Connection connect() throws Exception {
        return connect(new Recorder());
    }

    private Connection haltedAt(Halt halt, Recorder recorder) throws Exception {
        halt.arm(rig);
        Connection connection = access.dial(rig.request("office"), recorder);
        halt.await(rig);
        return connection;
    }

    private RasException refused(Runnable operation) {
        AtomicReference<RasException> thrown = new AtomicReference<>();
        assertThatThrownBy(operation::run).isInstanceOfSatisfying(RasException.class, thrown::set);
        return thrown.get();
    }

    // ---- 2. Notifications

    @Test
    void dial_returnsAtOnceAndCompletesTheSameWay_N1() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = haltedAt(Halt.TCP_ACCEPT, recorder);
        assertThat(connection.id()).isNotEmpty();
        assertThat(connection.completion()).as("the server does not answer yet").isNotDone();
        Halt.TCP_ACCEPT.release(rig);
        Notification completion = await(connection.completion());
        assertThat(recorder.await(Notification::completion, SOON)).isEqualTo(completion);
        await(connection.hangUp());

        Notification blocking = access.dialAndWait(rig.request("office"));
        assertThat(blocking).isEqualTo(access.connection("office").log().getLast());
        assertThat(blocking.isConnected()).isTrue();
        assertThat(blocking.seq()).isEqualTo(completion.seq());
    }

    @ParameterizedTest
    @EnumSource(Halt.class)
    @Execution(ExecutionMode.CONCURRENT)
    void state_isNotifiedBeforeItsWorkIsVisible_N2(Halt halt) throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = haltedAt(halt, recorder);
        recorder.await(n -> n.state() == halt.state(), SOON);
        assertThat(connection.log().getLast().state()).isEqualTo(halt.state());
        if (halt == Halt.OPEN_PORT) {
            assertThat(rig.answerer().counters().accepted()).isZero();
            assertThat(rig.memory().history()).isEmpty();
        }
        for (AnswererSession session : rig.answerer().sessions()) {
            for (Seen seen : session.seen()) {
                assertThat(Halt.stateOf(seen.step()).code())
                        .as("%s was seen in state %s", seen, halt.state())
                        .isLessThanOrEqualTo(halt.state().code());
            }
        }
        boolean settings = rig.memory().history().stream()
                .anyMatch(event -> !(event.change() instanceof dev.dialtone.host.HostChange.Device));
        assertThat(settings && halt != Halt.APPLY_SETTINGS)
                .as("settings were applied before ApplySettings")
                .isFalse();
        halt.release(rig);
        assertThat(await(connection.completion()).isConnected()).isTrue();
    }

    @Test
    void everythingTheServerSaw_cameAfterItsStateWasNotified_N2() throws Exception {
        for (int dial = 0; dial < 10; dial++) {
            Connection connection = connect();
            AnswererSession session = rig.answerer().sessions().getLast();
            // one clock reading against the other, as close as the machine allows
            Instant wall = Instant.now();
            long monotonic = System.nanoTime();
            for (Seen seen : session.seen()) {
                Instant when = wall.minusNanos(monotonic - seen.nanoTime());
                Notification notified = connection.log().stream()
                        .filter(n -> n.state() == Halt.stateOf(seen.step()))
                        .findFirst()
                        .orElseThrow();
                assertThat(notified.time())
                        .as("%s and the notification of its state", seen)
                        .isBeforeOrEqualTo(when.plusMillis(1));
            }
            await(connection.hangUp());
        }
    }

    @Test
    void error_isTheSameStateAgainAndTheLastOfTheAttempt_N3_E2() throws Exception {
        rig.answerer()
                .misbehave(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE)
                        .withCode(691)
                        .withWords("no such user here"));
        Recorder recorder = new Recorder();
        Connection connection = access.dial(rig.request("office"), recorder);
        Notification completion = await(connection.completion());
        recorder.awaitEnd(SOON);

        List<Notification> log = connection.log();
        Told.isWhole(log);
        assertThat(completion).isEqualTo(log.getLast()).isEqualTo(recorder.all().getLast());
        assertThat(completion.state()).isEqualTo(ConnectionState.AUTH_NOTIFY);
        assertThat(completion.error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(completion.cause()).isZero();
        Notification entered = log.get(log.size() - 2);
        assertThat(entered.state()).isEqualTo(ConnectionState.AUTH_NOTIFY);
        assertThat(entered.error()).isZero();

        Detail detail = completion.detail();
        assertThat(detail).isNotNull();
        assertThat(detail.layer()).isEqualTo("auth");
        assertThat(detail.peerCode()).isEqualTo("E=691");
        assertThat(detail.peerText()).isEqualTo("no such user here");
        assertThat(detail.advice()).isNotEmpty();
        assertThat(detail.retryable()).isFalse();
    }

    @Test
    void everyNotification_saysWhatItBelongsTo_N4() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = connect(recorder);
        await(connection.hangUp());
        recorder.awaitEnd(SOON);
        Instant before = Instant.EPOCH;
        for (Notification n : recorder.all()) {
            assertThat(n.connection()).isEqualTo(connection.id());
            assertThat(n.entry()).isEqualTo("office");
            assertThat(n.attempt()).isOne();
            assertThat(n.subEntry()).isOne();
            assertThat(n.time()).isAfterOrEqualTo(before);
            before = n.time();
            assertThat(Wire.of(n))
                    .containsKeys(
                            "seq", "time", "connection", "entry", "attempt", "subEntry", "state", "group", "error");
        }
        assertThat(before).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void seq_growsByOneOverTheWholeLife_N5() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = connect(recorder);
        await(connection.hangUp());
        long last = recorder.awaitEnd(SOON);
        Told.isWhole(recorder.all());
        assertThat(last).isEqualTo(recorder.all().size());
        assertThat(connection.status().seq()).isEqualTo(last);
    }

    @Test
    void allObservers_getTheSameInTheSameOrder_N6() throws Exception {
        Recorder dialler = new Recorder();
        Connection connection = haltedAt(Halt.LCP, dialler);
        List<Recorder> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Recorder other = new Recorder();
            RemoteAccess client = i % 2 == 0 ? access : doorway.newClient();
            client.connection("office").watch(0, other);
            others.add(other);
        }
        Halt.LCP.release(rig);
        await(connection.completion());
        await(connection.hangUp());
        dialler.awaitEnd(SOON);
        for (Recorder other : others) {
            other.awaitEnd(SOON);
            assertThat(other.all()).isEqualTo(dialler.all()).isEqualTo(connection.log());
        }
    }

    @Test
    void lateObserver_getsNoGapAndNoRepeat_N7() throws Exception {
        Connection connection = connect();
        List<Notification> soFar = connection.log();
        List<Recorder> late = new ArrayList<>();
        for (int since = 0; since <= soFar.size(); since++) {
            Recorder recorder = new Recorder();
            connection.watch(since, recorder);
            late.add(recorder);
        }
        await(connection.hangUp());
        List<Notification> whole = connection.log();
        for (int since = 0; since < late.size(); since++) {
            late.get(since).awaitEnd(SOON);
            assertThat(late.get(since).all()).as("since %d", since).isEqualTo(whole.subList(since, whole.size()));
        }
        Recorder after = new Recorder();
        connection.watch(0, after);
        after.awaitEnd(SOON);
        assertThat(after.all()).as("one who comes after the end").isEqualTo(whole);
    }

    @Test
    void observerThatNeverReturns_holdsUpNobody_N8() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        try {
            Connection connection = access.dial(rig.request("office"), _ -> {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Recorder other = new Recorder();
            connection.watch(0, other);
            assertThat(await(connection.completion()).isConnected()).isTrue();
            other.await(Notification::isConnected, SOON);
            await(connection.hangUp());
        } finally {
            free.countDown();
        }
    }

    @Test
    void statesThatOccur_dependOnTheServer_N10() throws Exception {
        Connection connection = connect();
        assertThat(Told.states(connection.log())).isEqualTo(SSTP_STATES);
        await(connection.hangUp());
        Told.isWhole(connection.log());

        anotherServer(new Rig(answers -> answers.method(null)));
        connection = connect();
        List<ConnectionState> withoutSignIn = new ArrayList<>(SSTP_STATES);
        withoutSignIn.remove(ConnectionState.AUTH_NOTIFY);
        assertThat(Told.states(connection.log())).isEqualTo(withoutSignIn);
        await(connection.hangUp());
        Told.isWhole(connection.log());
    }

    @Test
    void handler_mayAskAndHangUpButNotDial_N11() throws Exception {
        CompletableFuture<Connection> dialled = new CompletableFuture<>();
        CompletableFuture<Throwable> dialInside = new CompletableFuture<>();
        CompletableFuture<ConnectionStatus> statusInside = new CompletableFuture<>();
        CompletableFuture<Integer> listedInside = new CompletableFuture<>();
        Connection connection = access.dial(rig.request("office"), n -> {
            if (n.state() == ConnectionState.CONNECT_DEVICE) {
                try {
                    access.dial(rig.request("another"), _ -> {});
                    dialInside.completeExceptionally(new AssertionError("dialling inside a handler is allowed"));
                } catch (IllegalStateException e) {
                    dialInside.complete(e);
                }
            }
            if (n.isConnected()) {
                Connection own = dialled.join();
                statusInside.complete(own.status());
                listedInside.complete(access.list().size());
                own.hangUp();
            }
        });
        dialled.complete(connection);
        assertThat(dialInside.get(SOON.toSeconds(), TimeUnit.SECONDS)).hasMessageContaining("N11");
        assertThat(statusInside.get(SOON.toSeconds(), TimeUnit.SECONDS).connection())
                .isEqualTo(connection.id());
        assertThat(listedInside.get(SOON.toSeconds(), TimeUnit.SECONDS)).isOne();
        Notification ending = await(connection.hangUp());
        assertThat(ending.ending()).isTrue();
        Told.isWhole(connection.log());
    }

    @Test
    void handlerThatThrows_changesNothing_N11() throws Exception {
        List<Long> told = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(SSTP_STATES.size() + 1);
        Connection connection = access.dial(rig.request("office"), n -> {
            told.add(n.seq());
            all.countDown();
            throw new IllegalArgumentException("thrown by a test's handler on purpose");
        });
        assertThat(await(connection.completion()).isConnected()).isTrue();
        await(connection.hangUp());
        assertThat(all.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("told %s", told)
                .isTrue();
        assertThat(told)
                .isEqualTo(connection.log().stream().map(Notification::seq).toList());
    }

    @Test
    void unsubscribedDialler_stillGetsItsCompletion_N12() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = haltedAt(Halt.HTTP, new Recorder());
        Subscription subscription = connection.watch(0, recorder);
        recorder.await(n -> n.state() == ConnectionState.CONNECT_DEVICE, SOON);
        subscription.close();
        Halt.HTTP.release(rig);
        assertThat(await(connection.completion()).isConnected()).isTrue();
        assertThat(recorder.all()).hasSize(3);
    }

    // ---- 3. Completion

    @Test
    void attempt_hasExactlyOneCompletion_C1() throws Exception {
        Connection connected = connect();
        await(connected.hangUp());
        Told.isWhole(connected.log());
        assertThat(connected.log().getLast().ending()).isTrue();

        Connection hungUp = haltedAt(Halt.LCP, new Recorder());
        await(hungUp.hangUp());
        Halt.LCP.release(rig);
        Told.isWhole(hungUp.log());
        assertThat(hungUp.log().getLast().state()).isEqualTo(ConnectionState.DISCONNECTED);

        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.LCP, Kind.RESET));
        Connection failed = access.dial(rig.request("office"), new Recorder());
        assertThat(await(failed.completion()).error()).isNotZero();
        Told.isWhole(failed.log());
    }

    @Test
    void clientThatGoesAfterConnected_leavesItUpForAnybody_C2_C10() throws Exception {
        RemoteAccess dialler = doorway.newClient();
        Connection connection = dialler.dial(rig.request("office"), new Recorder());
        Notification completion = await(connection.completion());
        dialler.close();

        RemoteAccess another = doorway.newClient();
        assertThat(another.list()).extracting(ConnectionStatus::connection).contains(connection.id());
        Connection found = another.connection("office");
        assertThat(found.id()).isEqualTo(connection.id());
        assertThat(found.status().state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(await(found.completion())).isEqualTo(completion);
        assertThat(found.projection().ipv4()).isNotNull();
        assertThat(await(found.hangUp()).ending()).isTrue();
        rig.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource(
            value = Halt.class,
            names = {"TLS", "SSTP_CONNECT", "LCP", "AUTH_RESPONSE", "CALL_CONNECTED", "IPCP"})
    @Execution(ExecutionMode.CONCURRENT)
    void failedDial_hasReleasedEverythingByItself_C3_H6(Halt halt) throws Exception {
        rig.answerer().misbehave(Misbehaviour.of(halt.step().orElseThrow(), Kind.CLOSE));
        AtomicReference<Set<?>> presentAtCompletion = new AtomicReference<>();
        Connection connection = access.dial(rig.request("office"), n -> {
            if (n.completion()) {
                presentAtCompletion.set(rig.memory().present());
            }
        });
        Notification completion = await(connection.completion());
        assertThat(completion.error()).isNotZero();
        rig.nothingLeft();
        assertThat(connection.status().active()).isFalse();
        assertThat(access.list()).isEmpty();
        assertThat(connection.log().getLast()).isEqualTo(completion);
        Told.isWhole(connection.log());
        assertThat(Files.readString(rig.state().resolve("journal.jsonl"))).isEmpty();
    }

    @Test
    void hangUp_returnsAtOnceAndIsToldWhenAllIsReleased_C4() throws Exception {
        Connection connection = connect();
        AnswererSession session = rig.answerer().sessions().getLast();
        long begun = System.nanoTime();
        CompletableFuture<Notification> ending = connection.hangUp();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        Set<?>[] present = new Set<?>[1];
        await(ending.thenApply(n -> {
            present[0] = rig.memory().present();
            return n;
        }));
        assertThat(present[0]).as("on the host when the ending was told").isEmpty();
        assertThat(session.seen()).extracting(Seen::text).anyMatch(text -> text.contains("Terminate-Request"));
        assertThat(session.seen()).extracting(Seen::text).anyMatch(text -> text.contains("Disconnect"));
        rig.nothingLeft();
    }

    @ParameterizedTest
    @EnumSource(Halt.class)
    @Execution(ExecutionMode.CONCURRENT)
    void hangUpInEachState_isOneCompletionWithinItsBound_C5_C6_H1(Halt halt) throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = haltedAt(halt, recorder);
        long told = connection.log().getLast().seq();
        long begun = System.nanoTime();
        CompletableFuture<Notification> hungUp = connection.hangUp();
        assertThat(hungUp).as("returns at once, before the completion").isNotNull();
        if (halt.step().isEmpty()) {
            // the host's own call comes back late, after the hang-up was asked
            halt.release(rig);
        }
        Notification completion = await(hungUp);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(HANG_UP_BOUND);

        assertThat(completion.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(completion.error()).isZero();
        assertThat(completion.cause()).isEqualTo(RasError.USER_DISCONNECTION);
        assertThat(completion.completion()).isTrue();
        assertThat(completion.ending()).isFalse();
        assertThat(completion.seq()).as("no further state after the hang-up").isEqualTo(told + 1);
        assertThat(await(connection.completion())).isEqualTo(completion);
        recorder.awaitEnd(SOON);
        Told.isWhole(recorder.all());
        assertThat(await(connection.hangUp())).as("hung up again").isEqualTo(completion);
        rig.nothingLeft();
    }

    @Test
    void hostThatStandsStill_doesNotHoldUpTheHangUp_C6() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = haltedAt(Halt.APPLY_SETTINGS, recorder);
        long begun = System.nanoTime();
        Notification completion = await(connection.hangUp());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(HANG_UP_BOUND);
        assertThat(completion.state()).isEqualTo(ConnectionState.DISCONNECTED);
        Halt.APPLY_SETTINGS.release(rig);
        // its change was in the journal and is taken back as soon as the host moves again
        rig.manager().close();
        rig.nothingLeft();
    }

    @Test
    void silentServer_endsTheDialWithinTheStatesLimit_C6() throws Exception {
        long begun = System.nanoTime();
        Halt.LCP.arm(rig);
        Connection connection = access.dial(
                rig.request("office").timeouts(Duration.ofSeconds(1), Duration.ofSeconds(60)), new Recorder());
        Notification completion = await(connection.completion());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(6));
        assertThat(completion.state()).isEqualTo(ConnectionState.ALL_DEVICES_CONNECTED);
        assertThat(completion.error()).isEqualTo(721);
        rig.nothingLeft();
    }

    @Test
    void completion_reachesTheDiallerWhoeverCausedIt_C7() throws Exception {
        RemoteAccess another = doorway.newClient();
        Connection dialling = haltedAt(Halt.HTTP, new Recorder());
        await(another.connection(dialling.id()).hangUp());
        Notification byAnother = await(dialling.completion());
        assertThat(byAnother.state()).isEqualTo(ConnectionState.DISCONNECTED);
        Halt.HTTP.release(rig);

        Halt.LCP.arm(rig);
        Connection second = access.dial(rig.request("office"), new Recorder());
        Halt.LCP.await(rig);
        rig.answerer().sessions().getLast().reset();
        Notification byPeer = await(second.completion());
        assertThat(byPeer.state()).isEqualTo(ConnectionState.ALL_DEVICES_CONNECTED);
        assertThat(byPeer.error()).isNotZero();
    }

    @Test
    void establishedConnection_endsOnceWithItsCause_C8() throws Exception {
        assertThat(endingBy(_ -> access.connection("office").hangUp()).cause()).isEqualTo(RasError.USER_DISCONNECTION);
        Notification byWords = endingBy(session -> session.terminate("maintenance tonight"));
        assertThat(byWords.cause()).isEqualTo(RasError.REMOTE_DISCONNECTION);
        assertThat(byWords.detail()).isNotNull();
        assertThat(byWords.detail().peerText()).isEqualTo("maintenance tonight");
        assertThat(endingBy(session -> session.disconnect(0)).cause()).isEqualTo(RasError.REMOTE_DISCONNECTION);
        assertThat(endingBy(AnswererSession::closeStream).cause()).isEqualTo(RasError.REMOTE_DISCONNECTION);
        assertThat(endingBy(AnswererSession::reset).cause()).isEqualTo(RasError.LINK_FAILURE);
    }

    private Notification endingBy(java.util.function.Consumer<AnswererSession> cause) throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = connect(recorder);
        Recorder watcher = new Recorder();
        doorway.newClient().connection(connection.id()).watch(0, watcher);
        AnswererSession session = rig.answerer().sessions().getLast();
        assertThat(session.awaitEstablished(SOON)).isTrue();
        cause.accept(session);
        Notification ending = recorder.await(Notification::ending, SOON);
        recorder.awaitEnd(SOON);
        watcher.awaitEnd(SOON);
        assertThat(watcher.all()).isEqualTo(recorder.all());
        Told.isWhole(recorder.all());
        assertThat(ending.completion()).isFalse();
        assertThat(connection.status().cause()).isEqualTo(ending.cause());
        rig.nothingLeft();
        return ending;
    }

    @Test
    void managerThatEnds_completesEveryDialAndEndsEveryConnection_C9_S3() throws Exception {
        Recorder established = new Recorder();
        Connection up = access.dial(rig.request("up"), established);
        assertThat(await(up.completion()).isConnected()).isTrue();
        Recorder unfinished = new Recorder();
        Halt.LCP.arm(rig);
        Connection dialling = access.dial(rig.request("dialling"), unfinished);
        Halt.LCP.await(rig);

        doorway.refuse();
        rig.manager().close();
        Notification completion = await(dialling.completion());
        assertThat(completion.state()).isEqualTo(ConnectionState.ALL_DEVICES_CONNECTED);
        assertThat(completion.error()).isEqualTo(RasError.MANAGER_STOPPED);
        Notification ending = established.await(Notification::ending, SOON);
        assertThat(ending.cause()).isEqualTo(RasError.MANAGER_STOPPED);
        established.awaitEnd(SOON);
        unfinished.awaitEnd(SOON);
        Told.isWhole(established.all());
        Told.isWhole(unfinished.all());
        rig.nothingLeft();
        Halt.LCP.release(rig);

        restart();
        assertThat(access.connection(up.id()).log()).isEqualTo(established.all());
        assertThat(access.connection(dialling.id()).log()).isEqualTo(unfinished.all());
        assertThat(access.list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Halt.class)
    @Execution(ExecutionMode.CONCURRENT)
    void clientThatDiesWhileDialling_abandonsItsDial_C10(Halt halt) throws Exception {
        RemoteAccess dialler = doorway.newClient();
        halt.arm(rig);
        Connection connection = dialler.dial(rig.request("office"), new Recorder());
        halt.await(rig);
        Recorder watcher = new Recorder();
        Connection seen = access.connection(connection.id());
        seen.watch(0, watcher);
        long begun = System.nanoTime();
        dialler.close();
        if (halt.step().isEmpty()) {
            watcher.await(n -> n.state() == halt.state(), SOON);
            halt.release(rig);
        }
        if (halt != Halt.APPLY_SETTINGS && halt != Halt.OPEN_PORT) {
            Notification completion = watcher.await(Notification::completion, SOON);
            assertThat(completion.state()).isEqualTo(ConnectionState.DISCONNECTED);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(HANG_UP_BOUND);
            watcher.awaitEnd(SOON);
            Told.isWhole(watcher.all());
            rig.nothingLeft();
        } else {
            // the lease's end and the host's answer race: either it was abandoned, or it is up and stays up
            Notification completion = watcher.await(Notification::completion, SOON);
            if (completion.isConnected()) {
                await(seen.hangUp());
            }
            rig.nothingLeft();
        }
    }

    // ---- 5. Hang-up, references, status

    @Test
    void hangUp_isSafeToRepeatAndUnknownIdsAreError6_H1() throws Exception {
        Connection connection = connect();
        CompletableFuture<Notification> first = connection.hangUp();
        CompletableFuture<Notification> second = connection.hangUp();
        CompletableFuture<Notification> third =
                doorway.newClient().connection(connection.id()).hangUp();
        Notification ending = await(first);
        assertThat(await(second)).isEqualTo(ending);
        assertThat(await(third)).isEqualTo(ending);
        assertThat(await(connection.hangUp())).as("long after").isEqualTo(ending);
        Told.isWhole(connection.log());
        assertThat(refused(() -> access.connection("c-never-seen").hangUp()).error())
                .isEqualTo(RasError.INVALID_HANDLE);
    }

    @Test
    void diallingWhatIsConnected_givesTheExistingConnectedAndDiallingWhatIsDialledIs756_H2() throws Exception {
        Connection first = haltedAt(Halt.LCP, new Recorder());
        RasException busy = refused(() -> access.dial(rig.request("office"), new Recorder()));
        assertThat(busy.error()).isEqualTo(RasError.DIAL_ALREADY_IN_PROGRESS);
        Halt.LCP.release(rig);
        Notification completion = await(first.completion());

        Recorder recorder = new Recorder();
        Connection second = doorway.newClient().dial(rig.request("office"), recorder);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(await(second.completion())).isEqualTo(completion);
        assertThat(recorder.await(_ -> true, SOON)).isEqualTo(completion);
        assertThat(first.log()).hasSize((int) completion.seq());
        assertThat(rig.answerer().counters().accepted()).isOne();
    }

    @Test
    void redialDuringATeardown_waitsForIt_H3() throws Exception {
        Connection first = connect();
        AnswererSession session = rig.answerer().sessions().getLast();
        assertThat(session.awaitEstablished(SOON)).isTrue();
        session.silence(); // so that the farewell takes its time
        CompletableFuture<Notification> ending = first.hangUp();
        Connection second = access.dial(rig.request("office"), new Recorder());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(await(second.completion()).isConnected()).isTrue();
        Notification ended = await(ending);
        assertThat(second.log().getFirst().time()).isAfterOrEqualTo(ended.time());
        Told.isWhole(first.log());
    }

    @Test
    void ids_areNeverReusedAcrossRestarts_H4() throws Exception {
        Set<String> ids = new HashSet<>();
        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.TCP_ACCEPT, Kind.RESET));
        for (int start = 0; start < 3; start++) {
            for (int dial = 0; dial < 10; dial++) {
                Connection connection = access.dial(rig.request("office"), new Recorder());
                await(connection.completion());
                assertThat(connection.id()).matches("c-[A-Za-z0-9_-]{16,}");
                assertThat(ids.add(connection.id()))
                        .as("%s is new", connection.id())
                        .isTrue();
            }
            restart();
        }
    }

    @Test
    void entryInUse_cannotBeRemoved_H5() throws Exception {
        access.setEntry(rig.entry("stored"));
        Connection connection =
                access.dial(DialRequest.of("stored").signIn(Rig.USER, "", Rig.PASSWORD), new Recorder());
        assertThat(refused(() -> access.removeEntry("stored")).error())
                .as("while it is being dialled or is connected")
                .isEqualTo(RasError.CANNOT_DELETE);
        assertThat(await(connection.completion()).isConnected()).isTrue();
        assertThat(refused(() -> access.removeEntry("stored")).error()).isEqualTo(RasError.CANNOT_DELETE);
        assertThat(access.entry("stored")).isEqualTo(rig.entry("stored"));
        await(connection.hangUp());
        access.removeEntry("stored");
        assertThat(refused(() -> access.entry("stored")).error()).isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
    }

    @Test
    void everyChange_isInTheJournalBeforeItIsMade_H6() throws Exception {
        List<String> missing = java.util.Collections.synchronizedList(new ArrayList<>());
        List<String> made = java.util.Collections.synchronizedList(new ArrayList<>());
        rig.host().before(change -> {
            try {
                String wanted = Json.text(change.toFields());
                made.add(wanted);
                if (!Files.readString(rig.state().resolve("journal.jsonl")).contains(wanted)) {
                    missing.add(wanted);
                }
            } catch (IOException e) {
                missing.add(e.toString());
            }
        });
        Connection connection = connect();
        assertThat(made).hasSizeGreaterThan(4);
        assertThat(missing).isEmpty();
        await(connection.hangUp());
        assertThat(Files.readString(rig.state().resolve("journal.jsonl"))).isEmpty();
        rig.nothingLeft();
    }

    @Test
    void killedManager_leavesAJournalThatTheNextOneUndoes_H6_C9_S3() throws Exception {
        Connection connection = connect();
        List<Notification> told = connection.log();
        // what a manager killed now leaves: its files as they are, and the host without the devices of its process
        Path left = Files.createDirectory(rig.places().resolve("left"));
        for (String file : List.of("journal.jsonl", "history.jsonl")) {
            Files.copy(rig.state().resolve(file), left.resolve(file));
        }
        rig.memory().crash();
        try (Manager next = rig.newManager(left)) {
            assertThat(rig.memory().present()).as("after the next start").isEmpty();
            assertThat(Files.readString(left.resolve("journal.jsonl"))).isEmpty();
            List<Notification> log = next.connection(connection.id()).log();
            Told.isWhole(log);
            assertThat(log.subList(0, told.size())).isEqualTo(told);
            assertThat(log.getLast().seq()).isEqualTo(told.size() + 1);
            assertThat(log.getLast().cause()).isEqualTo(RasError.MANAGER_STOPPED);
        }
    }

    @Test
    void anotherUser_mayOnlyDoWhatIsTheirs_H7() throws Exception {
        access.setEntry(rig.entry("theirs").with(EntryOption.USERS, "4711"));
        access.setEntry(rig.entry("ours"));
        Connection ours = connect();
        RemoteAccess they = doorway.newClient(new Caller(4711, false));
        RemoteAccess stranger = doorway.newClient(new Caller(4712, false));

        assertThat(they.entries()).extracting(Entry::name).containsExactly("theirs");
        assertThat(they.list()).isEmpty();
        assertDenied(() -> they.dial(rig.request("adhoc"), new Recorder()));
        assertDenied(() -> they.dial(DialRequest.of("ours").signIn(Rig.USER, "", Rig.PASSWORD), new Recorder()));
        assertDenied(() -> they.dial(
                DialRequest.of("theirs").signIn(Rig.USER, "", Rig.PASSWORD).server("192.0.2.9"), new Recorder()));
        assertDenied(() -> they.setEntry(rig.entry("theirs")));
        assertDenied(() -> they.removeEntry("theirs"));
        assertDenied(() -> they.setCredentials("theirs", "bob", "", null));
        assertDenied(() -> they.connection(ours.id()).status());
        assertDenied(() -> they.connection(ours.id()).hangUp());

        Connection dialled = they.dial(DialRequest.of("theirs").signIn(Rig.USER, "", Rig.PASSWORD), new Recorder());
        assertThat(await(dialled.completion()).isConnected()).isTrue();
        assertThat(they.list()).extracting(ConnectionStatus::connection).containsExactly(dialled.id());
        assertThat(they.connection(dialled.id()).status().owner()).isEqualTo(4711);
        assertDenied(() -> stranger.connection(dialled.id()).hangUp());
        assertDenied(() -> stranger.dial(DialRequest.of("theirs").signIn("x", "", Rig.PASSWORD), new Recorder()));
        assertThat(await(dialled.hangUp()).ending()).isTrue();
        assertThat(ours.status().state()).as("ours is untouched").isEqualTo(ConnectionState.CONNECTED);
    }

    private void assertDenied(Runnable operation) {
        assertThat(refused(operation).error()).isEqualTo(RasError.ACCESS_DENIED);
    }

    @Test
    void status_isToldToAnyPermittedClientAtAnyTime_S1_S4() throws Exception {
        RemoteAccess another = doorway.newClient();
        Connection connection = haltedAt(Halt.LCP, new Recorder());
        ConnectionStatus dialling = another.list().getFirst();
        assertThat(dialling.connection()).isEqualTo(connection.id());
        assertThat(dialling.state()).isEqualTo(ConnectionState.ALL_DEVICES_CONNECTED);
        assertThat(dialling.error()).isZero();
        assertThat(dialling.active()).isTrue();
        assertThat(dialling.seq()).isEqualTo(connection.log().getLast().seq());
        assertThat(dialling.deviceType()).isEqualTo("vpn");
        assertThat(dialling.deviceName()).isEqualTo("SSTP");
        assertThat(dialling.remoteEndpoint())
                .isEqualTo("127.0.0.1:" + rig.answerer().port());
        assertThat(dialling.localEndpoint()).startsWith("127.0.0.1:");
        assertThat(dialling.projection()).isNull();

        Halt.LCP.release(rig);
        Notification completion = await(connection.completion());
        ConnectionStatus up = another.connection(connection.id()).status();
        assertThat(up.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(up.seq()).isEqualTo(completion.seq());
        assertThat(up.projection()).isNotNull();
        assertThat(up.projection().ipv4()).startsWith("10.99.");
        assertThat(up.projection().tlsProtocol()).isEqualTo("TLSv1.3");
        assertThat(up.projection().authMethod()).isEqualTo("mschapv2");
        assertThat(up.projection().dns()).containsExactly("10.99.0.53", "10.99.0.54");

        await(connection.hangUp());
        ConnectionStatus ended = another.connection(connection.id()).status();
        assertThat(ended.active()).isFalse();
        assertThat(ended.cause()).isEqualTo(RasError.USER_DISCONNECTION);
        assertThat(ended.projection()).isEqualTo(up.projection());
        assertThat(another.list()).isEmpty();
    }

    @Test
    void projection_is730BeforeAndNamesWhatWasNotNegotiated_S2() throws Exception {
        Halt.AUTHENTICATE.arm(rig);
        Connection connection = access.dial(
                DialRequest.of(rig.entry("office").with(EntryOption.IPV6, "false"))
                        .signIn(Rig.USER, "", Rig.PASSWORD),
                new Recorder());
        Halt.AUTHENTICATE.await(rig);
        assertThat(refused(connection::projection).error()).isEqualTo(RasError.PROJECTION_NOT_COMPLETE);
        Halt.AUTHENTICATE.release(rig);
        assertThat(await(connection.completion()).isConnected()).isTrue();
        Projection projection = connection.projection();
        assertThat(projection.ipv4()).isNotNull();
        assertThat(projection.ipv4Error()).isZero();
        assertThat(projection.ipv6()).isNull();
        assertThat(projection.ipv6Error()).isEqualTo(RasError.PROTOCOL_NOT_CONFIGURED);

        anotherServer(new Rig(answers -> answers.ipv6(false)));
        projection = connect().projection();
        assertThat(projection.ipv6()).isNull();
        assertThat(projection.ipv6Error())
                .as("asked for, and rejected by the server")
                .isEqualTo(733);
    }

    @Test
    void endedConnection_staysReadableThroughRestarts_S3() throws Exception {
        Connection connection = connect();
        await(connection.hangUp());
        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE));
        Connection failed = access.dial(rig.request("failed"), new Recorder());
        await(failed.completion());
        List<Notification> log = connection.log();
        List<Notification> failedLog = failed.log();
        ConnectionStatus status = connection.status();
        for (int start = 0; start < 2; start++) {
            assertThat(access.connection(connection.id()).log()).isEqualTo(log);
            assertThat(access.connection("office").status()).isEqualTo(status);
            assertThat(access.connection(failed.id()).log()).isEqualTo(failedLog);
            Recorder recorder = new Recorder();
            access.connection(connection.id()).watch(0, recorder);
            recorder.awaitEnd(SOON);
            assertThat(recorder.all()).isEqualTo(log);
            restart();
        }
    }

    // ---- 6. Errors

    @Test
    void errorsOfAllClasses_areDocumentedAndSayWhetherARetryCanHelp_E1_E2_E3() throws Exception {
        assertThat(failedBy(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE)
                                .withCode(691))
                        .retryable())
                .as("a refused password locks accounts")
                .isFalse();
        assertThat(failedBy(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE)
                                .withCode(647))
                        .retryable())
                .isFalse();
        assertThat(failedBy(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.WRONG_AUTHENTICATOR))
                        .retryable())
                .isFalse();
        assertThat(failedBy(Misbehaviour.of(AnswererStep.TLS, Kind.RESET)).retryable())
                .isTrue();
        assertThat(failedBy(Misbehaviour.of(AnswererStep.LCP, Kind.CLOSE)).retryable())
                .isTrue();
        Detail http =
                failedBy(Misbehaviour.of(AnswererStep.HTTP, Kind.HTTP_STATUS).withCode(404));
        assertThat(http.layer()).isEqualTo("http");
        assertThat(http.peerCode()).isEqualTo("HTTP 404");
        assertThat(http.retryable()).isFalse();
        rig.answerer().misbehave();

        Connection untrusted = access.dial(
                DialRequest.of(rig.entry("office").with(EntryOption.SERVER_NAME, "another.example"))
                        .signIn(Rig.USER, "", Rig.PASSWORD),
                new Recorder());
        Notification completion = await(untrusted.completion());
        assertThat(completion.error()).isEqualTo(RasError.VALIDATING_SERVER_CERT);
        assertThat(completion.detail()).isNotNull();
        assertThat(completion.detail().layer()).isEqualTo("tls");
        assertThat(completion.detail().reason()).contains("another.example");
        assertThat(completion.detail().retryable()).isFalse();
    }

    private Detail failedBy(Misbehaviour bad) throws Exception {
        rig.answerer().misbehave(bad);
        Connection connection = access.dial(rig.request("office"), new Recorder());
        Notification completion = await(connection.completion());
        assertThat(RasError.of(completion.error()))
                .as("%s is documented", completion)
                .isPresent();
        Detail detail = completion.detail();
        assertThat(detail).isNotNull();
        assertThat(detail.layer()).isNotEmpty();
        assertThat(detail.reason()).isNotEmpty();
        assertThat(detail.advice()).isNotEmpty();
        return detail;
    }

    @Test
    void badInput_namesTheFieldAndLosesNothing_E4() {
        access.setEntry(rig.entry("kept"));
        assertThat(refused(() -> access.dial(DialRequest.of("nobody"), new Recorder()))
                        .error())
                .isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
        assertThat(refused(() -> access.dial(DialRequest.of("kept").signIn(Rig.USER, "", null), new Recorder())))
                .hasMessageContaining("password")
                .extracting(RasException::error)
                .isEqualTo(RasError.INTERACTIVE_MODE);
        assertThat(refused(() -> access.dial(
                        DialRequest.of(Entry.of("bare")).signIn(Rig.USER, "", Rig.PASSWORD), new Recorder())))
                .hasMessageContaining("server");
        assertThat(refused(() ->
                        access.dial(DialRequest.of(rig.entry("kept")).signIn("", "", Rig.PASSWORD), new Recorder())))
                .hasMessageContaining("user");
        assertThat(refused(() -> access.dial(
                        DialRequest.of(rig.entry("kept").with(EntryOption.CA, pem("nonsense")))
                                .signIn(Rig.USER, "", Rig.PASSWORD),
                        new Recorder())))
                .hasMessageContaining("ca");
        assertThat(access.list()).isEmpty();
        assertThat(access.entries()).containsExactly(rig.entry("kept"));
    }

    private static String pem(String inside) {
        return "-----BEGIN CERTIFICATE-----\n" + inside + "\n-----END CERTIFICATE-----\n";
    }

    @BeforeEach
    void startsEmpty() {
        assertThat(access.list()).isEmpty();
        assertThat(rig.memory().present()).isEmpty();
    }
}
