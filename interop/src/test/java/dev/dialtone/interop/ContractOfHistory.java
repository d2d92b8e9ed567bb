package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionSummary;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.HistoryFilter;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Secret;
import dev.dialtone.manager.Caller;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is kept of connections that were, chosen by what happened to them, and the numbers of all together.
abstract class ContractOfHistory extends ContractOfHostChanges {
    private static final Secret WRONG_PASSWORD = Secret.ofChars("another-password".toCharArray());

    private Connection refusedDial(String entry) throws Exception {
        Connection connection =
                access.dial(DialRequest.of(rig.entry(entry)).signIn(Rig.USER, "", WRONG_PASSWORD), new Recorder());
        assertThat(await(connection.completion()).error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        return connection;
    }

    private static List<String> ids(List<ConnectionSummary> found) {
        return found.stream().map(ConnectionSummary::connection).toList();
    }

    @Test
    void history_isChosenByEntryTimeFailureErrorStateAndNumber_S3() throws Exception {
        Connection first = connect();
        await(first.hangUp());
        Connection failed = refusedDial("office");
        Connection other = access.dial(rig.request("branch"), new Recorder());
        assertThat(await(other.completion()).isConnected()).isTrue();

        assertThat(ids(access.history(HistoryFilter.ALL)))
                .as("in the order they were dialled, those that go on too")
                .containsExactly(first.id(), failed.id(), other.id());
        assertThat(ids(access.history(HistoryFilter.ALL.ofEntry("branch")))).containsExactly(other.id());
        assertThat(access.history(HistoryFilter.ALL.ofEntry("nobody"))).isEmpty();
        assertThat(ids(access.history(HistoryFilter.ALL.onlyFailures()))).containsExactly(failed.id());
        assertThat(ids(access.history(HistoryFilter.ALL.withError(691)))).containsExactly(failed.id());
        assertThat(access.history(HistoryFilter.ALL.withError(829))).isEmpty();
        assertThat(ids(access.history(HistoryFilter.ALL.inState(ConnectionState.CONNECTED))))
                .containsExactly(first.id(), other.id());
        assertThat(access.history(
                        HistoryFilter.ALL.inState(ConnectionState.CONNECTED).withError(691)))
                .as("one notification has to meet all")
                .isEmpty();
        assertThat(ids(access.history(HistoryFilter.ALL.newest(2)))).containsExactly(failed.id(), other.id());
        Instant between = failed.status().started();
        assertThat(ids(access.history(HistoryFilter.ALL.between(between, null))))
                .as("there at that time, or later")
                .containsExactly(failed.id(), other.id());
        assertThat(ids(access.history(HistoryFilter.ALL.between(null, between))))
                .containsExactly(first.id());
        await(other.hangUp());
    }

    @Test
    void summary_saysWhatAConnectionCameTo_alsoAfterARestart_S1_S3() throws Exception {
        Connection up = connect();
        ConnectionSummary now = access.history(HistoryFilter.ALL).getFirst();
        assertThat(now.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(now.ended()).isNull();
        assertThat(now.started()).isEqualTo(up.status().started());
        Notification ending = await(up.hangUp());
        ConnectionSummary ended = access.history(HistoryFilter.ALL).getFirst();
        assertThat(ended.connection()).isEqualTo(up.id());
        assertThat(ended.entry()).isEqualTo("office");
        assertThat(ended.ended()).isEqualTo(ending.time());
        assertThat(ended.cause()).isEqualTo(RasError.USER_DISCONNECTION);
        assertThat(ended.seq()).isEqualTo(ending.seq());
        assertThat(ended.attempts()).isOne();
        assertThat(ended.failures()).as("it was asked for").isZero();
        Connection failed = refusedDial("office");
        ConnectionSummary failure = access.history(HistoryFilter.ALL.newest(1)).getFirst();
        assertThat(failure.connection()).isEqualTo(failed.id());
        assertThat(failure.state()).isEqualTo(ConnectionState.AUTH_NOTIFY);
        assertThat(failure.error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(failure.failures()).isOne();
        assertThat(failure.detail()).isEqualTo(failed.status().detail());
        List<ConnectionSummary> before = access.history(HistoryFilter.ALL);
        restart();
        assertThat(access.history(HistoryFilter.ALL)).isEqualTo(before);
    }

    @Test
    void anotherUser_seesTheirOwnHistoryAndNoNumbers_H7() throws Exception {
        access.setEntry(rig.entry("theirs").with(EntryOption.USERS, "4711"));
        Connection ours = connect();
        RemoteAccess they = doorway.newClient(new Caller(4711, false));
        RemoteAccess stranger = doorway.newClient(new Caller(4712, false));
        Connection dialled = they.dial(DialRequest.of("theirs").signIn(Rig.USER, "", Rig.PASSWORD), new Recorder());
        assertThat(await(dialled.completion()).isConnected()).isTrue();
        await(dialled.hangUp());
        assertThat(ids(they.history(HistoryFilter.ALL))).containsExactly(dialled.id());
        assertThat(they.history(HistoryFilter.ALL.ofEntry("office"))).isEmpty();
        assertThat(ids(they.history(HistoryFilter.ALL.newest(1))))
                .as("a limit counts what they may see")
                .containsExactly(dialled.id());
        assertThat(stranger.history(HistoryFilter.ALL)).isEmpty();
        assertThat(ids(access.history(HistoryFilter.ALL))).containsExactly(ours.id(), dialled.id());
        assertThat(refused(they::metrics).error()).isEqualTo(RasError.ACCESS_DENIED);
        await(ours.hangUp());
    }

    @Test
    void metrics_countDialsEndingsAndTraffic() throws Exception {
        await(connect().hangUp());
        refusedDial("office");
        Connection held = haltedAt(Halt.LCP, new Recorder());
        assertThat(access.metrics()).contains("dialtone_connections{state=\"AllDevicesConnected\"} 1\n");
        var over = held.hangUp();
        Halt.LCP.release(rig);
        await(over);
        assertThat(access.metrics().lines())
                .contains(
                        "dialtone_dials_total{result=\"connected\",error=\"0\"} 1",
                        "dialtone_dials_total{result=\"failed\",error=\"691\"} 1",
                        "dialtone_dials_total{result=\"disconnected\",error=\"631\"} 1",
                        "dialtone_endings_total{cause=\"631\"} 1",
                        "dialtone_connections{state=\"Connected\"} 0",
                        "dialtone_history_connections 3",
                        "dialtone_state_seconds_count{state=\"AuthNotify\"} 2")
                .as("nothing that users name")
                .noneMatch(line -> line.contains("office"));
    }
}
