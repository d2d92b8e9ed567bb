package dev.dialtone.daemon;

import java.security.SecureRandom;
import java.util.Base64;

/// Names nobody can guess: 128 random bits, URL-safe.
final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    static String fresh(String prefix) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
