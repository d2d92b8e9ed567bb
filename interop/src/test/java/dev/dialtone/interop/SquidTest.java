package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Dials a SoftEther server through squid: proxy, server, daemon and commands are processes of their own. The
/// client's namespace does not reach the server, nor know its name.
@DisplayName("Through squid to a SoftEther server")
@Isolated("the client's namespace is one for all")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SquidTest {
    @TempDir
    static Path folder;

    private @Nullable Fronted opened;

    private PeerRig rig;
    private PeerServer squid;
    private PeerDialtone dialtone;
    private String password = "";
    private String proxyPassword = "";

    @BeforeAll
    void up() throws IOException {
        opened = Fronted.up("squid", folder);
        rig = opened.rig();
        squid = rig.server();
        dialtone = rig.dialtone();
        password = rig.secretFile("password", squid.get("PEER_PASS"));
        proxyPassword = rig.secretFile("proxy-password", squid.get("PEER_PROXY_PASS"));
    }

    @AfterEach
    void leaveNothing() {
        rig.hangUpWhatIsLeft();
    }

    @AfterAll
    void down() {
        if (opened != null) {
            opened.close();
        }
    }

    private PeerProcess dial(String entry, String... more) {
        String[] command = new String[5 + more.length];
        System.arraycopy(new String[] {"dial", entry, "--password-file", password, "--json"}, 0, command, 0, 5);
        System.arraycopy(more, 0, command, 5, more.length);
        return dialtone.run(command);
    }

    private void assertConnected(String entry, PeerProcess dial, String proxy) {
        assertThat(dial.code()).as("%s", dial).isZero();
        JsonObject status =
                PeerDialtone.objects(dialtone.done("status", entry, "--json")).getFirst();
        assertThat(status.text("proxy")).isEqualTo(proxy);
        assertThat("http://" + status.text("remoteEndpoint")).isEqualTo(proxy);
        assertThat(dialtone.done("status", entry).text()).containsPattern("proxy +" + proxy);
        // everything goes through the connection but what carries it: the way to the proxy
        PeerProcess route = squid.runInside("ip", "route", "show", squid.get("PEER_PROXY"));
        assertThat(route.text()).contains(squid.get("PEER_PROXY") + " via " + squid.get("PEER_PROXY_WAY"));
        PeerProcess page = squid.runInside(
                "curl", "-sS", "--noproxy", "*", "-m", "15", "http://" + squid.get("PEER_INSIDE") + "/index.html");
        assertThat(page.text()).as("%s", page).isEqualTo("hello from softether\n");
    }

    private void hangUp(String entry) {
        dialtone.done("hangup", entry);
        rig.assertHostAsBefore();
    }

    private static Detail failure(PeerProcess dial) {
        assertThat(dial.code()).as("%s", dial).isEqualTo(1);
        assertThat(dial.errors()).contains("RAS_ERROR=808");
        Notification last = PeerDialtone.notifications(dial).getLast();
        assertThat(last.state()).isEqualTo(ConnectionState.CONNECT_DEVICE);
        Detail detail = Objects.requireNonNull(last.detail());
        assertThat(detail.layer()).isEqualTo("proxy");
        return detail;
    }

    @Test
    @DisplayName(
            "a proxy that asks nobody: traffic flows, the route to the proxy is pinned, the hang-up leaves nothing")
    void openProxy() throws IOException {
        String proxy = squid.get("PEER_PROXY_OPEN");
        rig.entry("open", "proxy=" + proxy);
        assertConnected("open", dial("open"), proxy);
        hangUp("open");
        assertThat(Files.readString(Path.of(squid.get("PEER_RUN"), "open-access.log")))
                .contains("CONNECT vpn.example.test:443");
    }

    @Test
    @DisplayName("Digest with a stored password")
    void digest_withAStoredPassword() {
        String proxy = squid.get("PEER_PROXY_DIGEST");
        rig.entry("digest", "proxy=" + proxy, "proxy-user=" + squid.get("PEER_PROXY_USER"));
        dialtone.done("credentials", "set", "digest", "--proxy-password-file", proxyPassword);

        assertConnected("digest", dial("digest"), proxy);
        assertThat(dialtone.done("list").text()).doesNotContain("WEAK");
        hangUp("digest");
    }

    @Test
    @DisplayName("a wrong password is refused by squid, and is not tried again")
    void wrongPassword_is808InTheProxysWords() throws IOException {
        String wrong = rig.secretFile("wrong", "not-" + squid.get("PEER_PROXY_PASS"));
        rig.entry(
                "wrong",
                "proxy=" + squid.get("PEER_PROXY_DIGEST"),
                "proxy-user=" + squid.get("PEER_PROXY_USER"),
                "redial-attempts=5");

        Detail detail = failure(dial("wrong", "--proxy-password-file", wrong, "--wait-redial"));

        assertThat(detail.peerCode()).isEqualTo("HTTP 407");
        assertThat(detail.peerText()).isEqualTo("Proxy Authentication Required");
        assertThat(detail.reason()).contains("refused the sign-in of " + squid.get("PEER_PROXY_USER"));
        assertThat(detail.retryable()).isFalse();
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("Basic only where the entry allows it by name, and marked weak")
    void basic_onlyByName() {
        String proxy = squid.get("PEER_PROXY_BASIC");
        rig.entry("basic", "proxy=" + proxy, "proxy-user=" + squid.get("PEER_PROXY_USER"));
        dialtone.done("credentials", "set", "basic", "--proxy-password-file", proxyPassword);

        assertThat(failure(dial("basic")).reason()).contains("it offers Basic");

        dialtone.done("entry", "set", "basic", "proxy-authentication=digest,basic");
        assertConnected("basic", dial("basic"), proxy);
        assertThat(dialtone.done("list").text()).containsPattern("basic .*WEAK: .*proxy-basic");
        hangUp("basic");
    }

    @Test
    @DisplayName("what squid does not reach is told in its words, and can be tried again")
    void unknownServer_isRetryable() {
        rig.entry("unknown", "proxy=" + squid.get("PEER_PROXY_OPEN"), "server=nowhere.example.test");
        Detail detail = failure(dial("unknown"));
        assertThat(detail.peerCode()).isIn("HTTP 500", "HTTP 503");
        assertThat(detail.retryable()).isTrue();
        rig.entry("forbidden", "proxy=" + squid.get("PEER_PROXY_OPEN"), "port=444");
        detail = failure(dial("forbidden"));
        assertThat(detail.peerCode()).isEqualTo("HTTP 403");
        assertThat(detail.retryable()).isFalse();
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("the environment of the daemon names the proxy, its user and its password")
    void environment_namesTheProxy() throws IOException {
        String proxy = squid.get("PEER_PROXY_DIGEST");
        Map<String, String> environment = new HashMap<>(PeerDialtone.NO_PROXY);
        environment.put(
                "https_proxy",
                proxy.replace("://", "://" + squid.get("PEER_PROXY_USER") + ":" + squid.get("PEER_PROXY_PASS") + "@"));
        environment.put("no_proxy", "example.org");
        PeerDialtone before = dialtone;
        try (PeerDialtone other =
                new PeerDialtone(squid, Files.createDirectory(folder.resolve("other")), environment)) {
            dialtone = other;
            dialtone.done(
                    "entry",
                    "set",
                    "env",
                    "--server",
                    squid.get("PEER_SERVER"),
                    "--ca",
                    squid.get("PEER_CA"),
                    "--user",
                    squid.get("PEER_USER"));
            assertConnected("env", dial("env"), proxy);
            hangUp("env");

            dialtone.done("entry", "set", "env", "--proxy", "none", "state-timeout=5");
            assertThat(PeerDialtone.notifications(dial("env")).getLast().error())
                    .isEqualTo(868);
        } finally {
            dialtone = before;
        }
        rig.assertHostAsBefore();
    }
}
