package dev.dialtone.ppp;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Text of a peer, made harmless.
final class PeerWords {
    private static final int LEAST = 3;

    private PeerWords() {}

    /// UTF-8 without control and format characters, at most [Failure#MAX_PEER_TEXT] characters, stripped.
    static String clean(byte[] bytes) {
        return clean(new String(bytes, 0, Math.min(bytes.length, 4 * Failure.MAX_PEER_TEXT), StandardCharsets.UTF_8));
    }

    static String clean(String text) {
        // SECURITY: no escape sequence of a peer reaches a terminal or a log
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .limit(Failure.MAX_PEER_TEXT)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    static @Nullable String orNull(byte[] bytes) {
        String words = clean(bytes);
        return words.isEmpty() ? null : words;
    }

    /// As [#clean], for words of one who was told the password: SECURITY: it may say it again, and its words end in
    /// logs. Each byte of it becomes an asterisk; shorter ones than [#LEAST] bytes are in many an honest word.
    static String clean(byte[] bytes, Secret password) {
        String words = clean(bytes);
        byte[] text = words.getBytes(StandardCharsets.UTF_8);
        return password.useUtf8(secret -> mask(text, secret) ? new String(text, StandardCharsets.UTF_8) : words);
    }

    static @Nullable String orNull(byte[] bytes, Secret password) {
        String words = clean(bytes, password);
        return words.isEmpty() ? null : words;
    }

    /// @return whether anything was overwritten
    private static boolean mask(byte[] text, byte[] secret) {
        boolean found = false;
        for (int at = 0; secret.length >= LEAST && at + secret.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + secret.length, secret, 0, secret.length)) {
                Arrays.fill(text, at, at + secret.length, (byte) '*');
                found = true;
            }
        }
        return found;
    }
}
