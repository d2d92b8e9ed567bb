package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Gates, redials, and lives with and without the command.
class DialWayTest {
    private final FakeAccess access = new FakeAccess().with(Entry.of("se").with("server", "vpn.example.com"));

    @BeforeEach
    void storePassword() {
        access.signIns.put("se", new CredentialsInfo("se", "ann", "", true));
    }

    private DialOptions asked() {
        return Objects.requireNonNull(access.dialled).options();
    }

    @Test
    void withoutOptionsNothingIsAskedOfTheDial() {
        new Run(access).command("dial", "se");
        assertThat(asked()).isEqualTo(DialOptions.STANDARD);
    }

    @Test
    void optionsReachTheManager() {
        access.script = c -> c.disconnected(RasError.USER_DISCONNECTION);
        new Run(access)
                .command("dial", "se", "--paused", "--pause-limit", "20", "--gated", "--gate-limit", "7", "--join");
        assertThat(asked())
                .isEqualTo(
                        new DialOptions(true, Duration.ofSeconds(20), true, Duration.ofSeconds(7), false, false, true));
        access.connections.clear();
        new Run(access).command("dial", "se", "--background");
        assertThat(asked()).isEqualTo(DialOptions.STANDARD.inBackground());
        access.connections.clear();
        new Run(access).command("dial", "se", "--bound");
        assertThat(asked()).isEqualTo(DialOptions.STANDARD.boundToClient());
    }

    @Test
    void limitOutOfRangeIsNamed() {
        Run.Result result = new Run(access).command("dial", "se", "--gated", "--gate-limit", "3601");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("gateLimit").endsWith("RAS_ERROR=87\n");
    }

    @Test
    void gated_eachStateWaitsForALine_N9() {
        List<Long> passed = new ArrayList<>();
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT);
            passed.add(c.awaitAcknowledgement());
            c.enter(ConnectionState.CONNECT_DEVICE);
            passed.add(c.awaitAcknowledgement());
            c.connected();
        };
        Run run = new Run(access).patient();
        Thread.ofVirtual().start(() -> {
            run.type("");
            run.type("");
        });
        assertThat(run.command("dial", "se", "--gated").code()).isZero();
        assertThat(passed).containsExactly(1L, 2L);
        assertThat(run.asked).hasSize(2);
    }

    @Test
    void gated_noLineTyped_nothingIsAcknowledged_N9() {
        List<Boolean> waited = new ArrayList<>();
        Run run = new Run(access).patient();
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT);
            run.awaitQuestion("  Enter goes on ");
            waited.add(c.hasAcknowledgement());
            run.type("");
            c.awaitAcknowledgement();
            c.connected();
        };
        assertThat(run.command("dial", "se", "--gated").code()).isZero();
        assertThat(waited).containsExactly(false);
    }

    @Test
    void gated_limitPassed_nextLineAcknowledgesTheLatest() {
        List<Long> passed = new ArrayList<>();
        Run run = new Run(access).patient();
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT);
            run.awaitQuestion("  Enter goes on ");
            c.enter(ConnectionState.PORT_OPENED).enter(ConnectionState.CONNECT_DEVICE);
            run.type("");
            passed.add(c.awaitAcknowledgement());
            c.connected();
        };
        assertThat(run.command("dial", "se", "--gated").code()).isZero();
        assertThat(passed).containsExactly(3L);
    }

    @Test
    void gated_endOfInput_goesOn() {
        List<Long> passed = new ArrayList<>();
        access.script = c -> {
            for (ConnectionState state : List.of(ConnectionState.OPEN_PORT, ConnectionState.PORT_OPENED)) {
                c.enter(state);
                passed.add(c.awaitAcknowledgement());
            }
            c.connected();
        };
        // the first line is the password, the second lets one state pass, and then there is no more
        Run.Result result = new Run(access).input("geheim\n\n").command("dial", "se", "--gated", "--password-stdin");
        assertThat(result.code()).isZero();
        assertThat(access.dialledPassword).isEqualTo("geheim");
        assertThat(passed).containsExactly(1L, 2L);
    }

    @Test
    void interruptAtAGateHangsUp() {
        Run run = new Run(access).patient();
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT);
            run.awaitQuestion("  Enter goes on ");
            run.interrupt();
        };
        assertThat(run.command("dial", "se", "--gated").code()).isEqualTo(130);
        assertThat(access.connections.getFirst().active()).isFalse();
    }

    @Test
    void background_interrupt_leavesTheDialAlone_C10() {
        Run run = new Run(access);
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT);
            run.interrupt();
        };
        Run.Result result = run.command("dial", "se", "--background");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.err()).contains("left", "\"se\" goes on", "dialtone hangup c-1");
        assertThat(access.connections.getFirst().active()).isTrue();
    }

    @Test
    void bound_staysUntilHungUpOnRequest_C10() {
        access.script = c -> c.connected().disconnected(RasError.USER_DISCONNECTION);
        Run.Result result = new Run(access).command("dial", "se", "--bound");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("Connected \"se\"", "Ctrl-C", "Disconnected")
                .endsWith("Hung up \"se\".\n");
    }

    @Test
    void bound_lost_isAFailureWithItsCause() {
        access.script = c -> c.connected().disconnected(RasError.LINK_FAILURE);
        Run.Result result = new Run(access).command("dial", "se", "--bound", "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("RAS_ERROR=829\n");
        assertThat(result.objects()).extracting(o -> o.text("state")).containsExactly("Connected", "Disconnected");
    }

    @Test
    void bound_lostAndDialledAgain_staysUntilTheLastEnding() {
        access.script = c -> c.connected()
                .lost(RasError.LINK_FAILURE, 5000)
                .enter(ConnectionState.OPEN_PORT)
                .connected()
                .disconnected(RasError.USER_DISCONNECTION);
        Run.Result result = new Run(access).command("dial", "se", "--bound");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Next attempt in 5 s", "Attempt 2\n");
    }

    @Test
    void bound_interrupt_givesItsOwnReferenceBack_H2() {
        Run run = new Run(access);
        FakeConnection shared = new FakeConnection("c-1", "se").connected();
        access.with(shared);
        access.script = c -> {
            run.awaitOut("Ctrl-C");
            run.interrupt();
        };
        Run.Result result = run.command("dial", "se", "--bound");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.err()).contains("others still hold \"se\"");
        assertThat(shared.active()).isTrue();
        assertThat(shared.references).isEqualTo(1);
    }

    @Test
    void bound_interruptOfTheOnlyHolder_hangsUp() {
        Run run = new Run(access);
        access.script = c -> {
            c.connected();
            run.awaitOut("Ctrl-C");
            run.interrupt();
        };
        Run.Result result = run.command("dial", "se", "--bound");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.out()).contains("Disconnected");
        assertThat(result.err()).contains("\"se\" is hung up");
        assertThat(access.connections.getFirst().active()).isFalse();
    }

    @Test
    void bound_streamLagged_isResumedFromTheLog_N8() {
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT).connected();
            c.lag(2);
            c.disconnected(RasError.USER_DISCONNECTION);
        };
        Run.Result result = new Run(access).command("dial", "se", "--bound", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("fell behind after notification 2");
        assertThat(result.objects()).extracting(o -> o.number("seq")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void waitRedial_showsEveryAttemptUntilOneConnects_C1a() {
        access.script = c -> c.enter(ConnectionState.OPEN_PORT)
                .failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT, 2500)
                .enter(ConnectionState.OPEN_PORT)
                .connected();
        Run.Result result = new Run(access).command("dial", "se", "--wait-redial");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines().toList().subList(0, 5))
                .satisfiesExactly(
                        l -> assertThat(l).contains("OpenPort"),
                        l -> assertThat(l).contains("error 809", "Next attempt in 2.5 s."),
                        l -> assertThat(l).isEqualTo("Attempt 2"),
                        l -> assertThat(l).contains("     0 ms  OpenPort"),
                        l -> assertThat(l).contains("Connected"));
    }

    @Test
    void waitRedial_lastAttemptFails_isItsFailure_C1a() {
        access.script = c -> c.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT, 1000)
                .disconnected(RasError.REMOTE_DISCONNECTION);
        Run.Result result = new Run(access).command("dial", "se", "--wait-redial", "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("RAS_ERROR=629\n");
        assertThat(result.objects()).extracting(o -> o.number("attempt")).containsExactly(1L, 2L);
    }

    @Test
    void waitRedial_interruptBetweenAttempts_hangsUp() {
        Run run = new Run(access);
        access.script = c -> {
            c.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT, 60_000);
            run.interrupt();
        };
        Run.Result result = run.command("dial", "se", "--wait-redial");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.err()).contains("is hung up");
        assertThat(access.connections.getFirst().active()).isFalse();
    }

    @Test
    void withoutWaitRedialTheFirstFailureEndsItAndSaysWhatFollows_C1a() {
        access.script = c -> c.failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT, 5000);
        Run.Result result = new Run(access).command("dial", "se");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("next attempt in 5 s; --wait-redial waits for it", "dialtone hangup c-1")
                .endsWith("RAS_ERROR=809\n");
    }

    @Test
    void join_entryBeingDialled_followsThatDialWithoutSigningIn_H2() {
        access.signIns.clear();
        access.with(new FakeConnection("c-1", "se").enter(ConnectionState.OPEN_PORT));
        access.script = FakeConnection::connected;
        Run.Result result = new Run(access).command("dial", "se", "--join", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.objects()).extracting(o -> o.text("state")).containsExactly("OpenPort", "Connected");
        assertThat(asked().join()).isTrue();
    }

    @Test
    void join_interrupt_leavesTheDialToTheOthers() {
        FakeConnection theirs = new FakeConnection("c-1", "se").enter(ConnectionState.OPEN_PORT);
        access.with(theirs);
        Run run = new Run(access);
        access.script = c -> run.interrupt();
        Run.Result result = run.command("dial", "se", "--join");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.err()).contains("goes on being dialled");
        assertThat(theirs.active()).isTrue();
    }

    @Test
    void join_interruptOfADialOfItsOwn_hangsUp() {
        Run run = new Run(access);
        access.script = c -> {
            c.enter(ConnectionState.OPEN_PORT);
            run.interrupt();
        };
        assertThat(run.command("dial", "se", "--join").err()).contains("is hung up");
    }
}
