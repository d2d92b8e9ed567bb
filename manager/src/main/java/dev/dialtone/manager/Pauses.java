package dev.dialtone.manager;

import dev.dialtone.api.Answer;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import dev.dialtone.core.Secret;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The paused states of a dial (P1-P5): what is asked, until when, and what becomes of the answer. On the
/// connection's
/// loop, but for the answer's arrival at the [PauseDesk].
final class Pauses {
    /// What a certificate's failure carries as the peer's code: its fingerprint.
    private static final String FINGERPRINT = "sha256:";

    /// A pause to come.
    ///
    /// @param state  the paused state
    /// @param reason the error that led here
    record Pause(ConnectionState state, Failure reason, Prompt.Wants wants, String text, List<Prompt.Field> fields) {}

    /// An answer that was accepted. The secret, if one was wanted, is the receiver's to close.
    record Given(Answer answer, @Nullable Secret secret) {
        Secret wanted() {
            if (secret == null) {
                throw new IllegalStateException("the desk let an answer pass without its secret");
            }
            return secret;
        }
    }

    private final DialOptions options;
    private final PauseDesk desk;
    private final NotificationWriter writer;
    private final Loop loop;
    private final InstantSource wall;
    private Loop.@Nullable Timer limit;
    private boolean over;

    Pauses(DialOptions options, PauseDesk desk, NotificationWriter writer, Loop loop, InstantSource wall) {
        this.options = options;
        this.desk = desk;
        this.writer = writer;
        this.loop = loop;
        this.wall = wall;
    }

    /// The pause that can mend a failure, or null when it is an error in its state (P1).
    @Nullable
    Pause mending(Failure failure, DialPlan plan, boolean canChangePassword) {
        if (!options.paused()) {
            return null;
        }
        String code = failure.peerCode();
        // the password that was to be the new one may be refused in its turn (709): another new one is wanted then
        boolean expired = failure.error() == RasError.PASSWORD_EXPIRED;
        if (failure.layer() == Layer.AUTH
                && (expired || failure.error() == RasError.CHANGING_PASSWORD)
                && canChangePassword) {
            return new Pause(
                    ConnectionState.PASSWORD_EXPIRED,
                    failure,
                    Prompt.Wants.NEW_PASSWORD,
                    expired
                            ? "The password of " + plan.wireUser() + " has expired. Give a new one."
                            : "The new password of " + plan.wireUser() + " was refused. Give another one.",
                    List.of(new Prompt.Field(Prompt.NEW_PASSWORD, true, "")));
        }
        if (failure.layer() == Layer.AUTH
                && (failure.error() == RasError.AUTHENTICATION_FAILURE
                        || failure.error() == RasError.PASSWORD_EXPIRED
                        || failure.error() == RasError.CHANGING_PASSWORD)) {
            return credentials(failure, plan);
        }
        // SECURITY: never by default; only where the entry's owner allowed it (P5)
        if (failure.error() == RasError.VALIDATING_SERVER_CERT
                && plan.entry().flag(EntryOption.TRUST_PROMPT)
                && code != null
                && code.startsWith(FINGERPRINT)) {
            return new Pause(
                    ConnectionState.INTERACTIVE,
                    failure,
                    Prompt.Wants.CERTIFICATE_TRUST,
                    failure.reason() + " Trust it from now on?",
                    List.of(new Prompt.Field(Prompt.TRUST, false, code.substring(FINGERPRINT.length()))));
        }
        return null;
    }

    /// The pause of a dial that was given no password.
    static Pause missingPassword(DialPlan plan) {
        return credentials(
                Failure.of(
                        RasError.INTERACTIVE_MODE,
                        Layer.AUTH,
                        "Neither the dial nor the entry \"" + plan.entry().name() + "\" has a password."),
                plan);
    }

    private static Pause credentials(Failure failure, DialPlan plan) {
        return new Pause(
                ConnectionState.RETRY_AUTHENTICATION,
                failure,
                Prompt.Wants.CREDENTIALS,
                failure.reason() + " Give the user name and the password.",
                List.of(
                        new Prompt.Field(Prompt.USER, false, plan.user()),
                        new Prompt.Field(Prompt.DOMAIN, false, plan.domain()),
                        new Prompt.Field(Prompt.PASSWORD, true, "")));
    }

    /// Notifies the pause and waits.
    ///
    /// @param answered run on the loop with the first answer
    /// @param expired  run on the loop when none came within the limit (P4)
    void ask(Pause pause, Consumer<Given> answered, Consumer<Failure> expired) {
        Prompt prompt = new Prompt(
                pause.wants,
                pause.text,
                pause.fields,
                wall.instant().plus(options.pauseLimit()).truncatedTo(ChronoUnit.MICROS));
        // open before it is told: an answer may come with the telling
        desk.ask(writer.seq() + 1, prompt, answer -> taken(answer, answered));
        limit = loop.at(loop.nanoTime() + options.pauseLimit().toNanos(), () -> {
            if (desk.withdraw()) {
                expired.accept(Failure.of(
                        RasError.REQUEST_TIMEOUT,
                        Layer.MANAGER,
                        "Nobody answered within " + options.pauseLimit().toSeconds() + " s. It had paused because: "
                                + pause.reason.reason()));
            }
        });
        writer.paused(pause.state, pause.reason, prompt);
    }

    /// On the answering thread.
    private void taken(Answer answer, Consumer<Given> answered) {
        Secret secret = answer.secret();
        Given given = new Given(answer, secret == null ? null : secret.copy());
        loop.execute(() -> {
            if (limit != null) {
                limit.cancel();
            }
            if (over) {
                if (given.secret != null) {
                    given.secret.close();
                }
            } else {
                answered.accept(given);
            }
        });
    }

    /// The attempt ends.
    void cancel() {
        over = true;
        boolean _ = desk.withdraw();
        if (limit != null) {
            limit.cancel();
        }
    }
}
