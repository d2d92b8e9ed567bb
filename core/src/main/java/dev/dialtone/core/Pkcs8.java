package dev.dialtone.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Private keys in files, as far as it takes no password: PKCS#8 as DER, or as PEM (RFC 7468 §10). Only bytes,
/// which can be wiped; nothing of a key is ever text.
public final class Pkcs8 {
    /// Longest file, in bytes: a key of 16,384 bits with a chain of certificates beside it.
    public static final int MAX_BYTES = 64 * 1024;

    private static final byte[] BEGIN = ascii("-----BEGIN PRIVATE KEY-----");
    private static final byte[] END = ascii("-----END PRIVATE KEY-----");
    private static final byte[] BEGIN_ENCRYPTED = ascii("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    private static final byte[] END_ENCRYPTED = ascii("-----END ENCRYPTED PRIVATE KEY-----");
    private static final byte[] ANY_PEM = ascii("-----BEGIN ");
    private static final byte DER_SEQUENCE = 0x30;

    private Pkcs8() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The DER of the key in a file, the caller's to wipe; empty when there is none that needs no password.
    public static Optional<byte[]> key(byte[] file) {
        if (file.length > MAX_BYTES) {
            return Optional.empty();
        }
        if (isDer(file)) {
            return Optional.of(file.clone());
        }
        return block(file, BEGIN, END);
    }

    /// The DER of the encrypted key in a PEM file, an EncryptedPrivateKeyInfo; empty when there is none.
    public static Optional<byte[]> encryptedKey(byte[] file) {
        return file.length > MAX_BYTES ? Optional.empty() : block(file, BEGIN_ENCRYPTED, END_ENCRYPTED);
    }

    /// Whether a file may hold DER: no PEM begins so.
    public static boolean isDer(byte[] file) {
        return file.length > 0 && file[0] == DER_SEQUENCE && indexOf(file, ANY_PEM, 0) < 0;
    }

    private static Optional<byte[]> block(byte[] file, byte[] begin, byte[] end) {
        int start = indexOf(file, begin, 0);
        int stop = start < 0 ? -1 : indexOf(file, end, start + begin.length);
        if (stop < 0) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(file, start + begin.length, stop);
        try {
            byte[] der = Base64.getMimeDecoder().decode(body);
            return der.length == 0 ? Optional.empty() : Optional.of(der);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static int indexOf(byte[] in, byte[] wanted, int from) {
        for (int i = from; i <= in.length - wanted.length; i++) {
            if (Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
