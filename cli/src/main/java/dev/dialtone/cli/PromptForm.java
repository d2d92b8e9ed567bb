package dev.dialtone.cli;

import dev.dialtone.api.Answer;
import dev.dialtone.api.Prompt;
import dev.dialtone.core.Secret;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Fills in the answer to a prompt: with what was given, and by asking at the terminal for the rest.
///
/// @param counts whether the prompt still waits; what is typed after that is thrown away, so that nobody's password
///               becomes the answer to another question
record PromptForm(Terminal terminal, Screen screen, BooleanSupplier counts) {

    /// What needs no asking.
    ///
    /// @param fields by name
    /// @param secret or null; it is copied
    /// @param others whether fields that have a value already are asked for too
    record Given(Map<String, String> fields, @Nullable Secret secret, boolean others) {
        static final Given NOTHING = new Given(Map.of(), null, true);
    }

    PromptReply fill(long seq, Prompt prompt, Given given) {
        Map<String, String> fields = new LinkedHashMap<>();
        Secret secret = null;
        for (Prompt.Field field : prompt.fields()) {
            PromptReply stop = null;
            if (field.secret()) {
                secret = secret(field, given, fields.getOrDefault(Prompt.USER, valueOf(prompt, Prompt.USER)));
                stop = secret == null ? new PromptReply.Silent() : null;
            } else if (given.fields().containsKey(field.name())) {
                fields.put(field.name(), given.fields().getOrDefault(field.name(), ""));
            } else if (field.name().equals(Prompt.TRUST)) {
                stop = trust(field, fields);
            } else if (given.others() || isMissing(field)) {
                stop = line(field, fields);
            }
            if (stop != null) {
                if (secret != null) {
                    secret.close();
                }
                return stop;
            }
        }
        return new PromptReply.Filled(new Answer(seq, fields, secret));
    }

    private static boolean isMissing(Prompt.Field field) {
        // no domain is a domain, too
        return field.value().isEmpty() && !field.name().equals(Prompt.DOMAIN);
    }

    private @Nullable PromptReply line(Prompt.Field field, Map<String, String> fields) {
        String known = field.value().isEmpty() ? "" : " [" + field.value() + "]";
        String line = terminal.line(label(field.name()) + known + ": ");
        if (line == null || !counts.getAsBoolean()) {
            return new PromptReply.Silent();
        }
        if (!line.isBlank()) {
            fields.put(field.name(), line.strip());
        }
        return null;
    }

    private @Nullable PromptReply trust(Prompt.Field field, Map<String, String> fields) {
        screen.error("  fingerprint  " + Screen.clean(field.value()));
        while (true) {
            String line = terminal.line("Trust this certificate? (yes or no) ");
            if (line == null || !counts.getAsBoolean()) {
                return new PromptReply.Silent();
            }
            if (line.strip().equals("yes")) {
                // SECURITY: the answer is what was shown, so that it cannot be meant for another certificate
                fields.put(field.name(), field.value());
                return null;
            }
            if (line.strip().equals("no")) {
                return new PromptReply.Distrusted();
            }
        }
    }

    private @Nullable Secret secret(Prompt.Field field, Given given, String user) {
        Secret known = given.secret();
        if (known != null) {
            return known.copy();
        }
        boolean twice = field.name().equals(Prompt.NEW_PASSWORD);
        String of = user.isEmpty() ? "" : " of " + user;
        while (true) {
            char[] first = typed(label(field.name()) + of + ": ");
            if (first == null || !twice) {
                return first == null ? null : Secret.ofChars(first);
            }
            char[] second = typed("The same once more: ");
            boolean same = second != null && Arrays.equals(first, second);
            if (second != null) {
                Arrays.fill(second, '\0');
            }
            if (same) {
                return Secret.ofChars(first);
            }
            Arrays.fill(first, '\0');
            if (second == null) {
                return null;
            }
            screen.error("dialtone: these were not the same");
        }
    }

    private char @Nullable [] typed(String question) {
        char[] typed = terminal.secret(Screen.clean(question));
        if (typed != null && !counts.getAsBoolean()) {
            Arrays.fill(typed, '\0');
            return null;
        }
        return typed;
    }

    private static String valueOf(Prompt prompt, String name) {
        return prompt.field(name).map(Prompt.Field::value).orElse("");
    }

    private static String label(String name) {
        return switch (name) {
            case Prompt.USER -> "User name";
            case Prompt.DOMAIN -> "Domain";
            case Prompt.PASSWORD -> "Password";
            case Prompt.NEW_PASSWORD -> "New password";
            default -> Screen.clean(name);
        };
    }
}
