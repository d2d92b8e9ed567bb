package dev.dialtone.host;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One session's encryption of secrets on their way over the bus.
///
/// SPEC [Secret Service API, "Transfer of Secrets", dh-ietf1024-sha256-aes128-cbc-pkcs7]: Diffie-Hellman in the
/// second Oakley group (RFC 2409 §6.2), HKDF-SHA256 without salt and info, AES-128 in CBC mode with PKCS#7 padding.
///
/// SECURITY: it protects from who looks at the bus, and keeps secrets out of the buffers and logs of the D-Bus
/// library; not from a service that is not the user's own, which nothing proves.
final class SecretExchange implements AutoCloseable {
    static final String ALGORITHM = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

    static final BigInteger PRIME = new BigInteger(
            "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
                    + "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
                    + "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
                    + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
            16);

    private static final BigInteger GENERATOR = BigInteger.TWO;
    private static final int PRIME_BYTES = 128;
    private static final int KEY_BYTES = 16;
    private static final String CIPHER = "AES/CBC/PKCS5Padding";

    /// A secret as it goes over the bus.
    ///
    /// @param parameters of the cipher: its initialization vector
    record Sealed(byte[] parameters, byte[] value) {}

    private final KeyPair own;
    private final byte[] key = new byte[KEY_BYTES];

    private SecretExchange(KeyPair own) {
        this.own = own;
    }

    static SecretExchange begin() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("DiffieHellman");
            generator.initialize(new DHParameterSpec(PRIME, GENERATOR));
            return new SecretExchange(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the other end is told, as many bytes as the prime has.
    byte[] publicKey() {
        byte[] number = ((DHPublicKey) own.getPublic()).getY().toByteArray();
        byte[] fixed = new byte[PRIME_BYTES];
        int length = Math.min(number.length, PRIME_BYTES);
        System.arraycopy(number, number.length - length, fixed, PRIME_BYTES - length, length);
        return fixed;
    }

    /// Takes what the other end told.
    ///
    /// @return whether that can be a key
    boolean agree(byte[] theirs) {
        if (theirs.length > PRIME_BYTES) {
            return false;
        }
        byte[] shared = new byte[0];
        byte[] derived = new byte[0];
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("DiffieHellman");
            agreement.init(own.getPrivate());
            agreement.doPhase(
                    KeyFactory.getInstance("DiffieHellman")
                            .generatePublic(new DHPublicKeySpec(new BigInteger(1, theirs), PRIME, GENERATOR)),
                    true);
            // as many bytes as the prime has, which both ends have to agree in
            shared = agreement.generateSecret();
            derived = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(shared).thenExpand(null, KEY_BYTES));
            System.arraycopy(derived, 0, key, 0, KEY_BYTES);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        } finally {
            Arrays.fill(shared, (byte) 0);
            Arrays.fill(derived, (byte) 0);
        }
    }

    Sealed seal(byte[] secret) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            // the provider draws a vector of its own for each
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return new Sealed(cipher.getIV(), cipher.doFinal(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The secret, the caller's to wipe; empty when it was not sealed with this key.
    Optional<byte[]> open(byte[] parameters, byte[] value) {
        if (value.length == 0) {
            // the cipher would take it for a text of nothing, without the padding that even that has
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(parameters));
            return Optional.of(cipher.doFinal(value));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
