package dev.dialtone.testkit;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A certificate authority in memory, made at run time, that issues server certificates good and bad (RFC
/// 5280). Its keys never leave the process; nothing it signs is worth anything outside a test or the
/// demo.
///
/// Safe for use by several threads.
public final class DemoPki {
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
    private static final int GENERAL_NAME_DNS = 2;
    private static final int GENERAL_NAME_IP = 7;

    private final SecureRandom random = new SecureRandom();
    private final KeyPair caKeys;
    private final X509Certificate ca;
    private final String caName;

    private DemoPki(String caName) throws GeneralSecurityException {
        this.caName = caName;
        this.caKeys = keys(CertificateProfile.Key.EC_P256);
        Instant now = Instant.now();
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.bool(true), Der.integer(0))));
        // keyCertSign and cRLSign
        extensions.add(extension(KEY_USAGE, true, Der.bits(1, new byte[] {0x06})));
        extensions.add(extension(SUBJECT_KEY_IDENTIFIER, false, Der.octets(keyIdentifier(caKeys.getPublic()))));
        this.ca = sign(
                caName,
                caKeys,
                caName,
                caKeys.getPublic(),
                now.minus(Duration.ofDays(60)),
                now.plus(Duration.ofDays(3650)),
                extensions);
    }

    /// A new authority with a new key.
    public static DemoPki create() {
        return create("Dialtone demo CA");
    }

    /// A new authority with a new key and that common name.
    public static DemoPki create(String name) {
        try {
            return new DemoPki(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a certificate", e);
        }
    }

    /// The authority's own certificate: what a client is to trust.
    public X509Certificate ca() {
        return ca;
    }

    /// The same as PEM text.
    public String caPem() {
        return pem(ca);
    }

    /// A good certificate for a server of these DNS names and address literals.
    public ServerIdentity server(String... names) {
        return issue(CertificateProfile.of(names));
    }

    /// The certificate the profile describes, with a new key.
    public ServerIdentity issue(CertificateProfile profile) {
        try {
            KeyPair pair = keys(profile.key());
            String subject =
                    profile.names().isEmpty() ? "nameless" : profile.names().getFirst();
            KeyPair issuer = profile.selfSigned() ? pair : caKeys;
            List<byte[]> extensions = new ArrayList<>();
            extensions.add(extension(BASIC_CONSTRAINTS, true, Der.sequence()));
            // digitalSignature and keyEncipherment
            extensions.add(extension(KEY_USAGE, true, Der.bits(5, new byte[] {(byte) 0xA0})));
            String usage = profile.serverAuth() ? SERVER_AUTH : CLIENT_AUTH;
            extensions.add(extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.oid(usage))));
            if (!profile.names().isEmpty()) {
                extensions.add(extension(SUBJECT_ALT_NAME, false, alternativeNames(profile.names())));
            }
            extensions.add(extension(SUBJECT_KEY_IDENTIFIER, false, Der.octets(keyIdentifier(pair.getPublic()))));
            byte[] authority = Der.sequence(Der.implicit(0, keyIdentifier(issuer.getPublic())));
            extensions.add(extension(AUTHORITY_KEY_IDENTIFIER, false, authority));
            X509Certificate leaf = sign(
                    profile.selfSigned() ? subject : caName,
                    issuer,
                    subject,
                    pair.getPublic(),
                    profile.from(),
                    profile.to(),
                    extensions);
            return new ServerIdentity(pair.getPrivate(), profile.selfSigned() ? List.of(leaf) : List.of(leaf, ca));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a certificate", e);
        }
    }

    /// A certificate as PEM text, RFC 7468.
    public static String pem(X509Certificate certificate) {
        try {
            byte[] lineEnd = {'\n'};
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, lineEnd).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without an encoding", e);
        }
    }

    // SPEC [RFC 5280 §4.1]: Certificate and TBSCertificate
    private X509Certificate sign(
            String issuer,
            KeyPair issuerKeys,
            String subject,
            PublicKey subjectKey,
            Instant from,
            Instant to,
            List<byte[]> extensions)
            throws GeneralSecurityException {
        PrivateKey key = issuerKeys.getPrivate();
        boolean rsa = key.getAlgorithm().equals("RSA");
        byte[] algorithm =
                rsa ? Der.sequence(Der.oid(SHA256_WITH_RSA), Der.nothing()) : Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        byte[] toBeSigned = Der.sequence(
                Der.explicit(0, Der.integer(2)),
                Der.integer(new BigInteger(120, random).setBit(119)),
                algorithm,
                name(issuer),
                Der.sequence(Der.time(from), Der.time(to)),
                name(subject),
                subjectKey.getEncoded(),
                Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(toBeSigned);
        byte[] certificate = Der.sequence(toBeSigned, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(commonName))));
    }

    private static byte[] alternativeNames(List<String> names) {
        return Der.sequence(names.stream().map(DemoPki::generalName).toArray(byte[][]::new));
    }

    private static byte[] generalName(String name) {
        try {
            return Der.implicit(GENERAL_NAME_IP, InetAddress.ofLiteral(name).getAddress());
        } catch (IllegalArgumentException notAnAddress) {
            return Der.implicit(GENERAL_NAME_DNS, name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    // SPEC [RFC 5280 §4.2.1.2]: any way to make it unique will do; here the first 20 bytes of SHA-256 of the key
    private static byte[] keyIdentifier(PublicKey key) throws GeneralSecurityException {
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), 20);
    }

    private KeyPair keys(CertificateProfile.Key kind) throws GeneralSecurityException {
        return switch (kind) {
            case EC_P256 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"), random);
                yield generator.generateKeyPair();
            }
            case RSA_2048 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048, random);
                yield generator.generateKeyPair();
            }
        };
    }
}
