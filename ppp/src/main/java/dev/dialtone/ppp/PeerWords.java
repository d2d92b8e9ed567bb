package dev.dialtone.ppp;

import dev.dialtone.core.Failure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Text of a peer, made harmless.
final class PeerWords {
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
}
