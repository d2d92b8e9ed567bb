package dev.dialtone.manager;

import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// The certificates an entry trusts.
final class Trust {
    private Trust() {}

    /// @param pem PEM text; empty for the system's own trust
    /// @throws RasException 87, naming the option
    static List<X509Certificate> certificates(String pem) {
        return certificates(EntryOption.CA, pem);
    }

    /// As above, of another option.
    static List<X509Certificate> certificates(EntryOption option, String pem) {
        if (pem.isEmpty()) {
            return List.of();
        }
        try {
            byte[] text = pem.getBytes(StandardCharsets.US_ASCII);
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw RasException.of(RasError.INVALID_PARAMETER, option.key() + ": holds no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    option.key() + ": is not a readable X.509 certificate: " + e.getMessage());
        }
    }
}
