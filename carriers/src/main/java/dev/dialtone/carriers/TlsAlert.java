package dev.dialtone.carriers;

import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The alert that a peer sent, as the JDK tells it.
final class TlsAlert {
    private static final String TOLD = "Received fatal alert: ";

    private TlsAlert() {}

    /// Its name (RFC 8446 §6), in lower case with underscores; null when it was not the peer who ended.
    static @Nullable String words(SSLException e) {
        String message = String.valueOf(e.getMessage());
        int alert = message.indexOf(TOLD);
        return alert < 0 ? null : message.substring(alert + TOLD.length());
    }
}
