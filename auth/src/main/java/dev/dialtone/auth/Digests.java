package dev.dialtone.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// MD5 and SHA-1 over several pieces, as the CHAP family wants them.
final class Digests {
    private Digests() {}

    static byte[] md5(byte[]... parts) {
        return digest("MD5", parts);
    }

    static byte[] sha1(byte[]... parts) {
        return digest("SHA-1", parts);
    }

    private static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
