package dev.dialtone.cli;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionStatus;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "answer",
        description = {
            "Answers what a paused connection waits for (`dialtone list` shows which, `dialtone status` shows what).",
            "Without options everything is asked for at the terminal, where Enter alone leaves what is shown in"
                    + " brackets. With options only what is still missing is asked for.",
            "The first answer counts: a later one ends with 1 and RAS_ERROR=183. What comes of it, `dialtone watch`"
                    + " shows."
        },
        footer = {
            "  dialtone answer office",
            "  pass show office | dialtone answer office --password-stdin",
            "  dialtone answer office --new-password-file new-password",
            "  dialtone answer office --trust 3f:9c:…   (as `dialtone status office` shows it)"
        })
final class AnswerCommand extends CliCommand {
    @Parameters(paramLabel = "ENTRY|ID", description = "an entry (its newest connection), or a connection's id")
    String target = "";

    @Option(names = "--user", paramLabel = "NAME", description = "user name, instead of the one that was tried")
    @Nullable
    String user;

    @Option(names = "--domain", paramLabel = "NAME", description = "domain, instead of the one that was tried")
    @Nullable
    String domain;

    @Mixin
    PasswordOptions password = new PasswordOptions();

    @Mixin
    NewPasswordOptions newPassword = new NewPasswordOptions();

    @Option(
            names = "--trust",
            paramLabel = "FINGERPRINT",
            description = "trust the server's certificate that has this fingerprint, and remember it")
    @Nullable
    String trust;

    AnswerCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        if (trust != null && !trust.matches("(?i)[0-9a-f]{2}(:?[0-9a-f]{2})+")) {
            throw wrong("--trust: takes the fingerprint that was shown, so that no other certificate is trusted");
        }
        try (RemoteAccess access = connect()) {
            Connection connection = access.connection(target);
            ConnectionStatus status = connection.status();
            Prompt prompt = status.prompt();
            if (prompt == null) {
                return nothingWaits(connection, status);
            }
            checkWanted(prompt);
            return answer(connection, status, prompt);
        }
    }

    private int answer(Connection connection, ConnectionStatus status, Prompt prompt) {
        Map<String, String> fields = fields(prompt);
        try (Secret secret = newPassword.given() ? newPassword.read(shell) : password.read(shell)) {
            boolean others = fields.isEmpty() && secret == null;
            if (shell.terminal().possible() && others) {
                screen.error("\"" + Screen.clean(status.entry()) + "\": " + Screen.clean(prompt.text()));
            }
            PromptForm form = new PromptForm(shell.terminal(), screen, () -> true);
            return switch (form.fill(status.seq(), prompt, new PromptForm.Given(fields, secret, others))) {
                case PromptReply.Filled filled -> send(connection, filled.answer());
                case PromptReply.Distrusted _ ->
                    throw RasException.of(
                            RasError.VALIDATING_SERVER_CERT,
                            "not trusted, and not answered; `dialtone hangup " + connection.id() + "` ends the dial");
                case PromptReply.Silent _ ->
                    throw new RasException(Failure.of(
                                    RasError.INTERACTIVE_MODE,
                                    Layer.MANAGER,
                                    "wanted are " + PromptText.wanted(prompt) + ", and there is no terminal to ask")
                            .advise("Answer with: " + PromptText.howTo(connection.id(), prompt)));
            };
        }
    }

    private int send(Connection connection, Answer answer) {
        try (Secret _ = answer.secret()) {
            connection.answer(answer);
        } catch (RasException e) {
            if (e.error() != RasError.ALREADY_EXISTS) {
                throw e;
            }
            return tooLate(e, "somebody else answered first");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("connection", connection.id());
        object.put("answered", answer.seq());
        return done(object, "Answered. `dialtone watch " + connection.id() + "` shows what comes of it.");
    }

    /// SPEC [contract P3]: who comes after the answer is told so, even when the dial has gone on by then.
    private int nothingWaits(Connection connection, ConnectionStatus status) {
        String now = "its state is " + status.state().word();
        boolean paused = connection.log().stream().anyMatch(n -> n.isPaused() && n.attempt() == status.attempt());
        if (paused && status.active()) {
            String why = "\"" + status.entry() + "\" was already answered: " + now;
            return tooLate(RasException.of(RasError.ALREADY_EXISTS, why), "somebody else answered first; " + now);
        }
        throw new RasException(Failure.of(
                        RasError.INVALID_PARAMETER,
                        Layer.MANAGER,
                        "\"" + status.entry() + "\" does not wait for an answer: " + now)
                .advise("`dialtone list` shows which connections wait for one."));
    }

    private int tooLate(RasException e, String words) {
        if (json) {
            screen.json(Wire.of(e));
        } else {
            screen.error(Screen.Style.BAD, "dialtone: " + words);
        }
        new FailureReport(screen, json, debug).number(e.error());
        return ExitCode.FAILED;
    }

    private Map<String, String> fields(Prompt prompt) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, Prompt.USER, user);
        put(fields, Prompt.DOMAIN, domain);
        String shown = prompt.field(Prompt.TRUST).map(Prompt.Field::value).orElse("");
        boolean same = trust != null && plain(trust).equals(plain(shown));
        put(fields, Prompt.TRUST, same ? shown : trust);
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static String plain(String fingerprint) {
        return fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
    }

    /// Whoever gives what is not wanted means another prompt than the one that waits.
    private void checkWanted(Prompt prompt) {
        refuse(prompt, Prompt.USER, "--user", user != null);
        refuse(prompt, Prompt.DOMAIN, "--domain", domain != null);
        refuse(prompt, Prompt.PASSWORD, "--password-file, --password-stdin", password.given());
        refuse(prompt, Prompt.NEW_PASSWORD, "--new-password-file, --new-password-stdin", newPassword.given());
        refuse(prompt, Prompt.TRUST, "--trust", trust != null);
    }

    private static void refuse(Prompt prompt, String field, String option, boolean given) {
        if (given && prompt.field(field).isEmpty()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, option + ": not wanted; wanted are " + PromptText.fields(prompt));
        }
    }
}
