package dev.dialtone.auth;

import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The computations of MS-CHAPv2 (RFC 2759 §8), the same on both sides of the link.
public final class MsChapV2 {
    /// Bytes of either challenge.
    public static final int CHALLENGE_BYTES = 16;
    /// Bytes of the response value: peer challenge, 8 reserved, NT response, flags (RFC 2759 §4).
    public static final int RESPONSE_BYTES = 49;

    private static final byte[] SIGNING = "Magic server to client signing constant".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ITERATION =
            "Pad to make it do more than one iteration".getBytes(StandardCharsets.US_ASCII);

    private MsChapV2() {}

    /// All that the two challenges and a password give. The caller closes the result.
    ///
    /// @param user as on the wire; a `DOMAIN\` in front does not enter the hash
    public static MsChapV2Exchange exchange(
            byte[] authenticatorChallenge, byte[] peerChallenge, String user, Secret password) {
        byte[] challenge = challengeHash(peerChallenge, authenticatorChallenge, user);
        byte[] hash = ntPasswordHash(password);
        byte[] hashHash = Md4.digest(hash);
        try {
            byte[] ntResponse = challengeResponse(challenge, hash);
            // SPEC [RFC 2759 §8.7]
            byte[] digest = Digests.sha1(hashHash, ntResponse, SIGNING);
            byte[] proof = Digests.sha1(digest, challenge, ITERATION);
            return new MsChapV2Exchange(peerChallenge, ntResponse, proof, MppeKeys.masterKey(hashHash, ntResponse));
        } finally {
            Arrays.fill(hash, (byte) 0);
            Arrays.fill(hashHash, (byte) 0);
        }
    }

    /// SPEC [RFC 2759 §8.2]
    static byte[] challengeHash(byte[] peerChallenge, byte[] authenticatorChallenge, String user) {
        String name = user.substring(user.lastIndexOf('\\') + 1);
        return Arrays.copyOf(
                Digests.sha1(peerChallenge, authenticatorChallenge, name.getBytes(StandardCharsets.UTF_8)), 8);
    }

    /// SPEC [RFC 2759 §8.3]: MD4 of the password in UTF-16LE
    static byte[] ntPasswordHash(Secret password) {
        return password.useChars(chars -> {
            byte[] unicode = new byte[chars.length * 2];
            for (int i = 0; i < chars.length; i++) {
                unicode[2 * i] = (byte) chars[i];
                unicode[2 * i + 1] = (byte) (chars[i] >>> 8);
            }
            byte[] hash = Md4.digest(unicode);
            Arrays.fill(unicode, (byte) 0);
            return hash;
        });
    }

    /// SPEC [RFC 2759 §8.5]: three DES keys out of the hash padded to 21 bytes
    static byte[] challengeResponse(byte[] challenge, byte[] passwordHash) {
        byte[] padded = Arrays.copyOf(passwordHash, 21);
        byte[] response = new byte[24];
        for (int i = 0; i < 3; i++) {
            byte[] block = desEncrypt(challenge, padded, i * 7);
            System.arraycopy(block, 0, response, i * 8, 8);
        }
        Arrays.fill(padded, (byte) 0);
        return response;
    }

    /// 56 bits spread over the high seven bits of eight bytes; the parity bits are not looked at.
    static byte[] desKey(byte[] from, int offset) {
        long bits = 0;
        for (int i = 0; i < 7; i++) {
            bits = bits << 8 | (from[offset + i] & 0xFF);
        }
        byte[] key = new byte[8];
        for (int i = 0; i < 8; i++) {
            key[i] = (byte) (bits >>> (49 - 7 * i) << 1);
        }
        return key;
    }

    /// SPEC [RFC 2759 §8.6]: one block under the seven bytes of key from the offset on
    static byte[] desEncrypt(byte[] block, byte[] from, int offset) {
        byte[] key = desKey(from, offset);
        try {
            Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
            des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
            return des.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has DES", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
