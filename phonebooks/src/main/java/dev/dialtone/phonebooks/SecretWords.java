package dev.dialtone.phonebooks;

import java.util.regex.Pattern;

/// SECURITY: what is named like a secret is taken for one. Better to empty a line too many than to keep one.
final class SecretWords {
    private static final String WORD =
            "(?:password|passwd|passphrase|secret|psk|preshared|pre-shared|sharedkey|privatekey|cpin)";
    private static final int CASELESS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE;
    private static final Pattern NAMED = Pattern.compile(WORD, CASELESS);

    /// `secret = x`, `<Secret>x`, or a line of the two words `password x`. Nothing that was passed is tried again
    /// with another length: these are texts of strangers.
    private static final Pattern SAID = Pattern.compile(
            WORD + "[\\w-]*+\\s*+[=:]\\s*+[^\\s=:]"
                    + "|<[^<>]*" + WORD + "[^<>]*+>\\s*+[^<\\s]"
                    + "|^[ \\t]*+[\\w-]*" + WORD + "[\\w-]*+[ \\t]++[^\\s=:]\\S*+[ \\t]*+$",
            CASELESS);

    private SecretWords() {}

    /// Whether a setting of this name holds a secret.
    static boolean names(String name) {
        return NAMED.matcher(name).find();
    }

    /// Whether a comment looks like a setting that holds one.
    static boolean saidIn(String comment) {
        return SAID.matcher(comment).find();
    }

    /// A text of which only the ends of lines are left, so that what follows keeps its place.
    static String emptied(String text) {
        return text.replaceAll("[^\\r\\n]+", "");
    }
}
