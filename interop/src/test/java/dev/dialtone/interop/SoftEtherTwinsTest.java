package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two hubs of a SoftEther server whose networks have the same addresses, dialled at once into two network
/// namespaces.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class SoftEtherTwinsTest {
    @TempDir
    static Path folder;

    private @Nullable PeerServer opened;
    private @Nullable PeerDialtone started;

    private PeerServer server;
    private PeerDialtone dialtone;

    /// Namespace by entry.
    private final Map<String, String> twins = new TreeMap<>();

    @BeforeAll
    void up() throws IOException {
        server = opened = PeerServer.up("softether");
        dialtone = started = new PeerDialtone(server::insideNetwork, folder);
        Path password = folder.resolve("password");
        Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, server.get("PEER_PASS") + "\n");
        for (String hub : server.get("PEER_HUB_TWINS").split(",", -1)) {
            String namespace = "dts" + ProcessHandle.current().pid() + "-" + hub;
            String user = server.get("PEER_USER") + "@" + hub;
            twins.put(hub, namespace);
            dialtone.done(
                    "entry",
                    "set",
                    hub,
                    "--protocol",
                    "sstp",
                    "--server",
                    server.get("PEER_SERVER"),
                    "--ca",
                    server.get("PEER_CA"),
                    "netns=" + namespace);
            dialtone.done("credentials", "set", hub, "--user", user, "--password-file", password.toString());
        }
    }

    @AfterAll
    void down() {
        if (started != null) {
            started.close();
        }
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void twoHubsWithTheSameAddresses_atOnceInTwoNamespaces_execReachesEachOnesServer_H6() {
        String before = server.hostState();
        twins.keySet().forEach(hub -> dialtone.done("dial", hub));
        assertReached();
        assertThat(server.hostState()).as("nothing of it is outside").isEqualTo(before);
        twins.keySet().forEach(hub -> dialtone.done("hangup", hub));
        assertNothingLeft(before);
    }

    @Test
    void daemonKilledWithBothUp_leavesNothingForItsSuccessorsDials_H6_C9() {
        String before = server.hostState();
        twins.keySet().forEach(hub -> dialtone.done("dial", hub));
        dialtone.killDaemon();
        dialtone.restartDaemon();
        assertNothingLeft(before);
    }

    private void assertReached() {
        String url = "http://" + server.get("PEER_INSIDE_TWIN") + "/index.html";
        List<String> addresses =
                twins.keySet().stream().map(hub -> projection(hub).text("ipv4")).toList();
        assertThat(addresses).hasSize(2).allMatch(address -> address.startsWith("10.77.105."));
        assertThat(addresses.getFirst()).as("the same in both").isEqualTo(addresses.getLast());
        for (String hub : twins.keySet()) {
            PeerProcess page = dialtone.done("exec", hub, "--", "curl", "-sS", "-m", "20", url);
            assertThat(page.text()).isEqualTo("hello from twin " + hub.replace("TWIN", "") + "\n");
            // it complains of the IPv6 address that the name has not
            PeerProcess name = dialtone.run("exec", hub, "--", "busybox", "nslookup", server.get("PEER_INSIDE_NAME"));
            assertThat(name.text())
                    .as("%s", name)
                    .containsPattern("Name:\\s+" + Pattern.quote(server.get("PEER_INSIDE_NAME")) + "\\s+Address:\\s+"
                            + Pattern.quote(server.get("PEER_INSIDE_TWIN")));
        }
    }

    private JsonObject projection(String entry) {
        return PeerDialtone.objects(dialtone.done("status", entry, "--json"))
                .getFirst()
                .object("projection")
                .orElseThrow();
    }

    private void assertNothingLeft(String before) {
        assertThat(server.hostState()).isEqualTo(before);
        for (String namespace : twins.values()) {
            assertThat(Path.of("/run/netns", namespace)).doesNotExist();
            assertThat(Path.of("/etc/netns", namespace)).doesNotExist();
        }
    }
}
