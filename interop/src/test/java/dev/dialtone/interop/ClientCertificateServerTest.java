package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.core.Secret;
import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.ServerIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// OpenSSL's server wants a certificate of its clients. It speaks no SSTP: a dial that has passed TLS fails after it.
@Timeout(60)
class ClientCertificateServerTest {
    private static final DemoPki CLIENTS = DemoPki.create("CA of clients");

    @TempDir
    Path folder;

    private final Rig rig = new Rig();
    private PeerProcess server;

    @BeforeEach
    void requires() {
        Requires.programs("openssl");
    }

    @AfterEach
    void end() {
        if (server != null) {
            server.close();
            server.await();
        }
        rig.close();
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    /// @param tls as OpenSSL's option
    private int start(String tls) throws Exception {
        ServerIdentity identity = Rig.PKI.server(Rig.SERVER_NAME);
        server = PeerProcess.start(
                Map.of(),
                List.of(
                        "openssl",
                        "s_server",
                        tls,
                        "-accept",
                        "127.0.0.1:0",
                        "-cert",
                        file("server.pem", identity.pem()),
                        "-key",
                        file("server.key", identity.keyPem()),
                        "-CAfile",
                        file("clients.pem", CLIENTS.caPem()),
                        "-Verify",
                        "2",
                        "-verify_return_error",
                        // without, it ends with its standard input
                        "-www"));
        String line = server.line(said -> said.startsWith("ACCEPT")).text();
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
    }

    private Notification dial(int port, ServerIdentity shown) throws Exception {
        Entry entry = rig.entry("openssl")
                .with(EntryOption.PORT, Integer.toString(port))
                .with(EntryOption.STATE_TIMEOUT, "3");
        rig.manager().setEntry(shown == null ? entry : entry.with(EntryOption.CLIENT_CERT, shown.pem()));
        if (shown != null) {
            try (Secret key = Secret.ofUtf8(shown.keyPem().getBytes(StandardCharsets.US_ASCII))) {
                rig.manager().setClientKey("openssl", key);
            }
        }
        Connection connection =
                rig.manager().dial(DialRequest.of("openssl").signIn(Rig.USER, "", Rig.PASSWORD), _ -> {});
        return connection.completion().get(20, TimeUnit.SECONDS);
    }

    private static ServerIdentity client(DemoPki authority, CertificateProfile.Key key) {
        return authority.issue(CertificateProfile.of("ann").withoutServerAuth().withKey(key));
    }

    @Test
    void certificate_isShownAndVerified() throws Exception {
        for (String tls : List.of("-tls1_3", "-tls1_2")) {
            for (CertificateProfile.Key key : CertificateProfile.Key.values()) {
                Notification failed = dial(start(tls), client(CLIENTS, key));
                assertThat(failed.detail().layer())
                        .as("%s: TLS was passed", failed)
                        .isNotEqualTo("tls");
                server.close();
                server.await();
                assertThat(server.text() + server.errors()).containsPattern("depth=0 CN ?= ?ann\\s+verify return:1");
            }
        }
    }

    @Test
    void none_isAnErrorThatSaysWhatIsWanted_E2() throws Exception {
        Notification failed = dial(start("-tls1_2"), null);
        assertThat(failed.error()).as("%s", failed).isEqualTo(RasError.NO_CERTIFICATE);
        assertThat(failed.detail().advice()).contains("client-cert");
    }

    @Test
    void oneOfAnotherAuthority_isItsRefusal_E2() throws Exception {
        DemoPki others = DemoPki.create("CA of others");
        Notification failed = dial(start("-tls1_2"), client(others, CertificateProfile.Key.EC_P256));
        assertThat(failed.error()).as("%s", failed).isEqualTo(861);
        assertThat(failed.detail().peerText()).contains("unknown_ca");
    }
}
