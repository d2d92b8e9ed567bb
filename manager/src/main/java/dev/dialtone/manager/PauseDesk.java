package dev.dialtone.manager;

import dev.dialtone.api.Answer;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where answers to a connection's prompts are handed in: the first one wins, whoever gives it, and every later
/// one is
/// told so (P3). Safe for any thread.
final class PauseDesk {
    private record Open(long seq, Prompt prompt, Consumer<Answer> taker) {}

    private @Nullable Open open;
    private long newest;

    /// A prompt is about to be notified.
    ///
    /// @param taker called by the answering thread, once; the secret in the answer is the answerer's to close
    synchronized void ask(long seq, Prompt prompt, Consumer<Answer> taker) {
        newest = seq;
        open = new Open(seq, prompt, taker);
    }

    /// Nobody can answer any more.
    ///
    /// @return whether nobody had
    synchronized boolean withdraw() {
        boolean unanswered = open != null;
        open = null;
        return unanswered;
    }

    /// @throws RasException 183 already answered, 87 nothing to answer or a wrong field
    void answer(Answer answer) {
        Consumer<Answer> taker;
        synchronized (this) {
            if (open == null || answer.seq() != open.seq) {
                throw answer.seq() <= newest && answer.seq() > 0
                        ? RasException.of(RasError.ALREADY_EXISTS, "already answered")
                        : RasException.of(
                                RasError.INVALID_PARAMETER, "seq: notification " + answer.seq() + " asks for nothing");
            }
            check(open.prompt, answer);
            taker = open.taker;
            open = null;
        }
        taker.accept(answer);
    }

    private static void check(Prompt prompt, Answer answer) {
        for (String name : answer.fields().keySet()) {
            if (prompt.field(name).filter(field -> !field.secret()).isEmpty()) {
                throw RasException.of(RasError.INVALID_PARAMETER, name + ": is not asked for, or is a secret");
            }
        }
        Secret secret = answer.secret();
        // it was the stored one that was refused, or there is none
        if (secret != null && CredentialsInfo.isPlaceholder(secret)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, "secret: sixteen asterisks stand for a stored password, and are none");
        }
        for (Prompt.Field field : prompt.fields()) {
            if (field.secret() && answer.secret() == null) {
                throw RasException.of(RasError.INVALID_PARAMETER, field.name() + ": is missing");
            }
        }
        if (prompt.wants() == Prompt.Wants.CERTIFICATE_TRUST) {
            String shown = prompt.field(Prompt.TRUST).map(Prompt.Field::value).orElse("");
            if (!answer.valueOr(Prompt.TRUST, "").equals(shown)) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER, Prompt.TRUST + ": is not the fingerprint that was shown, " + shown);
            }
        }
    }
}
