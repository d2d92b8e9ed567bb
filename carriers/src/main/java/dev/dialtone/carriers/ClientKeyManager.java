package dev.dialtone.carriers;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the one identity that the entry names, whatever authorities the server says it knows: if it is the wrong
/// one the server says so, which helps more than to show none. Notes whether it was asked at all.
final class ClientKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final ClientIdentity.@Nullable Opened identity;
    private volatile boolean asked;
    private volatile boolean shown;

    /// @param identity null for a client that has none
    ClientKeyManager(ClientIdentity.@Nullable Opened identity) {
        this.identity = identity;
    }

    /// Whether the server wanted a certificate.
    boolean asked() {
        return asked;
    }

    /// Whether one was shown.
    boolean shown() {
        return shown;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        asked = true;
        if (identity != null && Arrays.asList(keyTypes).contains(identity.key().getAlgorithm())) {
            shown = true;
            return ALIAS;
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
