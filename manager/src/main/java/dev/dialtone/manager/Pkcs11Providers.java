package dev.dialtone.manager;

import dev.dialtone.carriers.ClientIdentity;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.HashMap;
import java.util.Map;

/// The providers of tokens that were used, one for each library and slot: a library is loaded once in a process.
/// Each is added to those of Java, last, because TLS finds by them who can sign with a key that stays on its token.
final class Pkcs11Providers {
    private static final String KIND = "SunPKCS11";
    private static final Map<String, Provider> KNOWN = new HashMap<>();

    private Pkcs11Providers() {}

    /// @throws GeneralSecurityException the library cannot be loaded, or there is no such slot
    /// @throws ClientIdentity.Unusable  the library must not be loaded
    static synchronized Provider of(Pkcs11Uri where) throws GeneralSecurityException, ClientIdentity.Unusable {
        String slot = where.slot().isEmpty() ? "slotListIndex = 0" : "slot = " + where.slot();
        Path library = TokenLibrary.trusted(Path.of(where.module()));
        if (!Pkcs11Uri.isPlain(library.toString())) {
            throw new GeneralSecurityException("it is a link to " + library + ", which is no plain path");
        }
        String place = "library = " + library + "\n" + slot;
        Provider known = KNOWN.get(place);
        if (known != null) {
            return known;
        }
        Provider kind = Security.getProvider(KIND);
        if (kind == null) {
            throw new NoSuchProviderException("this Java has no " + KIND + " (module jdk.crypto.cryptoki)");
        }
        try {
            // two dashes: the text itself, no file's name
            Provider made = kind.configure("--name = dialtone" + KNOWN.size() + "\n" + place + "\n");
            Security.addProvider(made);
            KNOWN.put(place, made);
            return made;
        } catch (IllegalArgumentException | ProviderException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }
}
