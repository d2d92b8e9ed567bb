package dev.dialtone.auth;

import dev.dialtone.core.Secret;
import java.security.MessageDigest;

/// CHAP with MD5 (RFC 1994 §4.1).
public final class ChapMd5 {
    private ChapMd5() {}

    /// The 16-byte response value for a challenge.
    public static byte[] response(int identifier, Secret password, byte[] challenge) {
        return password.useUtf8(secret -> Digests.md5(new byte[] {(byte) identifier}, secret, challenge));
    }

    /// Whether the response is the right one; takes the same time for any wrong one.
    public static boolean verify(int identifier, Secret password, byte[] challenge, byte[] response) {
        return MessageDigest.isEqual(response(identifier, password, challenge), response);
    }
}
