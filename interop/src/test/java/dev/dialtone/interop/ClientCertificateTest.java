package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.cli.InProcess;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.core.Secret;
import dev.dialtone.core.Verdict;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.ServerIdentity;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that wants a certificate of its clients: our answerer; one that nobody here wrote is in
/// `ClientCertificateServerTest`.
@Timeout(120)
class ClientCertificateTest {
    private static final DemoPki CLIENTS = DemoPki.create("CA of clients");
    private static final ServerIdentity ANN = client(CertificateProfile.Key.EC_P256);

    @TempDir
    Path folder;

    private Rig rig;
    private Daemon daemon;

    static ServerIdentity client(CertificateProfile.Key key) {
        return CLIENTS.issue(CertificateProfile.of("ann").withoutServerAuth().withKey(key));
    }

    private void begin(String... tls) {
        rig = new Rig(answers -> tls.length == 0
                ? answers.clients(CLIENTS.ca())
                : answers.clients(CLIENTS.ca()).tls(tls));
        daemon = Daemon.start(rig.places().resolve("sock"), rig.manager()::view);
        rig.manager().setEntry(rig.entry("office"));
        rig.manager().setCredentials("office", Rig.USER, "", Rig.PASSWORD);
    }

    @AfterEach
    void end() {
        if (rig != null) {
            daemon.close();
            rig.close();
        }
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    private InProcess.Result run(String... arguments) {
        return InProcess.run(rig.places().resolve("sock"), arguments);
    }

    private void done(String... arguments) {
        InProcess.Result result = run(arguments);
        assertThat(result.exit()).as("%s %s", List.of(arguments), result).isZero();
    }

    private void give(ServerIdentity identity) throws Exception {
        done("entry", "set", "office", "client-cert=@" + file("cert.pem", identity.pem()));
        done(
                "credentials",
                "set",
                "office",
                "--client-key",
                file("key.pem", identity.keyPem()).toString());
    }

    private Notification dial() throws Exception {
        Connection connection = rig.manager().dial(DialRequest.of("office"), _ -> {});
        Notification completion = connection.completion().get(20, TimeUnit.SECONDS);
        if (completion.isConnected()) {
            Notification _ = connection.hangUp().get(10, TimeUnit.SECONDS);
        }
        return completion;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3 EC_P256", "TLSv1.2 EC_P256", "TLSv1.3 RSA_2048", "TLSv1.2 RSA_2048"})
    void shown_connects(String what) throws Exception {
        begin(what.split(" ", -1)[0]);
        give(client(CertificateProfile.Key.valueOf(what.split(" ", -1)[1])));
        assertThat(rig.manager().credentials("office").clientKeyStored()).isTrue();
        assertThat(dial().isConnected()).isTrue();
        rig.restart();
        assertThat(dial().isConnected()).as("stored over a restart").isTrue();
        for (Finding finding : rig.manager().doctor(Optional.of("office"))) {
            assertThat(finding.verdict()).as("%s", finding).isNotEqualTo(Verdict.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void none_isAnErrorThatSaysWhatIsWanted_E2(String tls) throws Exception {
        begin(tls);
        Notification failed = dial();
        assertThat(failed.error()).as("%s", failed).isEqualTo(RasError.NO_CERTIFICATE);
        assertThat(failed.detail().advice()).contains("client-cert");
        assertThat(failed.detail().peerCode()).isEqualTo("TLS alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void oneThatTheServerDoesNotKnow_isItsRefusal_E2(String tls) throws Exception {
        begin(tls);
        give(DemoPki.create("CA of others").issue(CertificateProfile.of("eve").withoutServerAuth()));
        Notification failed = dial();
        assertThat(failed.error()).as("%s", failed).isIn(853, 861);
        assertThat(failed.detail().peerCode()).isEqualTo("TLS alert");
        assertThat(failed.detail().retryable()).isFalse();
    }

    @Test
    void keyThatIsNotStored_isSaidBeforeAnythingIsDialled_E4() throws Exception {
        begin();
        done("entry", "set", "office", "client-cert=@" + file("cert.pem", ANN.pem()));
        assertThatThrownBy(() -> rig.manager().dial(DialRequest.of("office"), _ -> {}))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.NO_CERTIFICATE))
                .hasMessageContaining("client-cert");
        assertThat(rig.answerer().counters().accepted()).isZero();
        assertThat(rig.manager().doctor(Optional.of("office")))
                .filteredOn(finding -> finding.subject().equals("sign-in"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("key is not stored"));
        assertThat(rig.manager().doctor(Optional.of("office")))
                .extracting(Finding::text)
                .noneMatch(text -> text.contains("internal fault"));
    }

    @Test
    void keyOfAnotherCertificate_isNotShown() throws Exception {
        begin();
        give(ANN);
        done(
                "credentials",
                "set",
                "office",
                "--client-key",
                file("other.pem", client(CertificateProfile.Key.EC_P256).keyPem())
                        .toString());
        Notification failed = dial();
        assertThat(failed.error()).isEqualTo(RasError.NO_CERTIFICATE);
        assertThat(failed.detail().reason()).contains("CN=ann");
    }

    @Test
    void pkcs12_setsBoth() throws Exception {
        begin();
        Path file = folder.resolve("ann.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            ANN.keyStore("the passphrase".toCharArray()).store(out, "the passphrase".toCharArray());
        }
        Path wrong = file("wrong", "another\n");
        InProcess.Result refused = run(
                "credentials",
                "set",
                "office",
                "--client-p12",
                file.toString(),
                "--client-passphrase-file",
                "" + wrong);
        assertThat(refused.err()).contains("RAS_ERROR=87", "ann.p12").doesNotContain("another");
        assertThat(rig.manager().entry("office").text(EntryOption.CLIENT_CERT)).isEmpty();
        Path right = file("right", "the passphrase\n");
        done("credentials", "set", "office", "--client-p12", file.toString(), "--client-passphrase-file", "" + right);
        assertThat(rig.manager().entry("office").text(EntryOption.CLIENT_CERT)).contains("BEGIN CERTIFICATE");
        assertThat(dial().isConnected()).isTrue();
        done("entry", "rename", "office", "work");
        Connection renamed = rig.manager().dial(DialRequest.of("work"), _ -> {});
        assertThat(renamed.completion().get(20, TimeUnit.SECONDS).isConnected()).isTrue();
        Notification _ = renamed.hangUp().get(10, TimeUnit.SECONDS);
    }

    @Test
    void key_isInNoAnswerNoExportAndNoHistory() throws Exception {
        begin();
        give(ANN);
        assertThat(dial().isConnected()).isTrue();
        String key = ANN.keyPem().lines().skip(1).findFirst().orElseThrow();
        for (String command : List.of(
                "entry show office --json",
                "entry export office --format pbk",
                "entry export office --format nmconnection",
                "credentials show office --json",
                "log office --json",
                "doctor office --json")) {
            InProcess.Result shown = run(command.split(" ", -1));
            assertThat(shown.out()).as("%s", command).isNotBlank().doesNotContain(key);
            assertThat(shown.err()).doesNotContain(key);
        }
        for (Path place : List.of(rig.state(), rig.places().resolve("config").resolve("entries.d"))) {
            try (Stream<Path> files = Files.walk(place)) {
                assertThat(files.filter(Files::isRegularFile))
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(key));
            }
        }
    }

    @Test
    void dialWithoutAnEntry_showsWhatItIsGiven() throws Exception {
        begin();
        Entry adHoc = rig.entry("nowhere stored").with(EntryOption.CLIENT_CERT, ANN.pem());
        DialRequest without = DialRequest.of(adHoc).signIn(Rig.USER, "", Rig.PASSWORD);
        assertThatThrownBy(() -> rig.manager().dial(without, _ -> {}))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.NO_CERTIFICATE));
        try (Secret key = Secret.ofChars(ANN.keyPem().toCharArray());
                RemoteAccess client = RemoteClient.connect(rig.places().resolve("sock"))) {
            for (RemoteAccess access : List.of(rig.manager(), client)) {
                Connection connection = access.dial(without.clientKey(key), _ -> {});
                assertThat(connection.completion().get(20, TimeUnit.SECONDS).isConnected())
                        .isTrue();
                Notification _ = connection.hangUp().get(10, TimeUnit.SECONDS);
            }
        }
        Path file = folder.resolve("ann.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            ANN.keyStore("the passphrase".toCharArray()).store(out, "the passphrase".toCharArray());
        }
        done(
                "dial",
                "--server",
                "127.0.0.1",
                "-o",
                "port=" + rig.answerer().port(),
                "-o",
                "server-name=" + Rig.SERVER_NAME,
                "--ca",
                file("ca.pem", Rig.PKI.caPem()).toString(),
                "--user",
                Rig.USER,
                "--password-file",
                file("password", Rig.PASSWORD.useChars(String::new) + "\n").toString(),
                "--client-p12",
                file.toString(),
                "--client-passphrase-file",
                file("passphrase", "the passphrase\n").toString());
        done("hangup", "127.0.0.1");
        try (Stream<Path> stored = Files.list(rig.places().resolve("config").resolve("credentials.d"))) {
            assertThat(stored).extracting(Path::getFileName).containsExactly(Path.of("office"));
        }
    }

    @Test
    void whatIsNoKey_isRefusedWithoutAWordOfIt_E4() throws Exception {
        begin();
        for (String none : List.of("hunter2", "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n", "")) {
            InProcess.Result refused = run(
                    "credentials",
                    "set",
                    "office",
                    "--client-key",
                    file("none", none).toString());
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("RAS_ERROR=87", "--client-key").doesNotContain("hunter2");
        }
        assertThatThrownBy(() -> rig.manager().setClientKey("office", Secret.ofChars("hunter2".toCharArray())))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.NO_CERTIFICATE))
                .hasMessageNotContaining("hunter2");
        assertThat(rig.manager().credentials("office").clientKeyStored()).isFalse();
    }

    @Test
    void token_ofNobodysLibrary_isRefused() {
        begin();
        assertThatThrownBy(() -> rig.manager()
                        .setEntry(rig.entry("token").with(EntryOption.CLIENT_TOKEN, "pkcs11:?module-path=relative.so")))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.INVALID_PARAMETER))
                .hasMessageStartingWith("client-token");
        Entry both = rig.entry("both")
                .with(EntryOption.CLIENT_TOKEN, "pkcs11:?module-path=/nowhere/x.so")
                .with(EntryOption.CLIENT_CERT, ANN.pem());
        assertThatThrownBy(() -> rig.manager().dial(DialRequest.of(both).signIn(Rig.USER, "", Rig.PASSWORD), _ -> {}))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("only one of them");
    }
}
