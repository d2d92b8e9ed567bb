package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import dev.dialtone.testkit.Seen;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `docs/contract.md` §3: how every dial and every connection ends.
abstract class ContractOfCompletion extends ContractOfNotifications {
    private static final Duration HANG_UP_BOUND = Duration.ofSeconds(5);

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
}
