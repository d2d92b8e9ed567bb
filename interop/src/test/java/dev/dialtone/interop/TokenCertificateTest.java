package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A certificate whose key is on a token, SoftHSM2's, and never leaves it.
@Timeout(120)
class TokenCertificateTest {
    private static final String MODULE = "/usr/lib/softhsm/libsofthsm2.so";
    private static final String PIN = "123456";
    private static final String ENTRY = AnswererProgram.CLIENTS;

    @TempDir
    Path folder;

    private Map<String, String> environment;
    private String slot = "";

    @BeforeEach
    void begin() throws IOException {
        Requires.namespaces();
        Requires.programs("softhsm2-util");
        Path tokens = Files.createDirectories(folder.resolve("tokens"));
        Path configuration = Files.writeString(
                folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        environment = Map.of("SOFTHSM2_CONF", configuration.toString());
        PeerProcess made =
                run("softhsm2-util", "--init-token", "--free", "--label", "dialtone", "--pin", PIN, "--so-pin", PIN);
        Matcher found = Pattern.compile("slot ([0-9]+)").matcher(made.text());
        assertThat(found.find()).as("%s", made).isTrue();
        slot = found.group(1);
    }

    private PeerProcess run(String... command) {
        PeerProcess done = PeerProcess.start(environment, List.of(command)).await();
        assertThat(done.code()).as("%s", done).isZero();
        return done;
    }

    /// What the answerers made for their client.
    private void importIdentity() throws IOException {
        Path provider = Files.writeString(
                folder.resolve("provider"), "name = import\nlibrary = " + MODULE + "\nslot = " + slot + "\n");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importkeystore",
                "-srckeystore",
                folder.resolve("client.p12").toString(),
                "-srcstoretype",
                "PKCS12",
                "-srcstorepass",
                AnswererProgram.PASSPHRASE,
                "-destkeystore",
                "NONE",
                "-deststoretype",
                "PKCS11",
                "-deststorepass",
                PIN,
                "-addprovider",
                "SunPKCS11",
                "-providerarg",
                provider.toString(),
                "-noprompt");
    }

    private static Notification dial(RemoteAccess client) throws Exception {
        Connection connection = client.dial(DialRequest.of(ENTRY), _ -> {});
        Notification completion = connection.completion().get(20, TimeUnit.SECONDS);
        if (completion.isConnected()) {
            Notification _ = connection.hangUp().get(10, TimeUnit.SECONDS);
        }
        return completion;
    }

    private void pin(Programs programs, String pin) throws IOException {
        Path file = Files.writeString(folder.resolve("pin"), pin + "\n");
        PeerProcess set = programs.start("credentials", "set", ENTRY, "--client-pin-file", file.toString())
                .await();
        assertThat(set.code()).as("%s", set).isZero();
    }

    @Test
    void keyOnAToken_signsIn() throws Exception {
        try (Programs programs = new Programs(
                        folder, new Programs.Keeping(List.of("--secrets", "keystore"), environment, true));
                RemoteAccess client = programs.client()) {
            importIdentity();
            String token = "pkcs11:slot-id=" + slot + "?module-path=" + MODULE;
            client.setEntry(client.entry(ENTRY).with(EntryOption.CLIENT_TOKEN, token));

            assertThat(dial(client).error()).as("no PIN").isEqualTo(RasError.EAPTLS_PASSWD_INVALID);
            pin(programs, "654321");
            Notification refused = dial(client);
            assertThat(refused.error()).isEqualTo(RasError.EAPTLS_PASSWD_INVALID);
            assertThat(refused.detail().reason()).contains("PIN").doesNotContain("654321");
            pin(programs, PIN);
            Notification connected = dial(client);
            assertThat(connected.isConnected()).as("%s", connected).isTrue();
            assertThat(dial(client).isConnected()).as("again").isTrue();

            client.setEntry(client.entry(ENTRY)
                    .with(
                            EntryOption.CLIENT_TOKEN,
                            "pkcs11:slot-id=" + slot + ";object=nobodys?module-path=" + MODULE));
            Notification missing = dial(client);
            assertThat(missing.error()).isEqualTo(RasError.NO_CERTIFICATE);
            assertThat(missing.detail().reason()).contains("nobodys");
            client.setEntry(client.entry(ENTRY)
                    .with(EntryOption.CLIENT_TOKEN, "pkcs11:?module-path=/usr/lib/nowhere/libnothing.so"));
            assertThat(dial(client).error()).isEqualTo(RasError.NO_CERTIFICATE);
            PeerProcess daemon = programs.daemon();
            assertThat(daemon.text() + daemon.errors()).doesNotContain(PIN);
        }
    }
}
