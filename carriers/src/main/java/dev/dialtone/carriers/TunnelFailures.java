package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import org.jspecify.annotations.Nullable;

/// What a cut of the carrier means, by the phase it came in.
final class TunnelFailures {
    private TunnelFailures() {}

    /// @param cause what the transport said; null when the peer ended the stream in good order
    static Failure carrierLost(TunnelPhase phase, @Nullable Failure cause) {
        boolean before = phase == TunnelPhase.CONNECTING;
        if (phase == TunnelPhase.PROJECTED) {
            return cause == null
                    ? Failure.retryable(629, Layer.TLS, "The server ended the TLS session.")
                    : Failure.retryable(829, cause.layer(), "The connection was lost. " + cause.reason());
        }
        // SPEC [RFC 8446 §4.4.2.4]: what a server says of our certificate comes after the handshake
        if (before && cause != null && !cause.retryable()) {
            return cause;
        }
        String how = cause == null ? "The server ended the TLS session." : cause.reason();
        String when = before ? "before it answered the SSTP request" : "while " + phase.words();
        return Failure.retryable(619, Layer.TCP, "The connection was cut " + when + ". " + how);
    }
}
