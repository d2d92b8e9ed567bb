package dev.dialtone.carriers;

import dev.dialtone.carriers.SstpPacket.CallConnectAck;
import dev.dialtone.carriers.SstpPacket.CallConnected;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ties the user's sign-in to the TLS session that carried it ([MS-SSTP] §3.2.5.2), so that nobody in between
/// can pass the sign-in on.
///
/// ```
/// HLAK  32 bytes from the inner method, zero when it gives no keys
/// CMK   HMAC(HLAK, "SSTP inner method derived CMK" | length, 16 bits little-endian | 0x01)
/// MAC   HMAC(CMK, the whole Call-Connected packet, its MAC field and padding zero)
/// ```
public final class CryptoBinding {
    /// Bytes of a higher-layer authentication key.
    public static final int HLAK_BYTES = 32;

    private static final byte[] LABEL = "SSTP inner method derived CMK".getBytes(StandardCharsets.US_ASCII);

    private CryptoBinding() {}

    /// The hashes a server may ask for.
    public enum Hash {
        SHA1(1, "SHA-1", "HmacSHA1", 20),
        SHA256(2, "SHA-256", "HmacSHA256", 32);

        private final int bit;
        private final String digest;
        private final String mac;
        private final int bytes;

        Hash(int bit, String digest, String mac, int bytes) {
            this.bit = bit;
            this.digest = digest;
            this.mac = mac;
            this.bytes = bytes;
        }

        /// Its bit in the server's bitmap, and its number in Call-Connected.
        public int bit() {
            return bit;
        }

        int bytes() {
            return bytes;
        }

        /// The best one of a server's bitmap; empty when we know none of them.
        // SPEC [MS-SSTP §3.2.5.2] SHA-256 where both are offered
        public static Optional<Hash> best(int bitmap) {
            if ((bitmap & SHA256.bit) != 0) {
                return Optional.of(SHA256);
            }
            return (bitmap & SHA1.bit) != 0 ? Optional.of(SHA1) : Optional.empty();
        }
    }

    /// The higher-layer authentication key: both keys in a row, cut or filled with zeros to 32 bytes. A client
    /// gives MasterSendKey then MasterReceiveKey as it sees them itself, a server the reverse; both empty for
    /// PAP and the like.
    public static byte[] hlak(byte[] first, byte[] second) {
        byte[] hlak = new byte[HLAK_BYTES];
        int head = Math.min(first.length, HLAK_BYTES);
        System.arraycopy(first, 0, hlak, 0, head);
        System.arraycopy(second, 0, hlak, head, Math.min(second.length, HLAK_BYTES - head));
        return hlak;
    }

    /// The Call-Connected that answers a server's Ack.
    ///
    /// @param certificate DER of the server's own certificate as our TLS session saw it
    public static CallConnected bind(Hash hash, CallConnectAck ack, byte[] certificate, byte[] hlak) {
        return bindHash(hash, ack, digest(hash, certificate), hlak);
    }

    static CallConnected bindHash(Hash hash, CallConnectAck ack, byte[] certificateHash, byte[] hlak) {
        byte[] mac = compoundMac(hash, ack.nonce(), certificateHash, hlak);
        return new CallConnected(hash.bit, ack.nonce(), certificateHash, mac);
    }

    /// Whether a client's Call-Connected answers our Ack over our certificate with the same sign-in.
    public static boolean verify(CallConnected connected, CallConnectAck ack, byte[] certificate, byte[] hlak) {
        for (Hash hash : Hash.values()) {
            if (hash.bit == connected.hash() && (hash.bit & ack.hashBitmap()) != 0) {
                CallConnected expected = bind(hash, ack, certificate, hlak);
                // SECURITY: one comparison of all of it, in constant time
                return MessageDigest.isEqual(SstpCodec.encode(expected), SstpCodec.encode(connected));
            }
        }
        return false;
    }

    private static byte[] compoundMac(Hash hash, byte[] nonce, byte[] certificateHash, byte[] hlak) {
        byte[] unsigned = SstpCodec.encode(new CallConnected(hash.bit, nonce, certificateHash, new byte[hash.bytes]));
        byte[] key = compoundMacKey(hash, hlak);
        try {
            return hmac(hash, key, unsigned);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    // SPEC [RFC 4306 §2.13] PRF+, of which one round is enough for either hash
    static byte[] compoundMacKey(Hash hash, byte[] hlak) {
        byte[] seed = Arrays.copyOf(LABEL, LABEL.length + 3);
        seed[LABEL.length] = (byte) hash.bytes;
        seed[LABEL.length + 2] = 1;
        return hmac(hash, hlak, seed);
    }

    private static byte[] digest(Hash hash, byte[] input) {
        try {
            return MessageDigest.getInstance(hash.digest).digest(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(hash.digest + " is missing from this Java", e);
        }
    }

    private static byte[] hmac(Hash hash, byte[] key, byte[] input) {
        try {
            Mac mac = Mac.getInstance(hash.mac);
            mac.init(new SecretKeySpec(key, hash.mac));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(hash.mac + " is missing from this Java", e);
        }
    }
}
