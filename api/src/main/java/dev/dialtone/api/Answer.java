package dev.dialtone.api;

import dev.dialtone.core.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer to a [Prompt] (contract P2, P3). The secret is copied and stays the caller's to close.
///
/// @param seq    the paused notification that is answered; one that was answered already is refused
/// @param fields by [Prompt.Field#name()], without the secret one; those left out stay as they were
/// @param secret the secret field's value, or null when the prompt has none
public record Answer(
        long seq, Map<String, String> fields, @Nullable Secret secret) {
    private static final int MAX_CHARACTERS = 1024;

    /// @throws RasException 87 for a value no field could have
    public Answer {
        fields = Map.copyOf(fields);
        fields.forEach((name, value) -> {
            if (value.length() > MAX_CHARACTERS || value.chars().anyMatch(Character::isISOControl)) {
                throw RasException.of(
                        RasError.INVALID_PARAMETER,
                        name + ": is longer than " + MAX_CHARACTERS + " characters or holds control characters");
            }
        });
    }

    /// The value given, or what there was before.
    public String valueOr(String name, String before) {
        return fields.getOrDefault(name, before);
    }
}
