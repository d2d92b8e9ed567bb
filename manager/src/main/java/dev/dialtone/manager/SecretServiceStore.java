package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostException;
import dev.dialtone.host.SecretService;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Sign-ins in the Secret Service of a user's session: an item for each entry in the user's default collection, its
/// secret [StoredSignIn#encode]d. The managers of one user share them.
final class SecretServiceStore implements CredentialStore {
    static final String NAME = "secret-service";

    /// What tells our items from those of other programs, as libsecret names it.
    private static final String SCHEMA = "xdg:schema";

    private final SecretService service;

    /// @param bus address of the session bus; empty when there is none
    SecretServiceStore(String bus) {
        this.service = new SecretService(bus);
    }

    private static Map<String, String> attributes(String entry) {
        return Map.of(SCHEMA, "dev.dialtone.SignIn", "entry", entry);
    }

    @Override
    public StoredSignIn read(String entry) {
        try {
            Optional<byte[]> found = service.find(attributes(entry));
            return found.map(secret -> decode(entry, secret)).orElse(StoredSignIn.NOTHING);
        } catch (HostException e) {
            throw new RasException(e.failure());
        }
    }

    private static StoredSignIn decode(String entry, byte[] secret) {
        try {
            return StoredSignIn.decode(secret)
                    .orElseThrow(() -> RasException.of(
                            RasError.CORRUPT_PHONEBOOK,
                            "what the Secret Service holds for \"" + entry + "\" is no sign-in; set it anew"));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public void write(String entry, StoredSignIn signIn) {
        byte[] secret = signIn.encode();
        try {
            service.store("Dialtone: sign-in of " + entry, attributes(entry), secret);
        } catch (HostException e) {
            throw notWritten(e.failure());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public void clear(String entry) {
        try {
            service.remove(attributes(entry));
        } catch (HostException e) {
            throw notWritten(e.failure());
        }
    }

    private static RasException notWritten(Failure why) {
        return new RasException(new Failure(
                RasError.CANNOT_WRITE_PHONEBOOK,
                Layer.HOST,
                why.reason(),
                why.peerCode(),
                why.peerText(),
                why.advice(),
                why.retryable()));
    }

    @Override
    public String keeper(String entry) {
        return NAME;
    }
}
