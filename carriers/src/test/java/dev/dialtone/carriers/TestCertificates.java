package dev.dialtone.carriers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Certificates made on the spot: the little of RFC 5280 in DER that a CA and a server need.
final class TestCertificates {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_SHA256 = sequence(oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));

    static {
        // so that a few megabytes cross several key updates; Java reads it once, before its first TLS session
        Security.setProperty("jdk.tls.keyLimits", "AES/GCM/NoPadding KeyUpdate 2^18");
    }

    private TestCertificates() {}

    /// A certificate and the key that goes with it.
    record Identity(X509Certificate certificate, KeyPair keys) {

        /// A context of a server that shows this certificate alone.
        SSLContext server() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        }
    }

    static Identity authority(String name) throws Exception {
        KeyPair keys = keys();
        byte[] extensions = sequence(
                // basicConstraints, critical: CA
                sequence(oid(0x55, 0x1D, 0x13), tlv(0x01, 0xFF), tlv(0x04, sequence(tlv(0x01, 0xFF)))));
        return new Identity(certificate(name, keys, name, keys, Instant.now(), extensions), keys);
    }

    static Identity server(Identity authority, String... names) throws Exception {
        return server(authority, Instant.now(), names);
    }

    /// @param validAround the certificate is valid a day before and after it
    static Identity server(Identity authority, Instant validAround, String... names) throws Exception {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (String name : names) {
            if (HostNames.isLiteral(name)) {
                list.writeBytes(tlv(0x87, java.net.InetAddress.getByName(name).getAddress()));
            } else {
                list.writeBytes(tlv(0x82, name.getBytes(StandardCharsets.US_ASCII)));
            }
        }
        byte[] extensions = sequence(sequence(oid(0x55, 0x1D, 0x11), tlv(0x04, sequence(list.toByteArray()))));
        KeyPair keys = keys();
        String issuer = commonName(authority.certificate());
        return new Identity(certificate(names[0], keys, issuer, authority.keys(), validAround, extensions), keys);
    }

    private static String commonName(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().substring("CN=".length());
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String subject, KeyPair keys, String issuer, KeyPair signer, Instant around, byte[] extensions)
            throws Exception {
        byte[] body = sequence(
                tlv(0xA0, tlv(0x02, 2)),
                tlv(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
                ECDSA_SHA256,
                name(issuer),
                sequence(time(around.minus(1, ChronoUnit.DAYS)), time(around.plus(1, ChronoUnit.DAYS))),
                name(subject),
                keys.getPublic().getEncoded(),
                tlv(0xA3, extensions));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer.getPrivate());
        signature.update(body);
        ByteArrayOutputStream bits = new ByteArrayOutputStream();
        bits.write(0);
        bits.writeBytes(signature.sign());
        byte[] der = sequence(body, ECDSA_SHA256, tlv(0x03, bits.toByteArray()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] time(Instant at) {
        return tlv(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] name(String commonName) {
        byte[] text = tlv(0x0C, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(tlv(0x31, sequence(oid(0x55, 0x04, 0x03), text)));
    }

    private static byte[] oid(int... bytes) {
        return tlv(0x06, bytes);
    }

    private static byte[] tlv(int tag, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return tlv(tag, content);
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return tlv(0x30, all.toByteArray());
    }

    private static byte[] tlv(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
