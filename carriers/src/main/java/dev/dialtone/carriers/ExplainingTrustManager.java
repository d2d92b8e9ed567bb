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
    private volatile @Nullable Refusal refusal;

    /// What was refused.
    record Refusal(X509Certificate[] chain, CertificateException why) {}

    ExplainingTrustManager(X509ExtendedTrustManager verifier) {
        this.verifier = verifier;
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
