package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Subscription;
import dev.dialtone.api.Wire;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import dev.dialtone.testkit.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `docs/contract.md` §2: what is told, when, and to whom.
abstract class ContractOfNotifications extends ContractRig {
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
}
