package dev.dialtone.carriers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom to trust: the certificates given, or the system's.
final class TlsTrust {
    /// Where the distributions keep theirs: Debian, Fedora, SUSE, Alpine.
    private static final List<Path> SYSTEM_BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private TlsTrust() {}

    /// A verifier of chains by PKIX; an empty list means the system's certificates, and Java's own where it has
    /// none.
    static X509ExtendedTrustManager verifier(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted.isEmpty() ? system() : keyStore(trusted));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager verifier) {
                return verifier;
            }
        }
        throw new GeneralSecurityException("this Java verifies no X.509 certificates");
    }

    private static @Nullable KeyStore system() throws GeneralSecurityException, IOException {
        for (Path bundle : SYSTEM_BUNDLES) {
            if (Files.isReadable(bundle)) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(bundle))) {
                    Collection<? extends Certificate> found =
                            CertificateFactory.getInstance("X.509").generateCertificates(in);
                    if (!found.isEmpty()) {
                        return keyStore(found);
                    }
                }
            }
        }
        return null;
    }

    private static KeyStore keyStore(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        return store;
    }
}
