package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.carriers.ClientIdentity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/// A certificate and its key on a token, which the key never leaves (docs/adr/0033).
///
/// @param pin of the token, the dial's, which wipes it; null for a token that asks for none
record TokenIdentity(Pkcs11Uri where, @Nullable Secret pin) implements ClientIdentity {

    @Override
    public Opened open() throws Unusable {
        try {
            KeyStore token = KeyStore.getInstance("PKCS11", Pkcs11Providers.of(where));
            logIn(token);
            String alias = alias(token);
            if (!(token.getKey(alias, null) instanceof PrivateKey key)) {
                throw unusable("holds no private key \"" + alias + "\"", "List what is on it: pkcs11-tool -O");
            }
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : token.getCertificateChain(alias)) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
            return new Opened(key, chain);
        } catch (IOException | GeneralSecurityException | IllegalStateException e) {
            throw causedBy(e, LoginException.class)
                    ? new Unusable(Failure.of(
                                    RasError.EAPTLS_PASSWD_INVALID,
                                    Layer.TLS,
                                    pin == null
                                            ? "The token wants a PIN, and none is stored."
                                            : "The token refuses the PIN that is stored.")
                            .advise("Store it: dialtone credentials set ENTRY --client-pin-file FILE. Many tokens lock"
                                    + " themselves after three wrong ones."))
                    : unusable(
                            "cannot be used: " + e.getMessage(),
                            "Look at it with: pkcs11-tool --module " + where.module() + " -L");
        }
    }

    private void logIn(KeyStore token) throws IOException, GeneralSecurityException {
        if (pin == null) {
            token.load(null, null);
            return;
        }
        Optional<Exception> failed = pin.useChars(characters -> {
            try {
                token.load(null, characters);
                return Optional.empty();
            } catch (IOException | GeneralSecurityException e) {
                return Optional.of(e);
            }
        });
        if (failed.isPresent()) {
            throw new IOException(failed.get().getMessage(), failed.get());
        }
    }

    private String alias(KeyStore token) throws GeneralSecurityException, Unusable {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(token.aliases())) {
            if (token.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (where.object().isEmpty() && keys.size() == 1) {
            return keys.getFirst();
        }
        if (keys.contains(where.object())) {
            return where.object();
        }
        throw unusable(
                where.object().isEmpty()
                        ? "holds " + keys.size() + " keys with certificates" + (keys.isEmpty() ? "" : ": " + keys)
                        : "holds no key with a certificate that is called \"" + where.object() + "\"; there are "
                                + keys,
                "Name one: client-token=pkcs11:object=LABEL?module-path=…; its certificate must be on the token too, with"
                        + " the same id.");
    }

    private Unusable unusable(String what, String advice) {
        return new Unusable(
                Failure.of(RasError.NO_CERTIFICATE, Layer.TLS, "The token behind " + where.module() + " " + what + ".")
                        .advise(advice));
    }

    private static boolean causedBy(Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            if (kind.isInstance(one)) {
                return true;
            }
        }
        return false;
    }
}
