package dev.dialtone.core;

import org.jspecify.annotations.Nullable;

/// Why something ended, as a value: the RAS error number and the detail of contract E2.
///
/// @param error     RAS error number, 600-956 or a documented system code
/// @param layer     where it arose
/// @param reason    one sentence of ours, for people
/// @param peerCode  the peer's own code where it gave one, for example `E=691`, `HTTP 404`
/// @param peerText  the peer's own words where it gave any; hostile text, cut to [#MAX_PEER_TEXT] and stripped of
///                  control characters
/// @param advice    what to do about it; null takes the error's general advice
/// @param retryable whether dialling again unchanged can help
public record Failure(
        int error,
        Layer layer,
        String reason,
        @Nullable String peerCode,
        @Nullable String peerText,
        @Nullable String advice,
        boolean retryable) {

    /// Longest text of a peer that is kept, in characters.
    public static final int MAX_PEER_TEXT = 512;

    public Failure {
        peerCode = clean(peerCode);
        peerText = clean(peerText);
    }

    public static Failure of(int error, Layer layer, String reason) {
        return new Failure(error, layer, reason, null, null, null, false);
    }

    public static Failure retryable(int error, Layer layer, String reason) {
        return new Failure(error, layer, reason, null, null, null, true);
    }

    /// The same with the peer's own code and words.
    public Failure peer(@Nullable String code, @Nullable String text) {
        return new Failure(error, layer, reason, code, text, advice, retryable);
    }

    public Failure advise(String newAdvice) {
        return new Failure(error, layer, reason, peerCode, peerText, newAdvice, retryable);
    }

    // SECURITY: a peer's words end in terminals and logs; no escape sequence may survive.
    private static @Nullable String clean(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MAX_PEER_TEXT));
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .limit(MAX_PEER_TEXT)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }
}
