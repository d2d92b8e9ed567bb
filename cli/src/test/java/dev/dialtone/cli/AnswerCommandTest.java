package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCommandTest {
    private final FakeConnection office = new FakeConnection("c-1", "office").enter(ConnectionState.AUTHENTICATE);
    private final FakeAccess access = new FakeAccess().with(office);

    private void pause(ConnectionState state, int reason, Prompt prompt) {
        FakeConnection _ = office.pause(state, reason, prompt);
    }

    private void pauseForSignIn() {
        pause(ConnectionState.RETRY_AUTHENTICATION, RasError.AUTHENTICATION_FAILURE, Prompts.CREDENTIALS);
    }

    @Test
    void terminal_withoutOptions_everythingIsAsked_P3() {
        pauseForSignIn();
        Run run = new Run(access).answers("", "LAB", "geheim");
        Run.Result result = run.command("answer", "office");
        assertThat(result.code()).isZero();
        assertThat(run.asked).containsExactly("User name [ann]: ", "Domain [CORP]: ", "Password of ann: ");
        assertThat(office.awaitAnswer()).isEqualTo(new FakeConnection.Answered(2, Map.of("domain", "LAB"), "geheim"));
        assertThat(result.out()).isEqualTo("Answered. `dialtone watch c-1` shows what comes of it.\n");
        assertThat(result.err()).isEqualTo("\"office\": Sign in again.\n");
    }

    @Test
    void terminal_withOptions_onlyWhatIsMissingIsAsked() {
        pauseForSignIn();
        Run run = new Run(access).answers("geheim");
        assertThat(run.command("answer", "c-1", "--user", "bob").code()).isZero();
        assertThat(run.asked).containsExactly("Password of bob: ");
        assertThat(office.awaitAnswer()).isEqualTo(new FakeConnection.Answered(2, Map.of("user", "bob"), "geheim"));
    }

    @Test
    void noTerminal_optionsAreEnough() {
        pauseForSignIn();
        Run.Result result = new Run(access).input("geheim\n").command("answer", "office", "--password-stdin", "--json");
        assertThat(result.code()).isZero();
        assertThat(office.awaitAnswer()).isEqualTo(new FakeConnection.Answered(2, Map.of(), "geheim"));
        assertThat(result.objects()).hasSize(1);
        JsonObject only = result.objects().getFirst();
        assertThat(only.text("connection")).isEqualTo("c-1");
        assertThat(only.number("answered")).isEqualTo(2);
        assertThat(result.out() + result.err()).doesNotContain("geheim");
    }

    @Test
    void newPasswordComesFromAFile(@TempDir Path folder) throws IOException {
        pause(ConnectionState.PASSWORD_EXPIRED, 648, Prompts.NEW_PASSWORD);
        Path file = Files.writeString(folder.resolve("new"), "frisch\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(new Run(access)
                        .command("answer", "office", "--new-password-file", file.toString())
                        .code())
                .isZero();
        assertThat(office.awaitAnswer().secret()).isEqualTo("frisch");
    }

    @Test
    void noTerminal_missingSecret_saysHowToGiveIt() {
        pauseForSignIn();
        Run.Result result = new Run(access).command("answer", "office", "--user", "bob");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("no terminal to ask", "--password-file")
                .endsWith("RAS_ERROR=703\n");
    }

    @Test
    void trust_fingerprintInAnyForm_isAnsweredAsShown_P5() {
        pause(ConnectionState.INTERACTIVE, 801, Prompts.TRUST);
        assertThat(new Run(access)
                        .command("answer", "office", "--trust", "3F9C00A1")
                        .code())
                .isZero();
        assertThat(office.awaitAnswer().fields()).containsEntry("trust", Prompts.FINGERPRINT);
    }

    @Test
    void trust_otherFingerprint_isLeftToTheManagerToRefuse_P5() {
        pause(ConnectionState.INTERACTIVE, 801, Prompts.TRUST);
        office.answerRefusals.add(RasException.of(RasError.INVALID_PARAMETER, "trust: is not what was shown"));
        Run.Result result = new Run(access).command("answer", "office", "--trust", "3f:9c:00:a2");
        assertThat(office.awaitAnswer().fields()).containsEntry("trust", "3f:9c:00:a2");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("trust: is not what was shown").endsWith("RAS_ERROR=87\n");
    }

    @Test
    void trust_no_answersNothing() {
        pause(ConnectionState.INTERACTIVE, 801, Prompts.TRUST);
        Run.Result result = new Run(access).answers("no").command("answer", "office");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("not trusted", "dialtone hangup c-1").endsWith("RAS_ERROR=801\n");
        assertThat(office.status().prompt()).isNotNull();
    }

    @Test
    void answeredAlready_is183_P3() {
        pauseForSignIn();
        office.answerRefusals.add(RasException.of(RasError.ALREADY_EXISTS, "already answered"));
        office.answerRefusals.add(RasException.of(RasError.ALREADY_EXISTS, "already answered"));
        Run.Result plain = new Run(access).input("x\n").command("answer", "office", "--password-stdin");
        assertThat(plain.code()).isEqualTo(1);
        assertThat(plain.err()).isEqualTo("dialtone: somebody else answered first\nRAS_ERROR=183\n");
        Run.Result json = new Run(access).input("x\n").command("answer", "office", "--password-stdin", "--json");
        assertThat(json.objects().getFirst().number("error")).isEqualTo(183);
        assertThat(json.err()).isEqualTo("RAS_ERROR=183\n");
    }

    @Test
    void notPaused_saysWhatItIs() {
        Run.Result result = new Run(access).command("answer", "office", "--user", "bob");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("\"office\" does not wait for an answer: its state is Authenticate")
                .endsWith("RAS_ERROR=87\n");
    }

    @Test
    void answeredAndGoneOn_isTooLate_P3() {
        pauseForSignIn();
        office.enter(ConnectionState.AUTH_RETRY);
        Run.Result result = new Run(access).input("geheim\n").command("answer", "office", "--password-stdin");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("dialtone: somebody else answered first; its state is AuthRetry\nRAS_ERROR=183\n");
    }

    @Test
    void whatIsNotWantedIsRefused() {
        pause(ConnectionState.PASSWORD_EXPIRED, 648, Prompts.NEW_PASSWORD);
        Run.Result result = new Run(access).input("old\n").command("answer", "office", "--password-stdin");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("--password-file, --password-stdin: not wanted; wanted are new-password");
    }

    @Test
    void unknownConnectionIs6() {
        assertThat(new Run(access).command("answer", "nowhere").err()).endsWith("RAS_ERROR=6\n");
    }
}
