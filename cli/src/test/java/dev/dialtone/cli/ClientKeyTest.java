package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys as OpenSSL writes them; they were made for this test.
class ClientKeyTest {
    private static final String PLAIN = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMNRN59htGHthdBQq
            ofE92BObyRD31bOQiWeQkvqS+vqhRANCAAR22IaJYDIdL3eJ6G32oacbgZv4R9bv
            PayYC+Jcm6F4mNVgGbdFKTB+pG32+cC3cGN/Qg3R3CYK8YOKwoOt1M3Y
            -----END PRIVATE KEY-----
            """;
    private static final String ENCRYPTED = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjzFs3ZMgY1HgICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJhGUpdLyCk5OR1LkPqDGIkEgZBa
            ig+RP/jiLf5LuNr3M5csuFp3NucpH0+Qko+s7h8ZDwLpCR5N2D7K4zDWc05lE/la
            0Dh/jPMwM+sAk4diu462JHVbtaOpHOQLYTYtUVlZqVE/wfxWrqJWwowsYedKi3XQ
            xEGGquFp5gLSuSAkVyMh+6scuvp17a4aV9pYan53FKbX1JpFoMVZiTiWOe9jrfI=
            -----END ENCRYPTED PRIVATE KEY-----
            """;
    private static final String PASSPHRASE = "hunter3";
    private static final String SEC1 = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIDDUTefYbRh7YXQUKqHxPdgTm8kQ99WzkIlnkJL6kvr6oAoGCCqGSM49
            AwEHoUQDQgAEdtiGiWAyHS93ieht9qGnG4Gb+EfW7z2smAviXJuheJjVYBm3RSkw
            fqRt9vnAt3Bjf0IN0dwmCvGDisKDrdTN2A==
            -----END EC PRIVATE KEY-----
            """;

    @TempDir
    Path folder;

    private final FakeAccess access = new FakeAccess();

    @BeforeEach
    void begin() {
        access.with(Entry.of("office").with("server", "h"));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private Run.Result set(String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "credentials";
        words[1] = "set";
        words[2] = "office";
        System.arraycopy(options, 0, words, 3, options.length);
        return new Run(access).command(words);
    }

    private byte[] stored() throws Exception {
        byte[] der = access.clientKeys.get("office");
        assertThat(KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(der))
                        .getAlgorithm())
                .isEqualTo("EC");
        return der;
    }

    @Test
    void key_isStoredWithoutAskingForAPassword() throws Exception {
        Run.Result result = set("--client-key", file("key.pem", PLAIN));
        assertThat(result.code()).as("%s", result).isZero();
        assertThat(result.out()).contains("a client's key");
        assertThat(access.passwords).isEmpty();
        byte[] der = stored();
        Path again = Files.write(folder.resolve("key.der"), der);
        assertThat(set("--client-key", again.toString()).code()).isZero();
        assertThat(stored()).isEqualTo(der);
    }

    @Test
    void encryptedKey_isOpenedByItsPassphrase() throws Exception {
        String key = file("key.pem", ENCRYPTED);
        assertThat(set("--client-key", key, "--client-passphrase-file", file("right", PASSPHRASE + "\n"))
                        .code())
                .isZero();
        byte[] der = stored();
        access.clientKeys.clear();
        assertThat(new Run(access)
                        .answers(PASSPHRASE)
                        .command("credentials", "set", "office", "--client-key", key)
                        .code())
                .isZero();
        assertThat(stored()).isEqualTo(der);
        access.clientKeys.clear();
        Run.Result wrong = set("--client-key", key, "--client-passphrase-file", file("wrong", "hunter4\n"));
        assertThat(wrong.err()).contains("RAS_ERROR=87", "passphrase").doesNotContain("hunter4");
        assertThat(access.clientKeys).isEmpty();
    }

    @Test
    void otherFormats_areRefusedWithTheWayOut() throws Exception {
        assertThat(set("--client-key", file("sec1.pem", SEC1)).err()).contains("RAS_ERROR=87", "openssl pkcs8 -topk8");
        assertThat(set("--client-key", file("text", "hunter2")).err())
                .contains("RAS_ERROR=87", "holds no private key")
                .doesNotContain("hunter2");
        assertThat(set("--client-key", folder.resolve("none").toString()).err()).contains("there is no such file");
        assertThat(set("--client-p12", file("p12", "hunter2"), "--client-passphrase-file", file("p", "x\n"))
                        .err())
                .contains("RAS_ERROR=87", "cannot be opened")
                .doesNotContain("hunter2");
        assertThat(set("--client-key", "a", "--client-p12", "b").err()).contains("give one of them");
        assertThat(access.clientKeys).isEmpty();
    }

    /// For a dial without an entry, and where nothing is stored (`--secrets prompt`).
    @Test
    void keyOfADial_isGivenToIt_andNothingIsStored() throws Exception {
        String password = file("password", "geheim\n");
        String key = file("key.pem", PLAIN);
        for (String[] dialled : new String[][] {{"office"}, {"--server", "h"}}) {
            access.dialledClientKey = null;
            List<String> words = new ArrayList<>(List.of("dial"));
            words.addAll(List.of(dialled));
            words.addAll(List.of("--user", "ann", "--password-file", password, "--client-key", key));
            Run.Result result = new Run(access).command(words.toArray(String[]::new));
            assertThat(result.code()).as("%s", result).isZero();
            assertThat(KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(access.dialledClientKey))
                            .getAlgorithm())
                    .isEqualTo("EC");
        }
        assertThat(access.clientKeys).isEmpty();
        Run.Result both = new Run(access).command("dial", "office", "--client-p12", key);
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("credentials set office --client-p12 FILE");
    }

    @Test
    void pin_isStoredInTheKeysPlace() throws Exception {
        assertThat(set("--client-pin-file", file("pin", "123456\n")).code()).isZero();
        assertThat(access.clientKeys.get("office")).isEqualTo("123456".getBytes(StandardCharsets.US_ASCII));
    }
}
