package dev.dialtone.cli;

import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import java.util.stream.Collectors;

/// What a pause waits for, in words. SECURITY: what stands in a secret field is never among them.
final class PromptText {
    private PromptText() {}

    /// The fields, with what they hold already.
    static String fields(Prompt prompt) {
        return prompt.fields().stream()
                .map(f -> f.name() + (f.secret() || f.value().isEmpty() ? "" : " [" + f.value() + "]"))
                .collect(Collectors.joining(", "));
    }

    /// What is wanted, and until when.
    static String wanted(Prompt prompt) {
        return fields(prompt) + " until " + Amount.clock(prompt.until());
    }

    /// Why it came to this; empty when nothing says so.
    static String why(int reason) {
        return reason == 0 ? "" : reason + ": " + RasError.messageOf(reason);
    }

    /// The command that answers it.
    static String howTo(String connection, Prompt prompt) {
        String command = "dialtone answer " + connection;
        return switch (prompt.wants()) {
            case CREDENTIALS -> command + " --user NAME --password-file FILE";
            case NEW_PASSWORD -> command + " --new-password-file FILE";
            case CERTIFICATE_TRUST -> command + " --trust FINGERPRINT";
        };
    }
}
