package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/// N2-N5, C1, C5, C10 and H2 where an entry has several servers, or another entry to be dialled first.
abstract class ContractOfServers extends ContractOfRedial {
    /// A port of this machine that nobody listens on.
    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Whose first server is not there, and whose second is the answerer.
    private Entry twoServers(String name) throws IOException {
        Entry entry = rig.entry(name);
        return entry.with(EntryOption.PORT, Integer.toString(closedPort()))
                .with(EntryOption.ALTERNATES, "127.0.0.1:" + rig.answerer().port());
    }

    private static DialRequest signedIn(Entry entry) {
        return DialRequest.of(entry).signIn(Rig.USER, "", Rig.PASSWORD);
    }

    @Test
    void serverThatIsNotThere_isFollowedByTheNextInOneAttempt_N2_N3_C1() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = access.dial(signedIn(twoServers("office")), recorder);
        Notification completion = await(connection.completion());
        assertThat(completion.isConnected()).as("%s", Told.of(connection.log())).isTrue();
        assertThat(completion.attempt()).isOne();
        List<Notification> calls = connection.log().stream()
                .filter(n -> n.state() == ConnectionState.CONNECT_DEVICE)
                .toList();
        assertThat(calls).hasSize(2).allMatch(n -> n.error() == 0 && !n.completion());
        assertThat(calls.getFirst().detail()).isNull();
        assertThat(calls.getLast().detail()).isNotNull();
        assertThat(calls.getLast().detail().layer()).isEqualTo("tcp");
        assertThat(connection.status().remoteEndpoint())
                .isEqualTo("127.0.0.1:" + rig.answerer().port());
        await(connection.hangUp());
        recorder.awaitEnd(SOON);
        assertThat(recorder.all()).isEqualTo(connection.log());
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void noServerIsThere_isOneErrorOfTheAttempt_C1_C3() throws Exception {
        Entry entry = rig.entry("office")
                .with(EntryOption.PORT, Integer.toString(closedPort()))
                .with(EntryOption.ALTERNATES, "127.0.0.1:" + closedPort());
        Connection connection = access.dial(signedIn(entry), new Recorder());
        Notification completion = await(connection.completion());
        assertThat(completion.state()).isEqualTo(ConnectionState.CONNECT_DEVICE);
        assertThat(completion.error()).isNotZero();
        assertThat(completion.detail().retryable()).isTrue();
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void refusedPassword_isNotTriedAtTheNextServer_E3() throws Exception {
        rig.answerer()
                .misbehave(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE)
                        .withCode(691));
        Entry entry = rig.entry("office")
                .with(EntryOption.ALTERNATES, "localhost:" + rig.answerer().port());
        Connection connection = access.dial(signedIn(entry), new Recorder());
        assertThat(await(connection.completion()).error()).isEqualTo(RasError.AUTHENTICATION_FAILURE);
        assertThat(Told.states(connection.log()))
                .filteredOn(ConnectionState.CONNECT_DEVICE::equals)
                .hasSize(1);
    }

    @Test
    void alternateThatWasReached_isTheServerFromThenOn_whenTheEntrySaysSo() throws Exception {
        Entry entry = twoServers("office").with(EntryOption.PROMOTE_ALTERNATES, "true");
        access.setEntry(entry);
        access.setCredentials("office", Rig.USER, "", Rig.PASSWORD);
        Connection connection = access.dial(DialRequest.of("office"), new Recorder());
        assertThat(await(connection.completion()).isConnected()).isTrue();
        Entry promoted = access.entry("office");
        assertThat(promoted.number(EntryOption.PORT)).isEqualTo(rig.answerer().port());
        assertThat(promoted.text(EntryOption.ALTERNATES)).isEqualTo("127.0.0.1:" + entry.text(EntryOption.PORT));
        await(connection.hangUp());
        Connection again = access.dial(DialRequest.of("office"), new Recorder());
        assertThat(await(again.completion()).isConnected()).isTrue();
        assertThat(Told.states(again.log()))
                .filteredOn(ConnectionState.CONNECT_DEVICE::equals)
                .hasSize(1);
        await(again.hangUp());
    }

    /// `line`, and `office`, which needs it.
    private Connection dialBoth(Recorder recorder) {
        access.setEntry(rig.entry("line"));
        access.setCredentials("line", Rig.USER, "", Rig.PASSWORD);
        access.setEntry(rig.entry("office").with(EntryOption.PREREQUISITE, "line"));
        return access.dial(DialRequest.of("office").signIn(Rig.USER, "", Rig.PASSWORD), recorder);
    }

    @Test
    void prerequisite_isConnectedBeforeAndGivenBackAfter_N2_H2() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = dialBoth(recorder);
        assertThat(await(connection.completion()).isConnected())
                .as("%s", Told.of(connection.log()))
                .isTrue();
        Connection line = access.connection("line");
        Notification lineUp = line.log().getLast();
        assertThat(lineUp.isConnected()).isTrue();
        Notification opened = connection.log().get(1);
        assertThat(opened.state()).isEqualTo(ConnectionState.PORT_OPENED);
        assertThat(lineUp.time()).isBeforeOrEqualTo(opened.time());
        assertThat(access.list()).extracting(ConnectionStatus::entry).containsExactlyInAnyOrder("office", "line");
        await(connection.hangUp());
        Recorder lineRecorder = new Recorder();
        line.watch(0, lineRecorder);
        lineRecorder.awaitEnd(SOON);
        Notification lineEnd = line.log().getLast();
        assertThat(lineEnd.ending()).isTrue();
        assertThat(lineEnd.cause()).isEqualTo(RasError.USER_DISCONNECTION);
        Told.isWhole(connection.log());
        Told.isWhole(line.log());
        rig.nothingLeft();
    }

    @Test
    void prerequisiteOfAnother_staysWhenOneIsDone_H2() throws Exception {
        access.setEntry(rig.entry("line"));
        access.setCredentials("line", Rig.USER, "", Rig.PASSWORD);
        Connection line = access.dial(DialRequest.of("line"), new Recorder());
        assertThat(await(line.completion()).isConnected()).isTrue();
        Connection connection = dialBoth(new Recorder());
        assertThat(await(connection.completion()).isConnected()).isTrue();
        assertThat(line.status().references()).isEqualTo(2);
        await(connection.hangUp());
        assertThat(line.status().state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(line.status().references()).isOne();
        await(line.hangUp());
    }

    @Test
    void prerequisiteThatFails_failsTheDialWithItsNumber_N3_E2() throws Exception {
        access.setEntry(rig.entry("line").with(EntryOption.PORT, Integer.toString(closedPort())));
        access.setCredentials("line", Rig.USER, "", Rig.PASSWORD);
        access.setEntry(rig.entry("office").with(EntryOption.PREREQUISITE, "line"));
        Connection connection =
                access.dial(DialRequest.of("office").signIn(Rig.USER, "", Rig.PASSWORD), new Recorder());
        Notification completion = await(connection.completion());
        assertThat(completion.state()).isEqualTo(ConnectionState.OPEN_PORT);
        Notification line = access.connection("line").log().getLast();
        assertThat(completion.error()).isEqualTo(line.error());
        assertThat(completion.detail().reason())
                .contains("prerequisite \"line\"")
                .contains(line.detail().reason());
        Told.isWhole(connection.log());
        rig.nothingLeft();
    }

    @Test
    void prerequisiteWithoutASignInOrNotThere_isSaid_E4() {
        access.setEntry(rig.entry("line"));
        access.setEntry(rig.entry("office").with(EntryOption.PREREQUISITE, "nobody"));
        DialRequest request = DialRequest.of("office").signIn(Rig.USER, "", Rig.PASSWORD);
        assertThat(refused(() -> access.dial(request, new Recorder())).error())
                .isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
        access.setEntry(rig.entry("line").with(EntryOption.PREREQUISITE, "office"));
        access.setEntry(rig.entry("office").with(EntryOption.PREREQUISITE, "line"));
        assertThat(refused(() -> access.dial(request, new Recorder())))
                .hasMessageContaining("prerequisite: each needs the next to be dialled first: office, line, office");
        assertThat(access.list()).isEmpty();
    }

    @Test
    void clientThatGoesWhileThePrerequisiteIsDialled_leavesNothing_C10() throws Exception {
        access.setEntry(rig.entry("line"));
        access.setCredentials("line", Rig.USER, "", Rig.PASSWORD);
        access.setEntry(rig.entry("office").with(EntryOption.PREREQUISITE, "line"));
        Halt.LCP.arm(rig);
        RemoteAccess client = doorway.newClient();
        Recorder recorder = new Recorder();
        Connection connection = client.dial(DialRequest.of("office").signIn(Rig.USER, "", Rig.PASSWORD), recorder);
        Halt.LCP.await(rig);
        assertThat(connection.log().getLast().state()).isEqualTo(ConnectionState.OPEN_PORT);
        client.close();
        Connection office = access.connection(connection.id());
        assertThat(await(office.completion()).state()).isEqualTo(ConnectionState.DISCONNECTED);
        Notification line = await(access.connection("line").hangUp());
        assertThat(line.isLast()).isTrue();
        Halt.LCP.release(rig);
        rig.nothingLeft();
    }

    @Test
    void entryThatACallerBrings_needsTheRightToItsPrerequisite_H7() {
        access.setEntry(rig.entry("line"));
        access.setEntry(rig.entry("theirs").with(EntryOption.USERS, "4711"));
        RemoteAccess they = doorway.newClient(new Caller(4711, 4700, false));
        Entry own = rig.entry("own").with(EntryOption.PREREQUISITE, "line");
        assertThat(refused(() -> they.dial(signedIn(own).netns("red"), new Recorder()))
                        .error())
                .isEqualTo(RasError.ACCESS_DENIED);
    }
}
