package dev.dialtone.api;

import dev.dialtone.core.Failure;
import org.jspecify.annotations.Nullable;

/// What stands beside an error number (contract E2).
///
/// @param layer     `tcp`, `tls`, `http`, `sstp`, `lcp`, `auth`, `ipcp`, `host`, …
/// @param reason    one sentence about this very case
/// @param peerCode  the peer's own code, or null
/// @param peerText  the peer's own words, or null
/// @param advice    what to do about it
/// @param retryable whether dialling again unchanged can help
public record Detail(
        String layer,
        String reason,
        @Nullable String peerCode,
        @Nullable String peerText,
        String advice,
        boolean retryable) {

    public static Detail of(Failure failure) {
        String advice = failure.advice();
        return new Detail(
                failure.layer().word(),
                failure.reason(),
                failure.peerCode(),
                failure.peerText(),
                advice != null ? advice : RasError.adviceOf(failure.error()),
                failure.retryable());
    }
}
