package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.core.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the key of an entry's client certificate comes from, or the PIN of its token.
final class ClientKeyOptions {
    @Option(
            names = "--client-key",
            paramLabel = "FILE",
            description = "the private key of the entry's client-cert: PKCS#8, PEM or DER, read here and now")
    @Nullable
    Path key;

    @Option(
            names = "--client-p12",
            paramLabel = "FILE",
            description = "key and certificates from a PKCS#12 file, which are the entry's client-cert then")
    @Nullable
    Path pkcs12;

    @Option(
            names = "--client-passphrase-file",
            paramLabel = "FILE",
            description = "the passphrase of either is the first line of FILE; else it is asked for")
    @Nullable
    Path passphrase;

    @Option(
            names = "--client-pin-file",
            paramLabel = "FILE",
            description = "the PIN of the entry's client-token is the first line of FILE")
    @Nullable
    Path pin;

    /// What was named.
    ///
    /// @param key          or PIN; null when none was named
    /// @param certificates of the key, as PEM; empty when they are the entry's
    record Given(@Nullable Secret key, String certificates) implements AutoCloseable {
        /// The entry with what came with the key.
        Entry of(Entry entry) {
            return certificates.isEmpty() ? entry : entry.with(EntryOption.CLIENT_CERT, certificates);
        }

        @Override
        public void close() {
            if (key != null) {
                key.close();
            }
        }
    }

    boolean given() {
        return key != null || pkcs12 != null || pin != null;
    }

    /// @throws RasException 87, naming the option, the file and what is wrong
    Given read(Shell shell) {
        int named = (key == null ? 0 : 1) + (pkcs12 == null ? 0 : 1) + (pin == null ? 0 : 1);
        if (named > 1) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, "--client-key, --client-p12, --client-pin-file: give one of them");
        }
        if (key != null) {
            return new Given(new ClientKeyFile("--client-key", key).key(() -> passphrase(shell)), "");
        }
        if (pkcs12 != null) {
            ClientKeyFile.Identity identity = new ClientKeyFile("--client-p12", pkcs12).pkcs12(() -> passphrase(shell));
            return new Given(identity.key(), identity.certificates());
        }
        return new Given(new SecretSource("--client-pin", pin, false).read(shell), "");
    }

    /// Stores what was named.
    void store(Shell shell, RemoteAccess access, String entry) {
        Entry before = access.entry(entry);
        try (Given read = read(shell)) {
            Secret secret = read.key();
            if (secret == null) {
                return;
            }
            Entry certified = read.of(before);
            if (!certified.equals(before)) {
                access.setEntry(certified);
            }
            try {
                access.setClientKey(entry, secret);
            } catch (RasException e) {
                if (!certified.equals(before)) {
                    // a certificate without its key would stop every dial
                    access.setEntry(before);
                }
                throw e;
            }
        }
    }

    private Secret passphrase(Shell shell) {
        Secret given = new SecretSource("--client-passphrase", passphrase, false).read(shell);
        if (given != null) {
            return given;
        }
        char[] typed = shell.terminal().possible() ? shell.terminal().secret("Passphrase of the key: ") : null;
        if (typed == null) {
            throw RasException.of(
                    RasError.INTERACTIVE_MODE, "--client-passphrase-file: is missing, and there is no terminal to ask");
        }
        return Secret.ofChars(typed);
    }
}
