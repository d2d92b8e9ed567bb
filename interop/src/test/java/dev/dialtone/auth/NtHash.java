package dev.dialtone.auth;

import java.nio.charset.StandardCharsets;

/// What MS-CHAPv2 makes of a password, and what is as good as one to whoever finds it.
public final class NtHash {
    private NtHash() {}

    /// SPEC [RFC 2759 §8.3]: NtPasswordHash.
    public static byte[] of(String password) {
        return Md4.digest(password.getBytes(StandardCharsets.UTF_16LE));
    }

    /// SPEC [RFC 2759 §8.4]: HashNtPasswordHash.
    public static byte[] ofHash(byte[] hash) {
        return Md4.digest(hash);
    }
}
