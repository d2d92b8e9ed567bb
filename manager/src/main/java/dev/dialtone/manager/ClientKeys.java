package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.carriers.ClientIdentity;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Pkcs8;
import dev.dialtone.core.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A private key out of the bytes that are stored, and whether it is that of a certificate.
final class ClientKeys {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final byte[] PROBE = {1, 2, 3};

    private ClientKeys() {}

    /// @throws ClientIdentity.Unusable 766 it is no private key
    static PrivateKey of(Secret stored) throws ClientIdentity.Unusable {
        return stored.useUtf8(bytes -> Pkcs8.key(bytes).flatMap(ClientKeys::decoded))
                .orElseThrow(() -> new ClientIdentity.Unusable(Failure.of(
                                RasError.NO_CERTIFICATE,
                                Layer.TLS,
                                "What is given or stored as the client's key is no private key (PKCS#8; RSA, EC or Ed25519).")
                        .advise("Store it anew: dialtone credentials set ENTRY --client-key FILE")));
    }

    private static Optional<PrivateKey> decoded(byte[] der) {
        try {
            for (String algorithm : ALGORITHMS) {
                try {
                    return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
                } catch (GeneralSecurityException e) {
                    // one of the others
                    continue;
                }
            }
            return Optional.empty();
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /// Whether what the key signs the certificate's verifies.
    static boolean belong(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(PROBE);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
