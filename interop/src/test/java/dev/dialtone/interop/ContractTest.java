package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.dialtone.host.HostChange;
import dev.dialtone.manager.Caller;
import dev.dialtone.manager.Manager;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The rules of `docs/contract.md` by number: the end of a test's name says which rules it proves. The same tests run
/// on the manager itself and through a daemon.
abstract class ContractTest extends ContractOfHistory {
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
    void entryRenamed_takesItsStoredSignInWithIt_H5() throws Exception {
        access.setEntry(rig.entry("stored"));
        access.setCredentials("stored", Rig.USER, "", Rig.PASSWORD);
        access.setEntry(rig.entry("other"));
        assertThat(refused(() -> access.renameEntry("stored", "other")).error()).isEqualTo(RasError.ALREADY_EXISTS);
        assertThat(refused(() -> access.renameEntry("stored", "a:b")).error()).isEqualTo(RasError.INVALID_NAME);
        assertThat(refused(() -> access.renameEntry("none", "new")).error())
                .isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
        Connection connection = access.dial(DialRequest.of("stored"), new Recorder());
        assertThat(refused(() -> access.renameEntry("stored", "new")).error())
                .as("while it is being dialled or is connected")
                .isEqualTo(RasError.CANNOT_DELETE);
        assertThat(await(connection.completion()).isConnected()).isTrue();
        await(connection.hangUp());
        access.renameEntry("stored", "new");
        assertThat(refused(() -> access.entry("stored")).error()).isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
        assertThat(access.credentials("new").passwordStored()).isTrue();
        restart();
        Connection again = access.dial(DialRequest.of("new"), new Recorder());
        assertThat(await(again.completion()).isConnected()).isTrue();
        await(again.hangUp());
    }

    @Test
    void entryRenamed_isStillDialledBeforeThoseThatNeedIt() throws Exception {
        access.setEntry(rig.entry("line"));
        access.setEntry(rig.entry("needs").with(EntryOption.PREREQUISITE, "line"));
        access.setEntry(rig.entry("other"));
        access.renameEntry("line", "wire");
        assertThat(access.entry("needs")).isEqualTo(rig.entry("needs").with(EntryOption.PREREQUISITE, "wire"));
        assertThat(access.entry("other")).isEqualTo(rig.entry("other"));
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
        rig.memory().addNamespace("blue");
        assertDenied(() -> they.dial(
                DialRequest.of("theirs").signIn(Rig.USER, "", Rig.PASSWORD).netns("blue"), new Recorder()));
        assertDenied(() -> they.dial(
                DialRequest.of("theirs").signIn(Rig.USER, "", Rig.PASSWORD).table("100"), new Recorder()));
        assertDenied(() -> they.setEntry(rig.entry("theirs")));
        assertDenied(() -> they.removeEntry("theirs"));
        assertDenied(() -> they.setCredentials("theirs", "bob", "", null));
        assertDenied(() -> they.setProxyPassword("theirs", Rig.PASSWORD));
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

    @Test
    void anotherUser_hasNamespacesOfTheirOwn_forEntriesAndWithout_H7() throws Exception {
        access.setEntry(rig.entry("theirs").with(EntryOption.USERS, "4711"));
        access.setEntry(rig.entry("others").with(EntryOption.USERS, "4712"));
        RemoteAccess they = doorway.newClient(new Caller(4711, 4700, false));
        RemoteAccess others = doorway.newClient(new Caller(4712, false));
        HostChange own = new HostChange.OwnedNamespace("red", 4711, 4700);

        Connection byEntry = they.dial(
                DialRequest.of("theirs").signIn(Rig.USER, "", Rig.PASSWORD).netns("red"), new Recorder());
        assertThat(await(byEntry.completion()).isConnected()).isTrue();
        assertThat(byEntry.status().projection().namespace()).isEqualTo("red");
        assertThat(rig.memory().present())
                .contains(own)
                .allMatch(change -> change.equals(own) || change instanceof HostChange.Inside);
        Connection without = they.dial(rig.request("office").netns("red"), new Recorder());
        assertThat(await(without.completion()).isConnected()).isTrue();
        assertThat(they.connection("office").id()).isEqualTo(without.id());

        assertDenied(() -> others.dial(
                DialRequest.of("others").signIn(Rig.USER, "", Rig.PASSWORD).netns("red"), new Recorder()));
        assertDenied(() -> others.connection(without.id()).status());
        assertThat(refused(() -> access.dial(
                                DialRequest.of("theirs").signIn(Rig.USER, "", Rig.PASSWORD), new Recorder()))
                        .detail()
                        .reason())
                .as("root does not get what is in a user's namespace unawares")
                .contains("another user");
        await(without.hangUp());
        assertThat(rig.memory().present()).contains(own);
        await(byEntry.hangUp());
        assertThat(rig.memory().present()).isEmpty();
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
        // IPv6 may have come after the first look
        assertThat(ended.projection()).isNotNull();
        assertThat(ended.projection().ipv4()).isEqualTo(up.projection().ipv4());
        assertThat(ended.projection().routes()).isEqualTo(up.projection().routes());
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
                .as("asked for: not yet negotiated, for IPv4 comes first, or rejected by the server")
                .isIn(RasError.PROTOCOL_NOT_CONFIGURED, 733);
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
        assertThat(access.entries(Set.of())).containsExactly(Entry.of("kept"));
        assertThat(access.entries(Set.of(EntryOption.SERVER, EntryOption.USER)))
                .containsExactly(Entry.of("kept").with(EntryOption.SERVER, "127.0.0.1"));
    }

    private static String pem(String inside) {
        return "-----BEGIN CERTIFICATE-----\n" + inside + "\n-----END CERTIFICATE-----\n";
    }
}
