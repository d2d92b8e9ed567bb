package dev.dialtone.cli;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Pkcs8;
import dev.dialtone.core.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Private keys read from files with the rights of whoever runs the command (contract H7), as PKCS#8 without a
/// password, which is how they are handed over to be stored.
final class ClientKeyFile {
    private static final byte[] OTHER_PEM = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);

    private final String option;
    private final Path file;

    /// @param option that named the file
    ClientKeyFile(String option, Path file) {
        this.option = option;
        this.file = file;
    }

    /// A key with its certificates.
    ///
    /// @param certificates as PEM text, the key's own first
    record Identity(Secret key, String certificates) implements AutoCloseable {
        @Override
        public void close() {
            key.close();
        }
    }

    /// A key in PEM or DER.
    ///
    /// @param passphrase asked for when the key is encrypted; the supplier's secret is closed here
    /// @throws RasException 87, naming the file and what is wrong
    Secret key(Supplier<Secret> passphrase) {
        byte[] content = content();
        try {
            if (Pkcs8.encryptedKey(content).isPresent()) {
                byte[] encrypted = Pkcs8.encryptedKey(content).get();
                try (Secret secret = passphrase.get()) {
                    return secret.useChars(characters -> decrypted(encrypted, characters));
                }
            }
            return Pkcs8.key(content)
                    .map(Secret::ofUtf8)
                    .orElseThrow(() -> wrong(
                            begins(content)
                                    ? "holds no key of PKCS#8; make one of it: openssl pkcs8 -topk8 -in FILE -out KEY.pem"
                                    : "holds no private key"));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static boolean begins(byte[] content) {
        return content.length > OTHER_PEM.length
                && Arrays.equals(content, 0, OTHER_PEM.length, OTHER_PEM, 0, OTHER_PEM.length);
    }

    private Secret decrypted(byte[] encrypted, char[] passphrase) {
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            // SPEC [RFC 8018 §6.2]: PBES2, whose scheme is among its parameters
            String scheme = String.valueOf(info.getAlgParameters());
            String algorithm = scheme.startsWith("PBEWith") ? scheme : info.getAlgName();
            Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return Secret.ofUtf8(info.getKeySpec(cipher).getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("its key cannot be opened with that passphrase: " + e.getMessage());
        } finally {
            spec.clearPassword();
        }
    }

    /// The one key in a PKCS#12 file, with its certificates.
    ///
    /// @param passphrase of the file; the supplier's secret is closed here
    /// @throws RasException 87, naming the file and what is wrong
    Identity pkcs12(Supplier<Secret> passphrase) {
        byte[] content = content();
        try (Secret secret = passphrase.get()) {
            return secret.useChars((Function<char[], Identity>) characters -> opened(content, characters));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private Identity opened(byte[] content, char[] passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), passphrase);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificateChain(alias) != null) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw wrong("holds " + keys.size() + " keys with a certificate, and must hold one");
            }
            if (!(store.getKey(keys.getFirst(), passphrase) instanceof PrivateKey key)) {
                throw wrong("holds no private key");
            }
            StringBuilder pem = new StringBuilder();
            for (Certificate certificate : store.getCertificateChain(keys.getFirst())) {
                pem.append(pem(certificate.getEncoded()));
            }
            return new Identity(Secret.ofUtf8(key.getEncoded()), pem.toString());
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("cannot be opened: " + e.getMessage());
        }
    }

    private static String pem(byte[] certificate) {
        byte[] lineEnd = {'\n'};
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, lineEnd).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    private byte[] content() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(Pkcs8.MAX_BYTES + 1);
            if (content.length > Pkcs8.MAX_BYTES) {
                throw wrong("is longer than " + Pkcs8.MAX_BYTES + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw wrong("there is no such file");
        } catch (AccessDeniedException e) {
            throw wrong("you may not read it");
        } catch (IOException e) {
            throw wrong("cannot be read: " + e.getMessage());
        }
    }

    private RasException wrong(String why) {
        return RasException.of(RasError.INVALID_PARAMETER, option + ": " + file + ": " + why);
    }
}
