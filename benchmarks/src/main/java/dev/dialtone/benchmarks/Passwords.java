package dev.dialtone.benchmarks;

import dev.dialtone.core.Secret;
import java.security.SecureRandom;

/// Passwords for one run.
final class Passwords {
    private static final int LETTERS = 24;

    private Passwords() {}

    static Secret fresh() {
        SecureRandom random = new SecureRandom();
        char[] letters = new char[LETTERS];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) ('a' + random.nextInt(26));
        }
        return Secret.ofChars(letters);
    }
}
