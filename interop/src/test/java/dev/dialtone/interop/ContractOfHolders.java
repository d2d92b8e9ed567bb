package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.Connection;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// C10 and H2: who holds a connection, and when it goes with them.
abstract class ContractOfHolders extends ContractOfServers {

    private DialRequest request(DialOptions options) {
        return rig.request("office").options(options);
    }

    /// A dial by a client of its own, stopped in the middle.
    private Connection halted(RemoteAccess client, DialOptions options, Recorder recorder) throws Exception {
        Halt.LCP.arm(rig);
        Connection connection = client.dial(request(options), recorder);
        Halt.LCP.await(rig);
        return connection;
    }

    @Test
    void backgroundDial_goesOnWithoutItsClient_C10() throws Exception {
        RemoteAccess client = doorway.newClient();
        Connection connection = halted(client, DialOptions.STANDARD.inBackground(), new Recorder());
        client.close();
        Halt.LCP.release(rig);
        Connection found = access.connection(connection.id());
        assertThat(await(found.completion()).isConnected()).isTrue();
        await(found.hangUp());
    }

    @Test
    void joinedDial_isHeldByWhoJoined_C10_H2() throws Exception {
        RemoteAccess client = doorway.newClient();
        Recorder dialler = new Recorder();
        Connection dialled = halted(client, DialOptions.STANDARD, dialler);
        Recorder recorder = new Recorder();
        Connection joined = access.dial(request(DialOptions.STANDARD.joining()), recorder);
        assertThat(joined.id()).isEqualTo(dialled.id());
        assertThat(joined.status().references()).isEqualTo(2);
        client.close();
        Halt.LCP.release(rig);
        Notification completion = await(joined.completion());
        assertThat(completion.isConnected()).isTrue();
        assertThat(joined.status().references()).as("its own").isOne();
        await(joined.hangUp());
        recorder.awaitEnd(SOON);
        assertThat(recorder.all()).isEqualTo(joined.log());
        assertThat(rig.answerer().counters().accepted()).isOne();
    }

    @Test
    void boundConnection_endsWithItsClientAndALingeringOneStays_C10_C2() throws Exception {
        RemoteAccess client = doorway.newClient();
        Connection bound = client.dial(request(DialOptions.STANDARD.boundToClient()), new Recorder());
        assertThat(await(bound.completion()).isConnected()).isTrue();
        Recorder watcher = new Recorder();
        access.connection(bound.id()).watch(0, watcher);
        client.close();
        assertThat(watcher.await(Notification::ending, SOON).cause()).isEqualTo(RasError.USER_DISCONNECTION);
        rig.nothingLeft();

        RemoteAccess second = doorway.newClient();
        Connection lingering = second.dial(request(DialOptions.STANDARD), new Recorder());
        assertThat(await(lingering.completion()).isConnected()).isTrue();
        second.close();
        assertThat(access.connection(lingering.id()).status().active()).isTrue();
        await(access.connection(lingering.id()).hangUp());
    }

    @Test
    void references_areCountedShownAndTheLastOneEndsIt_H2_V1() throws Exception {
        List<AccessEvent> events = Collections.synchronizedList(new ArrayList<>());
        access.watchAll(0, events::add);
        Connection first = connect();
        // the completion is told before the event, and who joins in between is told of earlier
        Told.awaitSize(events, 1);
        int size = first.log().size();
        RemoteAccess other = doorway.newClient();
        Recorder recorder = new Recorder();
        Connection second = other.dial(request(DialOptions.STANDARD), recorder);
        Notification connected = recorder.await(Notification::isConnected, SOON);
        assertThat(connected.seq()).isEqualTo(size);
        assertThat(first.log()).hasSize(size);
        assertThat(first.status().references()).isEqualTo(2);

        assertThat(await(second.release()).isConnected()).as("others hold it").isTrue();
        assertThat(first.status().references()).isOne();
        assertThat(first.log()).hasSize(size);
        Notification ending = await(first.release());
        assertThat(ending.ending()).isTrue();
        assertThat(first.status().references()).isZero();
        assertThat(recorder.awaitEnd(SOON)).isEqualTo(ending.seq());
        rig.nothingLeft();
        Told.awaitSize(events, 4);
        assertThat(events)
                .extracting(AccessEvent::event)
                .containsExactly(
                        EventKind.CONNECTION, EventKind.REFERENCES, EventKind.REFERENCES, EventKind.DISCONNECTION);
        assertThat(events).extracting(AccessEvent::references).startsWith(1, 2, 1);
    }

    @Test
    void hangUp_endsItForAll_H2() throws Exception {
        Connection first = connect();
        Recorder recorder = new Recorder();
        Connection second = doorway.newClient().dial(request(DialOptions.STANDARD), recorder);
        Notification ending = await(second.hangUp());
        assertThat(ending.ending()).isTrue();
        assertThat(await(first.hangUp())).isEqualTo(ending);
        assertThat(recorder.awaitEnd(SOON)).isEqualTo(ending.seq());
    }
}
