package dev.dialtone.carriers;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Lets the real verifier decide, and keeps what it refused and why, for [CertificateFailure] to put into
/// words.
final class ExplainingTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager verifier;
    private final String pin;
    private volatile @Nullable Refusal refusal;

    /// What was refused.
    record Refusal(X509Certificate[] chain, CertificateException why) {}

    /// @param pin fingerprint of a certificate that is trusted although it does not verify; empty for none
    ExplainingTrustManager(X509ExtendedTrustManager verifier, String pin) {
        this.verifier = verifier;
        this.pin = pin;
    }

    /// The refusal that failed the handshake, or null when it failed for something else.
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            verifier.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            // SECURITY [contract P5]: this very certificate and no other; its user was shown the fingerprint
            if (!pin.isEmpty() && pin.equalsIgnoreCase(CertificateFailure.fingerprint(chain[0]))) {
                return;
            }
            refusal = new Refusal(chain.clone(), e);
            throw e;
        }
    }

    // SECURITY: the variants without an engine would skip the check of the host name
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("only engines are verified here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only engines are verified here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no clients are verified here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no clients are verified here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients are verified here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.getAcceptedIssuers();
    }
}
