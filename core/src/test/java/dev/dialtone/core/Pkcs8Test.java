package dev.dialtone.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class Pkcs8Test {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] der() throws Exception {
        return KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded();
    }

    private static String pem(String kind, byte[] der, String lineEnd) {
        return "-----BEGIN " + kind + "-----" + lineEnd
                + Base64.getMimeEncoder(64, bytes(lineEnd)).encodeToString(der) + lineEnd + "-----END " + kind + "-----"
                + lineEnd;
    }

    @Test
    void decodesDerAndPem() throws Exception {
        byte[] der = der();
        assertThat(Pkcs8.key(der)).contains(der);
        assertThat(Pkcs8.key(bytes(pem("PRIVATE KEY", der, "\n")))).contains(der);
        assertThat(Pkcs8.key(bytes(pem("PRIVATE KEY", der, "\r\n")))).contains(der);
        assertThat(Pkcs8.key(bytes("0 what openssl says before it\n" + pem("CERTIFICATE", new byte[] {1}, "\n")
                        + pem("PRIVATE KEY", der, "\n"))))
                .contains(der);
    }

    @Test
    void decodesAnEncryptedOneAsSuchOnly() throws Exception {
        byte[] file = bytes(pem("ENCRYPTED PRIVATE KEY", der(), "\n"));
        assertThat(Pkcs8.key(file)).isEmpty();
        assertThat(Pkcs8.encryptedKey(file)).isPresent();
        assertThat(Pkcs8.encryptedKey(bytes(pem("PRIVATE KEY", der(), "\n")))).isEmpty();
    }

    @Test
    void rejectsWhatIsNoKey() throws Exception {
        String key = pem("PRIVATE KEY", der(), "\n");
        for (String none : new String[] {
            "",
            "x",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-------END PRIVATE KEY-----",
            key.substring(0, key.length() - 10),
            "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n",
            pem("RSA PRIVATE KEY", new byte[] {1, 2, 3}, "\n"),
            pem("CERTIFICATE", new byte[] {1, 2, 3}, "\n")
        }) {
            assertThat(Pkcs8.key(bytes(none))).as(none).isEmpty();
        }
        assertThat(Pkcs8.key(new byte[Pkcs8.MAX_BYTES + 1])).isEmpty();
    }
}
