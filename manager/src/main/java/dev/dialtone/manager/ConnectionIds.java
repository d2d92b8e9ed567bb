package dev.dialtone.manager;

import java.util.random.RandomGenerator;

/// Makes connection ids: `c-` and 22 letters or digits, about 131 bits, so that they collide neither within a run nor
/// across restarts (H4).
final class ConnectionIds {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;

    private final RandomGenerator random;

    ConnectionIds(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        StringBuilder id = new StringBuilder("c-");
        for (int i = 0; i < LENGTH; i++) {
            id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return id.toString();
    }
}
