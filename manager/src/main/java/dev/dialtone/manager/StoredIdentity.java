package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.carriers.ClientIdentity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The certificate in the entry with the key that is stored for it (docs/adr/0033).
///
/// @param key the dial's, which wipes it
record StoredIdentity(List<X509Certificate> chain, Secret key) implements ClientIdentity {

    /// What the entry has to show; null when it has nothing.
    ///
    /// @param key what is stored for it; the dial's, which wipes it
    /// @throws RasException 87 an option that is wrong, 766 the key is missing
    static @Nullable ClientIdentity of(Entry entry, @Nullable Secret key) {
        String token = entry.text(EntryOption.CLIENT_TOKEN);
        List<X509Certificate> chain = Trust.certificates(EntryOption.CLIENT_CERT, entry.text(EntryOption.CLIENT_CERT));
        if (!token.isEmpty() && !chain.isEmpty()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "client-token, client-cert: only one of them; a token has its certificate");
        }
        if (token.isEmpty() && chain.isEmpty()) {
            return null;
        }
        if (!token.isEmpty()) {
            return new TokenIdentity(uri(token), key);
        }
        if (key == null) {
            throw new RasException(Failure.of(
                            RasError.NO_CERTIFICATE,
                            Layer.MANAGER,
                            "client-cert: the key of the certificate is not stored for \"" + entry.name() + "\"")
                    .advise("Store it: dialtone credentials set \"" + entry.name() + "\" --client-key FILE"));
        }
        return new StoredIdentity(chain, key);
    }

    /// @throws RasException 87
    static Pkcs11Uri uri(String token) {
        try {
            return Pkcs11Uri.of(token);
        } catch (IllegalArgumentException e) {
            throw RasException.of(RasError.INVALID_PARAMETER, EntryOption.CLIENT_TOKEN.key() + ": " + e.getMessage());
        }
    }

    @Override
    public Opened open() throws Unusable {
        PrivateKey opened = ClientKeys.of(key);
        if (!ClientKeys.belong(opened, chain.getFirst().getPublicKey())) {
            throw new Unusable(Failure.of(
                            RasError.NO_CERTIFICATE,
                            Layer.TLS,
                            "The key that is stored is not that of the client's certificate "
                                    + chain.getFirst().getSubjectX500Principal().getName() + ".")
                    .advise("Set both anew: client-cert=@FILE, with the client's own certificate first, and"
                            + " `dialtone credentials set ENTRY --client-key FILE`."));
        }
        return new Opened(opened, chain);
    }
}
