package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.DestroyFailedException;

/// Sign-ins in a PKCS#12 keystore, each an [StoredSignIn#encode]d secret key of its own, encrypted and sealed with
/// the password in a [KeystoreKey]. `keytool` can list it. The password is read for each use and wiped after it.
final class KeystoreCredentialStore implements CredentialStore {
    static final String NAME = "keystore";

    private static final String TYPE = "PKCS12";

    /// Secret keys need an algorithm with an OID; a key of this one may have any length.
    private static final String ALGORITHM = "HmacSHA256";

    private static final long MAX_FILE = 64L << 20;

    private final Path file;
    private final KeystoreKey key;

    private KeystoreCredentialStore(Path file, KeystoreKey key) {
        this.file = file;
        this.key = key;
    }

    /// Opens the keystore, or makes the key for a new one.
    ///
    /// @throws RasException 621 the key cannot be used, 625 the keystore cannot be opened with it, 624
    static KeystoreCredentialStore open(Path file, KeystoreKey key) {
        KeystoreCredentialStore store = new KeystoreCredentialStore(file, key);
        if (!Files.exists(file) && !key.exists()) {
            key.create();
        }
        try (Secret password = key.read()) {
            KeyStore _ = store.load(password);
        }
        return store;
    }

    @Override
    public StoredSignIn read(String entry) {
        if (!Files.exists(file)) {
            return StoredSignIn.NOTHING;
        }
        try (Secret password = key.read()) {
            return content(load(password), entry, password)
                    .map(content -> decode(entry, content))
                    .orElse(StoredSignIn.NOTHING);
        }
    }

    private StoredSignIn decode(String entry, byte[] content) {
        try {
            return StoredSignIn.decode(content)
                    .orElseThrow(() -> damaged("what it holds for \"" + entry + "\" is no sign-in; set it anew"));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private Optional<byte[]> content(KeyStore store, String entry, Secret password) {
        return password.useChars(characters -> {
            KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(characters);
            try {
                KeyStore.Entry found = store.getEntry(alias(entry), protection);
                if (found == null) {
                    return Optional.empty();
                }
                if (found instanceof KeyStore.SecretKeyEntry held) {
                    return Optional.of(held.getSecretKey().getEncoded());
                }
                throw damaged("what it holds for \"" + entry + "\" is no secret key; set it anew");
            } catch (GeneralSecurityException e) {
                throw damaged("what it holds for \"" + entry + "\" cannot be opened: " + e.getMessage());
            } finally {
                destroy(protection);
            }
        });
    }

    @Override
    public void write(String entry, StoredSignIn signIn) {
        byte[] content = signIn.encode();
        try {
            KeyStore.SecretKeyEntry held = new KeyStore.SecretKeyEntry(new SecretKeySpec(content, ALGORITHM));
            change((store, protection) -> store.setEntry(alias(entry), held, protection));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    @Override
    public void clear(String entry) {
        if (Files.exists(file) && holds(entry)) {
            change((store, _) -> store.deleteEntry(alias(entry)));
        }
    }

    private boolean holds(String entry) {
        try (Secret password = key.read()) {
            return load(password).containsAlias(alias(entry));
        } catch (KeyStoreException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String keeper(String entry) {
        return NAME;
    }

    /// What is to be done to an opened keystore, with the protection of its entries.
    @FunctionalInterface
    private interface Change {
        void make(KeyStore store, KeyStore.PasswordProtection protection) throws GeneralSecurityException;
    }

    private void change(Change change) {
        try (Secret password = key.read()) {
            KeyStore store = load(password);
            byte[] fresh = password.useChars(characters -> {
                KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(characters);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try {
                    change.make(store, protection);
                    store.store(out, characters);
                    return out.toByteArray();
                } catch (GeneralSecurityException | IOException e) {
                    throw notWritten(String.valueOf(e.getMessage()));
                } finally {
                    destroy(protection);
                }
            });
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            SafeFiles.replace(file, fresh, "rw-------");
        } catch (IOException e) {
            throw notWritten(FilePhoneBook.reason(e));
        }
    }

    private RasException notWritten(String why) {
        return RasException.of(RasError.CANNOT_WRITE_PHONEBOOK, "the keystore " + file + " cannot be written: " + why);
    }

    /// The keystore as it is on the disk; an empty one when there is none.
    private KeyStore load(Secret password) {
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            InputStream content = Files.exists(file) ? new ByteArrayInputStream(bounded()) : null;
            Optional<Exception> failed = password.useChars(characters -> {
                try {
                    store.load(content, characters);
                    return Optional.empty();
                } catch (IOException | GeneralSecurityException e) {
                    return Optional.of(e);
                }
            });
            if (failed.isPresent()) {
                throw new IOException(failed.get().getMessage(), failed.get());
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw damaged(e.getMessage() + " (its key is " + key.file() + ")");
        }
    }

    private byte[] bounded() throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new IOException("it has more than " + MAX_FILE + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private RasException damaged(String why) {
        return new RasException(Failure.of(
                        RasError.CORRUPT_PHONEBOOK, Layer.MANAGER, "the keystore " + file + " cannot be read: " + why)
                .advise("Restore the keystore and its key from the same backup."));
    }

    private static void destroy(KeyStore.PasswordProtection protection) {
        try {
            protection.destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of an entry. Keystores make aliases lower case: what is not a small letter or a digit is written as its bytes.
    static String alias(String entry) {
        StringBuilder alias = new StringBuilder();
        for (byte b : entry.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_' || b == '.';
            alias.append(plain ? String.valueOf((char) b) : "%%%02x".formatted(b & 0xFF));
        }
        return alias.toString();
    }
}
