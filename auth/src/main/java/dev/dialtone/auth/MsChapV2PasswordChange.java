package dev.dialtone.auth;

import dev.dialtone.core.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The change of an expired password with MS-CHAPv2 (RFC 2759 §7): the new password under the old one's hash, the old
/// one's hash under the new one's, and a response made with the new one. So the keys afterwards are those of an
/// ordinary exchange with the new password.
public final class MsChapV2PasswordChange {
    /// Longest new password, in UTF-16 units.
    public static final int MAX_CHARS = 256;

    private static final int HASH_BYTES = 16;
    private static final int PASSWORD_BYTES = 2 * MAX_CHARS;

    private MsChapV2PasswordChange() {}

    /// Whether a new password is short enough to be sent.
    public static boolean fits(Secret newPassword) {
        return newPassword.useChars(chars -> chars.length <= MAX_CHARS);
    }

    /// Client: the packet. The passwords stay the caller's.
    ///
    /// @param identifier  the Failure's, plus 1
    /// @param exchange    worked out with the new password and the challenge of the Failure
    /// @param newPassword one that [#fits]
    /// @param random      for the padding
    public static ChapPacket.ChangePassword packet(
            int identifier, MsChapV2Exchange exchange, Secret oldPassword, Secret newPassword, RandomGenerator random) {
        byte[] oldHash = MsChapV2.ntPasswordHash(oldPassword);
        byte[] newHash = MsChapV2.ntPasswordHash(newPassword);
        byte[] block = block(newPassword, random);
        try {
            return new ChapPacket.ChangePassword(
                    identifier & 0xFF,
                    rc4(block, oldHash),
                    encryptHash(oldHash, newHash),
                    exchange.peerChallenge(),
                    exchange.ntResponse());
        } finally {
            Arrays.fill(oldHash, (byte) 0);
            Arrays.fill(newHash, (byte) 0);
            Arrays.fill(block, (byte) 0);
        }
    }

    /// Server: the new password, if the packet was made by one who knows the old one. The caller closes it, and still
    /// has to check the packet's response with it ([MsChapV2Exchange#matchesChange]).
    public static Optional<Secret> newPassword(ChapPacket.ChangePassword packet, Secret oldPassword) {
        byte[] oldHash = MsChapV2.ntPasswordHash(oldPassword);
        byte[] block = rc4(packet.encryptedPassword(), oldHash);
        try {
            int length = (block[PASSWORD_BYTES] & 0xFF)
                    | (block[PASSWORD_BYTES + 1] & 0xFF) << 8
                    | (block[PASSWORD_BYTES + 2] & 0xFF) << 16
                    | block[PASSWORD_BYTES + 3] << 24;
            // SECURITY: what another key encrypted is noise; its length decides nothing before it was checked
            if (length < 0 || length > PASSWORD_BYTES || length % 2 != 0) {
                return Optional.empty();
            }
            Secret found = password(block, PASSWORD_BYTES - length);
            if (provesOldHash(packet, oldHash, found)) {
                return Optional.of(found);
            }
            found.close();
            return Optional.empty();
        } finally {
            Arrays.fill(oldHash, (byte) 0);
            Arrays.fill(block, (byte) 0);
        }
    }

    private static boolean provesOldHash(ChapPacket.ChangePassword packet, byte[] oldHash, Secret newPassword) {
        byte[] newHash = MsChapV2.ntPasswordHash(newPassword);
        boolean proven = MessageDigest.isEqual(encryptHash(oldHash, newHash), packet.encryptedHash());
        Arrays.fill(newHash, (byte) 0);
        return proven;
    }

    // SPEC [RFC 2759 §8.10]: UTF-16LE at the end of 512 random bytes, then its length in bytes, little-endian
    private static byte[] block(Secret password, RandomGenerator random) {
        return password.useChars(chars -> {
            if (chars.length > MAX_CHARS) {
                throw new IllegalArgumentException("a new password has at most 256 characters, not " + chars.length);
            }
            byte[] padding = new byte[PASSWORD_BYTES - 2 * chars.length];
            random.nextBytes(padding);
            byte[] block = Arrays.copyOf(padding, PASSWORD_BYTES + 4);
            int at = padding.length;
            for (char one : chars) {
                block[at++] = (byte) one;
                block[at++] = (byte) (one >>> 8);
            }
            block[PASSWORD_BYTES] = (byte) (2 * chars.length);
            block[PASSWORD_BYTES + 1] = (byte) (2 * chars.length >>> 8);
            return block;
        });
    }

    private static Secret password(byte[] block, int from) {
        char[] chars = new char[(PASSWORD_BYTES - from) / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (block[from + 2 * i] & 0xFF | (block[from + 2 * i + 1] & 0xFF) << 8);
        }
        return Secret.ofChars(chars);
    }

    /// SPEC [RFC 2759 §8.13]: each half under seven bytes of the key
    static byte[] encryptHash(byte[] hash, byte[] key) {
        byte[] out = new byte[HASH_BYTES];
        for (int half = 0; half < 2; half++) {
            byte[] plain = Arrays.copyOfRange(hash, 8 * half, 8 * half + 8);
            System.arraycopy(MsChapV2.desEncrypt(plain, key, 7 * half), 0, out, 8 * half, 8);
            Arrays.fill(plain, (byte) 0);
        }
        return out;
    }

    /// SPEC [RFC 2759 §8.11]; the same both ways
    private static byte[] rc4(byte[] block, byte[] key) {
        try {
            Cipher rc4 = Cipher.getInstance("ARCFOUR");
            rc4.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ARCFOUR"));
            return rc4.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RC4", e);
        }
    }
}
