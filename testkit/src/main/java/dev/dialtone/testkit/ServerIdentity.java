package dev.dialtone.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A server's key, or a client's, with the certificates it shows.
public final class ServerIdentity {
    private final PrivateKey key;
    private final List<X509Certificate> chain;

    ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /// The server's own certificate.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// What the server sends, its own certificate first.
    public List<X509Certificate> chain() {
        return chain;
    }

    /// The server's own certificate as PEM text.
    public String pem() {
        return DemoPki.pem(certificate());
    }

    /// A PKCS#12 store in memory with the key under the alias `server`.
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, password, chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no key store in memory", e);
        }
    }

    /// The private key as PEM text (PKCS#8), for programs that read it from a file.
    public String keyPem() {
        byte[] lineEnd = {'\n'};
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, lineEnd).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /// A TLS context that shows this identity and asks clients for none.
    public SSLContext serverContext() {
        return serverContext(null);
    }

    /// A TLS context that shows this identity.
    ///
    /// @param clients the authority of the clients' certificates; null where they have none
    public SSLContext serverContext(@Nullable X509Certificate clients) {
        try {
            char[] password = "in memory only".toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), clients == null ? null : trusting(clients), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }

    private static TrustManager[] trusting(X509Certificate authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("clients", authority);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Override
    public String toString() {
        return "ServerIdentity[" + certificate().getSubjectX500Principal() + "]";
    }
}
