package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.manager.Manager;
import dev.dialtone.testkit.AnswererSession;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Nothing leaves the host while a connection is away, and all of it again when that is hung up.
abstract class ContractOfKillSwitch extends ContractOfConfirmation {

    private Entry guarded() {
        return rig.entry("office").with(EntryOption.KILL_SWITCH, "true");
    }

    private HostChange closed() {
        return new HostChange.KillSwitch(
                "office", InetAddress.ofLiteral("127.0.0.1"), rig.answerer().port());
    }

    private Connection connected(Entry entry, Recorder recorder) throws Exception {
        Connection connection = access.dial(DialRequest.of(entry).signIn(Rig.USER, "", Rig.PASSWORD), recorder);
        assertThat(await(connection.completion()).isConnected()).isTrue();
        return connection;
    }

    private void cut() throws Exception {
        AnswererSession session = rig.answerer().sessions().getLast();
        assertThat(session.awaitEstablished(SOON)).isTrue();
        session.reset();
    }

    @Test
    void killSwitch_staysClosedOverALossAndARedial_untilHungUp_C4_C8_H6() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = connected(
                guarded().with(EntryOption.RECONNECT, "true").with(EntryOption.REDIAL_SECONDS, "1"), recorder);
        assertThat(rig.memory().present()).contains(closed());
        cut();
        recorder.await(Notification::ending, SOON);
        assertThat(rig.memory().present()).contains(closed());
        recorder.await(n -> n.isConnected() && n.attempt() == 2, SOON);
        assertThat(rig.memory().history())
                .noneMatch(e -> e.deed() == MemoryHost.Deed.UNDONE && e.change().equals(closed()));
        await(connection.hangUp());
        rig.nothingLeft();
        assertThat(Files.readString(rig.state().resolve("journal.jsonl"))).isEmpty();
    }

    @Test
    void endedByItself_staysClosed_saysSo_andHangUpOpensIt_C4_E2_H1() throws Exception {
        Recorder recorder = new Recorder();
        Connection connection = connected(guarded(), recorder);
        cut();
        Notification ending = recorder.await(Notification::ending, SOON);
        assertThat(ending.isLast()).isTrue();
        assertThat(ending.detail().advice()).contains("The kill switch stays closed until: dialtone hangup office");
        assertThat(rig.memory().present()).containsExactly(closed());
        assertThat(access.doctor(Optional.empty()))
                .extracting(Finding::text)
                .anyMatch(text -> text.contains("Closed for the entry \"office\""));
        assertThat(await(connection.hangUp())).isEqualTo(ending);
        rig.nothingLeft();
        assertThat(await(connection.hangUp())).as("again").isEqualTo(ending);
    }

    @Test
    void hostWithoutFilters_dialFailsRatherThanGoUnprotected_E2() throws Exception {
        rig.memory()
                .refuse(
                        HostChange.KillSwitch.class::isInstance,
                        Failure.of(RasError.IP_CONFIGURATION, Layer.HOST, "cannot close the kill switch"));
        Connection connection =
                access.dial(DialRequest.of(guarded()).signIn(Rig.USER, "", Rig.PASSWORD), new Recorder());
        Notification failed = await(connection.completion());
        assertThat(failed.error()).isEqualTo(RasError.IP_CONFIGURATION);
        assertThat(failed.detail().reason()).contains("kill switch");
        rig.memory().refuseNothing();
        rig.nothingLeft();
    }

    @Test
    void splitTunnelWithAKillSwitch_isRefused_E4() {
        assertThat(refused(() -> access.dial(
                                DialRequest.of(guarded().with(EntryOption.DEFAULT_ROUTE, "false"))
                                        .signIn(Rig.USER, "", Rig.PASSWORD),
                                new Recorder()))
                        .detail()
                        .reason())
                .contains("kill-switch", "default-route");
    }

    @Test
    void killedManager_alwaysOn_successorKeepsItClosedUntilItsOwnDial_H6_C9() throws Exception {
        access.setEntry(guarded().with(EntryOption.ALWAYS_ON, "true"));
        access.setCredentials("office", Rig.USER, "", Rig.PASSWORD);
        Connection connection = access.dial(DialRequest.of("office"), new Recorder());
        assertThat(await(connection.completion()).isConnected()).isTrue();
        Path left = Files.createDirectory(rig.places().resolve("left"));
        for (String file : List.of("journal.jsonl", "history.jsonl")) {
            Files.copy(rig.state().resolve(file), left.resolve(file));
        }
        rig.memory().crash();
        int before = rig.memory().history().size();
        try (Manager next = rig.newManager(left)) {
            Connection again = next.connection("office");
            assertThat(again.id()).isNotEqualTo(connection.id());
            assertThat(await(again.outcome()).isConnected()).isTrue();
            assertThat(rig.memory()
                            .history()
                            .subList(before, rig.memory().history().size()))
                    .noneMatch(e ->
                            e.deed() == MemoryHost.Deed.UNDONE && e.change().equals(closed()));
            assertThat(rig.memory().present()).contains(closed());
            await(again.hangUp());
            assertThat(rig.memory().present()).isEmpty();
            assertThat(Files.readString(left.resolve("journal.jsonl"))).isEmpty();
        }
    }
}
