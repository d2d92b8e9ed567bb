package dev.dialtone.api;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a paused state waits for (contract P2): which fields, which of them secret, until when.
///
/// @param wants  what kind of answer
/// @param text   one sentence for people
/// @param fields what the [Answer] may carry, in the order in which to ask
/// @param until  when it ends with error 638 (P4)
public record Prompt(Wants wants, String text, List<Field> fields, Instant until) {

    /// The kinds of answer.
    public enum Wants {
        /// `RetryAuthentication`: user, domain, password.
        CREDENTIALS,
        /// `PasswordExpired`: a new password.
        NEW_PASSWORD,
        /// `Interactive`, of an entry that allows it: whether to trust the certificate shown (P5).
        CERTIFICATE_TRUST;

        /// The word used in JSON: lower case, with hyphens.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Wants> ofWord(String word) {
            return Arrays.stream(values()).filter(w -> w.word().equals(word)).findFirst();
        }
    }

    /// One thing to ask for.
    ///
    /// @param name   `user`, `domain`, `password`, `new-password`, `trust`
    /// @param secret never shown, never echoed, sent in a body of its own
    /// @param value  what there is already, or what is shown to decide by; empty for none and for secrets
    public record Field(String name, boolean secret, String value) {}

    public static final String USER = "user";
    public static final String DOMAIN = "domain";
    public static final String PASSWORD = "password";
    public static final String NEW_PASSWORD = "new-password";

    /// Its answer is the fingerprint that was shown, so that nobody says yes to another certificate than the
    /// one seen.
    public static final String TRUST = "trust";

    public Prompt {
        fields = List.copyOf(fields);
    }

    public Optional<Field> field(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }
}
