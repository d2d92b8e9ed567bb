package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Prompts of a dial, asked where it runs.
class DialPauseTest {
    private static final String PASSWORD = "Password of ann: ";

    private final FakeAccess access = new FakeAccess().with(Entry.of("se").with("server", "vpn.example.com"));
    private final List<FakeConnection.Answered> answers = new ArrayList<>();

    @BeforeEach
    void storePassword() {
        access.signIns.put("se", new CredentialsInfo("se", "ann", "", true));
    }

    private static FakeConnection refused(FakeConnection c) {
        return c.pause(ConnectionState.RETRY_AUTHENTICATION, RasError.AUTHENTICATION_FAILURE, Prompts.CREDENTIALS);
    }

    @Test
    void terminal_refusedPassword_isAskedForAgain_P2() {
        access.script = c -> {
            refused(c.enter(ConnectionState.AUTHENTICATE));
            answers.add(c.awaitAnswer());
            c.connected();
        };
        Run run = new Run(access).answers("bob", "", "geheim");
        Run.Result result = run.command("dial", "se", "--paused");
        assertThat(result.code()).isZero();
        assertThat(run.asked).containsExactly("User name [ann]: ", "Domain [CORP]: ", "Password of bob: ");
        assertThat(answers).containsExactly(new FakeConnection.Answered(2, Map.of("user", "bob"), "geheim"));
        assertThat(result.out())
                .contains(
                        "RetryAuthentication  waiting for another sign-in: user [ann], domain [CORP], password until ")
                .contains("Sign in again.", "[691: ")
                .doesNotContain("geheim");
        assertThat(result.err()).contains("Sign in again.").doesNotContain("geheim");
    }

    @Test
    void terminal_expiredPassword_isTypedTwice_P2() {
        access.script = c -> {
            c.pause(ConnectionState.PASSWORD_EXPIRED, 648, Prompts.NEW_PASSWORD);
            answers.add(c.awaitAnswer());
            c.connected();
        };
        Run run = new Run(access).answers("one", "two", "three", "three");
        Run.Result result = run.command("dial", "se", "--paused");
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("these were not the same");
        assertThat(answers).containsExactly(new FakeConnection.Answered(1, Map.of(), "three"));
    }

    @Test
    void terminal_certificateTrusted_answersWithTheFingerprint_P5() {
        access.script = c -> {
            c.pause(ConnectionState.INTERACTIVE, 801, Prompts.TRUST);
            answers.add(c.awaitAnswer());
            c.connected();
        };
        Run.Result result = new Run(access).answers("y", "yes").command("dial", "se", "--paused", "--json");
        assertThat(result.code()).isZero();
        assertThat(answers).containsExactly(new FakeConnection.Answered(1, Map.of("trust", Prompts.FINGERPRINT), null));
        assertThat(result.err()).contains("The certificate of CN=vpn", "fingerprint  " + Prompts.FINGERPRINT);
        assertThat(result.objects().getFirst().object("prompt").orElseThrow().text("wants"))
                .isEqualTo("certificate-trust");
    }

    @Test
    void terminal_certificateNotTrusted_hangsUp_P5() {
        access.script = c -> c.pause(ConnectionState.INTERACTIVE, 801, Prompts.TRUST);
        Run.Result result = new Run(access).answers("no").command("dial", "se", "--paused");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("not trusted, hanging up").endsWith("RAS_ERROR=631\n");
        assertThat(access.connections.getFirst().active()).isFalse();
    }

    @Test
    void terminal_answerRefused_isAskedAgain() {
        access.script = c -> {
            c.answerRefusals.add(RasException.of(RasError.INVALID_PARAMETER, "user: is too long"));
            refused(c);
            answers.add(c.awaitAnswer());
            answers.add(c.awaitAnswer());
            c.connected();
        };
        Run.Result result =
                new Run(access).answers("long", "", "a", "", "", "b").command("dial", "se", "--paused");
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("the answer was refused: user: is too long");
        assertThat(answers).extracting(FakeConnection.Answered::secret).containsExactly("a", "b");
    }

    @Test
    void terminal_somebodyElseWasFaster_saysSoAndGoesOn_P3() {
        Run run = new Run(access).answers("", "", "a");
        access.script = c -> {
            c.answerRefusals.add(RasException.of(RasError.ALREADY_EXISTS, "already answered"));
            refused(c);
            answers.add(c.awaitAnswer());
            run.awaitError("somebody else answered first");
            c.connected();
        };
        Run.Result result = run.command("dial", "se", "--paused");
        assertThat(result.code()).isZero();
        assertThat(result.err()).containsOnlyOnce("somebody else answered first");
    }

    @Test
    void terminal_answeredElsewhereWhileAsking_goesOnWithoutAKey_P3() {
        Run run = new Run(access).patient();
        access.script = c -> {
            refused(c);
            run.awaitQuestion("User name [ann]: ");
            c.enter(ConnectionState.RE_AUTHENTICATE).connected();
        };
        Run.Result result = run.command("dial", "se", "--paused");
        assertThat(result.code()).isZero();
        assertThat(result.err()).containsOnlyOnce("somebody else answered first");
    }

    @Test
    void terminal_whatIsTypedToAnOvertakenQuestion_answersNoOther() {
        Run run = new Run(access).patient();
        access.script = c -> {
            refused(c);
            run.type("");
            run.type("");
            run.awaitQuestion(PASSWORD);
            c.enter(ConnectionState.RE_AUTHENTICATE).pause(ConnectionState.PASSWORD_EXPIRED, 648, Prompts.NEW_PASSWORD);
            run.awaitError("press Enter");
            run.type("meant for the old question");
            run.type("new");
            run.type("new");
            answers.add(c.awaitAnswer());
            c.connected();
        };
        Run.Result result = run.command("dial", "se", "--paused");
        assertThat(result.code()).isZero();
        assertThat(answers).containsExactly(new FakeConnection.Answered(3, Map.of(), "new"));
    }

    @Test
    void terminal_interruptWhileAsking_hangsUp() {
        Run run = new Run(access).patient();
        access.script = c -> {
            refused(c);
            run.awaitQuestion("User name [ann]: ");
            run.interrupt();
        };
        Run.Result result = run.command("dial", "se", "--paused");
        assertThat(result.code()).isEqualTo(130);
        assertThat(result.err()).contains("interrupted, \"se\" is hung up").doesNotContain("somebody else");
        assertThat(access.connections.getFirst().active()).isFalse();
    }

    @Test
    void noTerminal_saysHowToAnswerAndWaits_P3() {
        Run run = new Run(access);
        access.script = c -> {
            refused(c);
            run.awaitError("dialtone answer c-1 --user NAME --password-file FILE\n");
            c.enter(ConnectionState.RE_AUTHENTICATE).connected();
        };
        Run.Result result = run.command("dial", "se", "--paused", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.err()).hasLineCount(1).contains("\"se\" waits for user [ann], domain [CORP], password");
        assertThat(result.objects()).hasSize(3);
    }

    @Test
    void noTerminalAndNoPassword_isLeftToThePrompt() {
        access.signIns.clear();
        access.script = c -> c.disconnected(RasError.USER_DISCONNECTION);
        Run.Result result = new Run(access).command("dial", "se", "--paused");
        assertThat(access.dialled).isNotNull();
        assertThat(result.err()).doesNotContain("703");
    }

    @Test
    void gated_pauseIsAskedForAndAcknowledgedAtOnce() {
        List<Long> passed = new ArrayList<>();
        access.script = c -> {
            c.pause(ConnectionState.PASSWORD_EXPIRED, 648, Prompts.NEW_PASSWORD);
            passed.add(c.awaitAcknowledgement());
            answers.add(c.awaitAnswer());
            c.connected();
        };
        assertThat(new Run(access)
                        .answers("new", "new")
                        .command("dial", "se", "--paused", "--gated")
                        .code())
                .isZero();
        assertThat(passed).containsExactly(1L);
        assertThat(answers).hasSize(1);
    }
}
