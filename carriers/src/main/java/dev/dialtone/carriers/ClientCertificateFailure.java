package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Puts into words that a server does not take our certificate, or misses it (errors 766, 853, 861).
final class ClientCertificateFailure {
    private static final int NO_CERTIFICATE = 766;
    private static final int CERTIFICATE_INVALID = 853;
    private static final int AUTHORITY_NOT_FOUND = 861;

    private ClientCertificateFailure() {}

    /// @param alert the server's, in lower case with underscores (RFC 8446 §6)
    /// @return empty when it is about something else
    static Optional<Failure> of(String alert, ClientKeyManager keys) {
        return switch (alert.toLowerCase(Locale.ROOT)) {
            case "certificate_required" -> Optional.of(keys.shown() ? refused(alert) : missing(alert));
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "access_denied",
                    "decrypt_error" ->
                keys.shown()
                        ? Optional.of(refused(alert))
                        : keys.asked() ? Optional.of(missing(alert)) : Optional.empty();
            case "unknown_ca" -> keys.shown() ? Optional.of(unknown(alert)) : Optional.empty();
            case "handshake_failure" -> keys.asked() && !keys.shown() ? Optional.of(missing(alert)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// What a server says of it after the handshake, as in TLS 1.3 (RFC 8446 §4.4.2.4).
    ///
    /// @return empty when it is about something else
    static Optional<Failure> afterwards(SSLException e, ClientKeyManager keys) {
        String alert = TlsAlert.words(e);
        return alert == null ? Optional.empty() : of(alert, keys);
    }

    private static Failure missing(String alert) {
        return said(NO_CERTIFICATE, "The server wants a certificate of the client, and none was shown", alert)
                .advise(
                        "Give the entry one: client-cert=@FILE and `dialtone credentials set ENTRY --client-key FILE`, or"
                                + " both with --client-p12 FILE, or client-token=URI.");
    }

    private static Failure refused(String alert) {
        return said(CERTIFICATE_INVALID, "The server refuses the client's certificate", alert)
                .advise(
                        "Look whether it is the right one, is valid now and may be used for clients; the server's log says"
                                + " more.");
    }

    private static Failure unknown(String alert) {
        return said(AUTHORITY_NOT_FOUND, "The server does not know the authority of the client's certificate", alert)
                .advise("Give the certificates between it and the server's authority too: client-cert=@FILE with all of"
                        + " them, the client's own first.");
    }

    private static Failure said(int error, String reason, String alert) {
        return Failure.of(error, Layer.TLS, reason + ": " + alert + ".").peer("TLS alert", alert);
    }
}
