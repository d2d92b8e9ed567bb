package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// C1a, C8, E3 and V1: attempts after attempts, and what is told of them.
abstract class ContractOfRedial extends ContractOfPauses {

    private Entry redialling(String attempts) {
        return rig.entry("office").with(EntryOption.REDIAL_ATTEMPTS, attempts).with(EntryOption.REDIAL_SECONDS, "1");
    }

    private static DialRequest signedIn(Entry entry) {
        return DialRequest.of(entry).signIn(Rig.USER, "", Rig.PASSWORD);
    }

    private static Notification outcome(Connection connection) throws Exception {
        return await(connection.outcome());
    }

    @Test
    void failureThatIsRetried_saysSoAndTheNextAttemptIsInTheSameLog_C1a_E3() throws Exception {
        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.HTTP, Kind.RESET));
        Recorder recorder = new Recorder();
        Connection connection = access.dial(signedIn(redialling("5")), recorder);
        Notification first = await(connection.completion());
        assertThat(first.attempt()).isOne();
        assertThat(first.error()).isNotZero();
        assertThat(first.detail().retryable()).isTrue();
        assertThat(first.retryInMillis()).isBetween(1L, 1300L);
        assertThat(connection.status().retryInMillis()).isEqualTo(first.retryInMillis());
        rig.answerer().misbehave();
        Notification connected = outcome(connection);
        assertThat(connected.isConnected()).isTrue();
        assertThat(connected.attempt()).isGreaterThan(1);
        Notification second = connection.log().get((int) first.seq());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.state()).isEqualTo(ConnectionState.OPEN_PORT);
        assertThat(second.time()).isAfterOrEqualTo(first.time().plusMillis(first.retryInMillis()));
        await(connection.hangUp());
        recorder.awaitEnd(SOON);
        assertThat(recorder.all()).isEqualTo(connection.log());
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void finalFailure_isTheOutcome_C1a() throws Exception {
        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.HTTP, Kind.RESET));
        Connection connection = access.dial(signedIn(redialling("1")), new Recorder());
        Notification last = outcome(connection);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(last.retryInMillis()).isZero();
        assertThat(last.isLast()).isTrue();
        assertThat(connection.log()).filteredOn(Notification::completion).hasSize(2);
        Told.isWhole(connection.log());
        assertThat(connection.status().active()).isFalse();
    }

    @Test
    void refusedPassword_isNotRetried_E3() throws Exception {
        rig.answerer()
                .misbehave(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE)
                        .withCode(691)
                        .withWords("retry, please: the network was lost"));
        Connection connection = access.dial(signedIn(redialling("5")), new Recorder());
        Notification completion = await(connection.completion());
        assertThat(completion.error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(completion.retryInMillis()).isZero();
        assertThat(outcome(connection)).isEqualTo(completion);
    }

    @Test
    void lostConnection_endsWithItsCauseAndComesBackOnTheSameLog_C8_V1() throws Exception {
        List<AccessEvent> events = Collections.synchronizedList(new ArrayList<>());
        access.watchAll(0, events::add);
        Recorder recorder = new Recorder();
        Connection connection = access.dial(signedIn(redialling("5").with(EntryOption.RECONNECT, "true")), recorder);
        assertThat(await(connection.completion()).isConnected()).isTrue();
        AnswererSession session = rig.answerer().sessions().getLast();
        assertThat(session.awaitEstablished(SOON)).isTrue();
        session.reset();
        Notification ending = recorder.await(Notification::ending, SOON);
        assertThat(ending.attempt()).isOne();
        assertThat(ending.cause()).isNotZero();
        assertThat(ending.detail().retryable()).isTrue();
        assertThat(ending.retryInMillis()).isPositive();
        Notification again = recorder.await(n -> n.isConnected() && n.attempt() == 2, SOON);
        Notification last = await(connection.hangUp());
        assertThat(last.attempt()).isEqualTo(again.attempt());
        Told.isWhole(connection.log());
        rig.nothingLeft();

        Told.awaitSize(events, 6);
        assertThat(events)
                .extracting(AccessEvent::event)
                .containsExactly(
                        EventKind.CONNECTION,
                        EventKind.DISCONNECTION,
                        EventKind.DORMANT,
                        EventKind.CONNECTION,
                        EventKind.RECONNECTED,
                        EventKind.DISCONNECTION);
        assertThat(events).extracting(AccessEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(events)
                .allMatch(
                        e -> e.connection().equals(connection.id()) && e.entry().equals("office"));
        assertThat(events.get(1).cause()).isEqualTo(ending.cause());
        assertThat(events.getLast().cause()).isEqualTo(RasError.USER_DISCONNECTION);

        List<AccessEvent> late = Collections.synchronizedList(new ArrayList<>());
        doorway.newClient().watchAll(4, late::add);
        Told.awaitSize(late, 2);
        assertThat(late).isEqualTo(events.subList(4, 6));
    }

    @Test
    void hangUpBetweenAttempts_isACompletionOfTheNextOne_C5_C1a() throws Exception {
        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.HTTP, Kind.RESET));
        Connection connection =
                access.dial(signedIn(redialling("5").with(EntryOption.REDIAL_SECONDS, "300")), new Recorder());
        Notification first = await(connection.completion());
        assertThat(first.retryInMillis()).isGreaterThan(100_000);
        Notification last = await(connection.hangUp());
        assertThat(last.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(last.completion()).isTrue();
        assertThat(outcome(connection)).isEqualTo(last);
        Told.isWhole(connection.log());
    }

    @Test
    void alwaysOn_isDialledWhenTheManagerStartsUntilHungUpByHand_C8_C9() throws Exception {
        access.setEntry(redialling("0").with(EntryOption.ALWAYS_ON, "true"));
        access.setCredentials("office", Rig.USER, "", Rig.PASSWORD);
        Connection first = access.dial(DialRequest.of("office"), new Recorder());
        assertThat(await(first.completion()).isConnected()).isTrue();
        restart();
        assertThat(access.connection(first.id()).log().getLast().cause()).isEqualTo(RasError.MANAGER_STOPPED);
        Connection second = access.connection("office");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(outcome(second).isConnected()).isTrue();
        await(second.hangUp());
        restart();
        assertThat(access.list()).isEmpty();
        Connection third = access.dial(DialRequest.of("office"), new Recorder());
        assertThat(await(third.completion()).isConnected()).isTrue();
        restart();
        assertThat(outcome(access.connection("office")).isConnected()).isTrue();
        await(access.connection("office").hangUp());
    }

    @Test
    void logOfAllAttempts_staysReadableThroughARestart_S3() throws Exception {
        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.HTTP, Kind.RESET));
        Connection connection = access.dial(signedIn(redialling("2")), new Recorder());
        Notification last = outcome(connection);
        List<Notification> log = connection.log();
        restart();
        Connection later = access.connection(connection.id());
        assertThat(later.log()).isEqualTo(log);
        assertThat(later.status().attempt()).isEqualTo(3);
        assertThat(await(later.outcome())).isEqualTo(last);
        Recorder replay = new Recorder();
        later.watch(4, replay);
        replay.awaitEnd(SOON);
        assertThat(replay.all()).isEqualTo(log.subList(4, log.size()));
    }
}
