package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Dials that undo themselves unless somebody confirms them.
abstract class ContractOfConfirmation extends ContractOfCaptures {
    private static final Duration LONG = Duration.ofMinutes(10);

    private DialRequest request(String entry, Duration within) {
        return rig.request(entry).options(DialOptions.STANDARD.confirmedWithin(within));
    }

    @Test
    void unconfirmed_endsByItself_whenItsClientIsGone_C2_C4_C8() throws Exception {
        RemoteAccess client = doorway.newClient();
        Connection dialled = client.dial(request("office", Duration.ofSeconds(1)), new Recorder());
        Notification connected = await(dialled.completion());
        assertThat(connected.confirmUntil())
                .isBetween(connected.time().plusMillis(900), connected.time().plusMillis(1_000));
        // its terminal is cut off
        client.close();
        Recorder watcher = new Recorder();
        access.connection(dialled.id()).watch(0, watcher);
        Notification ending = watcher.await(Notification::ending, SOON);
        assertThat(ending.cause()).isEqualTo(RasError.REQUEST_TIMEOUT);
        assertThat(ending.isLast()).isTrue();
        assertThat(ending.detail().reason()).contains("not confirmed within 1 s");
        assertThat(ending.time()).isAfterOrEqualTo(connected.confirmUntil());
        rig.nothingLeft();
        assertThat(refused(() -> access.connection(dialled.id()).confirm()).error())
                .as("too late")
                .isEqualTo(RasError.INVALID_PARAMETER);
    }

    @Test
    void confirmed_byAnyPermittedClient_staysBeyondItsTime_S1_H7() throws Exception {
        Connection kept = access.dial(request("office", Duration.ofSeconds(2)), new Recorder());
        assertThat(await(kept.completion()).isConnected()).isTrue();
        ConnectionStatus waiting = kept.status();
        assertThat(waiting.confirmUntil())
                .isEqualTo(kept.log().getLast().confirmUntil())
                .isNotNull();
        assertThat(refused(() -> doorway.newClient(new Caller(4712, false))
                                .connection(kept.id())
                                .confirm())
                        .error())
                .isEqualTo(RasError.ACCESS_DENIED);
        doorway.newClient().connection("office").confirm();
        assertThat(kept.status().confirmUntil()).isNull();
        assertThat(refused(kept::confirm).error()).isEqualTo(RasError.ALREADY_EXISTS);

        // another one's time begins later, and has passed when the first one's has
        Recorder recorder = new Recorder();
        access.dial(request("other", Duration.ofSeconds(2)), recorder);
        recorder.await(Notification::ending, SOON);
        assertThat(kept.status().active()).isTrue();
        assertThat(kept.log().getLast().isConnected()).isTrue();
        await(kept.hangUp());
    }

    @Test
    void nothingToConfirm_isRefused_E4() throws Exception {
        Connection plain = connect();
        assertThat(plain.log().getLast().confirmUntil()).isNull();
        assertThat(refused(plain::confirm).error()).isEqualTo(RasError.INVALID_PARAMETER);
        await(plain.hangUp());
        Halt.LCP.arm(rig);
        Connection dialling = access.dial(request("office", LONG), new Recorder());
        Halt.LCP.await(rig);
        assertThat(refused(dialling::confirm).detail().reason()).contains("not connected yet");
        Halt.LCP.release(rig);
        assertThat(await(dialling.completion()).isConnected()).isTrue();
        dialling.confirm();
        assertThat(refused(() -> access.connection("nobody").confirm()).error()).isEqualTo(RasError.INVALID_HANDLE);
        await(dialling.hangUp());
        for (long millis : new long[] {1, 999, 3_600_001}) {
            assertThat(refused(() -> access.dial(request("office", Duration.ofMillis(millis)), new Recorder()))
                            .detail()
                            .reason())
                    .contains("confirmWithin");
        }
    }

    @Test
    void alwaysOn_unconfirmed_staysDownThroughRestarts_andConfirmedComesBack_C8_C9() throws Exception {
        access.setEntry(rig.entry("office").with(EntryOption.ALWAYS_ON, "true"));
        access.setCredentials("office", Rig.USER, "", Rig.PASSWORD);
        DialRequest request = DialRequest.of("office");
        Recorder recorder = new Recorder();
        access.dial(request.options(DialOptions.STANDARD.confirmedWithin(Duration.ofSeconds(1))), recorder);
        assertThat(recorder.await(Notification::ending, SOON).isLast()).isTrue();
        restart();
        assertThat(access.list()).as("not confirmed in time").isEmpty();

        Connection waiting = access.dial(request.options(DialOptions.STANDARD.confirmedWithin(LONG)), new Recorder());
        assertThat(await(waiting.completion()).isConnected()).isTrue();
        restart();
        assertThat(access.list())
                .as("the manager ended before it was confirmed")
                .isEmpty();

        Connection confirmed = access.dial(request.options(DialOptions.STANDARD.confirmedWithin(LONG)), new Recorder());
        assertThat(await(confirmed.completion()).isConnected()).isTrue();
        confirmed.confirm();
        restart();
        assertThat(await(access.connection("office").outcome()).isConnected()).isTrue();
        await(access.connection("office").hangUp());
    }
}
