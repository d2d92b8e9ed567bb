package dev.dialtone.interop;

import static dev.dialtone.api.ConnectionState.ALL_DEVICES_CONNECTED;
import static dev.dialtone.api.ConnectionState.APPLY_SETTINGS;
import static dev.dialtone.api.ConnectionState.AUTHENTICATE;
import static dev.dialtone.api.ConnectionState.AUTHENTICATED;
import static dev.dialtone.api.ConnectionState.AUTH_NOTIFY;
import static dev.dialtone.api.ConnectionState.AUTH_PROJECT;
import static dev.dialtone.api.ConnectionState.CONNECTED;
import static dev.dialtone.api.ConnectionState.CONNECT_DEVICE;
import static dev.dialtone.api.ConnectionState.DEVICE_CONNECTED;
import static dev.dialtone.api.ConnectionState.DISCONNECTED;
import static dev.dialtone.api.ConnectionState.OPEN_PORT;
import static dev.dialtone.api.ConnectionState.PORT_OPENED;
import static dev.dialtone.api.ConnectionState.PROJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.testkit.DemoPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The daemon and the command line against a SoftEther VPN server, all of them processes of their own. Each
/// test dials for itself and leaves the namespace as it found it.
@DisplayName("Against a SoftEther server")
@Isolated("it measures what must happen within a second")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SoftEtherTest {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Pattern RECEIVED =
            Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");

    @TempDir
    static Path folder;

    private @Nullable PeerRig opened;

    private PeerRig rig;
    private PeerServer server;
    private PeerDialtone dialtone;
    private String passwordFile = "";

    @BeforeAll
    void up() throws IOException {
        rig = opened = PeerRig.up("softether", folder);
        server = rig.server();
        dialtone = rig.dialtone();
        passwordFile = rig.secretFile("password", server.get("PEER_PASS"));
        rig.entry("se");
    }

    @AfterAll
    void down() {
        if (opened != null) {
            opened.close();
        }
    }

    /// A test that failed half way must not take the next one with it.
    @AfterEach
    void leaveNothing() {
        rig.hangUpWhatIsLeft();
    }

    @Test
    @DisplayName("a dial shows its states in order, carries traffic, and its hang-up leaves nothing behind")
    void dialTrafficHangUp() {
        List<Notification> dial = dial("se");

        assertThat(dial)
                .extracting(Notification::state)
                .containsExactly(
                        OPEN_PORT,
                        PORT_OPENED,
                        CONNECT_DEVICE,
                        DEVICE_CONNECTED,
                        ALL_DEVICES_CONNECTED,
                        AUTHENTICATE,
                        AUTH_NOTIFY,
                        AUTHENTICATED,
                        AUTH_PROJECT,
                        PROJECTED,
                        APPLY_SETTINGS,
                        CONNECTED);
        assertThat(dial).allSatisfy(n -> assertThat(n.error()).isZero());
        assertThat(dial)
                .extracting(Notification::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
        assertThat(dial).extracting(Notification::completion).endsWith(false, true);
        assertCarriesTraffic();
        assertResolvesInside();
        assertNamesAnswer("se");
        assertMovesData();

        Notification end = hangUp("se");
        assertThat(end.state()).isEqualTo(DISCONNECTED);
        assertThat(end.ending()).isTrue();
        assertThat(end.seq()).isEqualTo(13);
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("a dial that needs names has them when it is connected")
    void requireNames_answersBeforeConnected() {
        rig.entry("names", "require-names=true");
        dial("names");
        assertNamesAnswer("names");
        assertResolvesInside();
        hangUp("names");
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("a client killed right after Connected leaves the connection up")
    void clientKilledAfterConnected_connectionStays() {
        try (PeerProcess client = dialtone.start("dial", "se", "--password-file", passwordFile, "--json")) {
            client.line(l -> l.contains("\"state\":\"Connected\""));
            client.kill();
            client.await();
        }

        assertCarriesTraffic();
        List<JsonObject> list = PeerDialtone.objects(dialtone.done("list", "--json"));
        assertThat(list).singleElement().satisfies(c -> {
            assertThat(c.text("entry")).isEqualTo("se");
            assertThat(c.text("state")).isEqualTo("Connected");
        });

        hangUp("se");
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("a wrong password is 691 in AuthNotify with the server's own code")
    void wrongPassword_is691() throws IOException {
        String wrong = rig.secretFile("wrong", "not-" + server.get("PEER_PASS"));

        PeerProcess dial = dialtone.run("dial", "se", "--password-file", wrong, "--json");

        Notification last = assertFails(dial, 691, AUTH_NOTIFY);
        Detail detail = Objects.requireNonNull(last.detail());
        assertThat(detail.layer()).isEqualTo("auth");
        assertThat(detail.peerCode()).contains("E=691");
        assertThat(detail.retryable()).isFalse();
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("a server of another CA is 801 with the issuer that is not trusted")
    void otherCa_is801() throws IOException {
        Path ca = Files.writeString(
                folder.resolve("other-ca.pem"), DemoPki.create("Some other CA").caPem());
        rig.entry("other-ca");
        dialtone.done("entry", "set", "other-ca", "--ca", ca.toString());

        PeerProcess dial = dialtone.run("dial", "other-ca", "--password-file", passwordFile, "--json");

        Detail detail =
                Objects.requireNonNull(assertFails(dial, 801, CONNECT_DEVICE).detail());
        assertThat(detail.layer()).isEqualTo("tls");
        assertThat(detail.reason()).contains("Peers test CA");
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("the certificate is checked against server-name instead of the server's address")
    void serverName_decides() {
        rig.entry("named", "server-name=" + server.get("PEER_SERVER_NAME"));
        dial("named");
        hangUp("named");
        dialtone.done("entry", "set", "named", "server-name=elsewhere.example.test");

        PeerProcess dial = dialtone.run("dial", "named", "--password-file", passwordFile, "--json");

        Detail detail =
                Objects.requireNonNull(assertFails(dial, 801, CONNECT_DEVICE).detail());
        assertThat(detail.layer()).isEqualTo("tls");
        assertThat(detail.reason()).contains("elsewhere.example.test");
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("user@HUB reaches the other hub's network")
    void hubBySuffix() {
        String user = server.get("PEER_USER") + "@" + server.get("PEER_HUB_NAT");
        PeerProcess dial = dialtone.done("dial", "se", "--user", user, "--password-file", passwordFile);

        assertThat(dial.text())
                .containsSubsequence(
                        "OpenPort",
                        "ConnectDevice",
                        "Authenticate",
                        "AuthProject",
                        "Projected",
                        "Connected",
                        "hang up");
        JsonObject status =
                PeerDialtone.objects(dialtone.done("status", "se", "--json")).getFirst();
        assertThat(status.object("projection").orElseThrow().text("ipv4")).startsWith("10.77.103.");
        PeerProcess iperf = server.runInside(
                "iperf3", "-c", server.get("PEER_INSIDE_NAT"), "-n", "64K", "--connect-timeout", "9000");
        assertThat(iperf.code()).as("%s", iperf).isZero();

        hangUp("se");
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName("a split tunnel has the routes that SecureNAT pushes (/PUSHROUTE), and gives them back")
    void split_pushedBySecureNat() {
        rig.entry("nat", "--split");
        String user = server.get("PEER_USER") + "@" + server.get("PEER_HUB_NAT");
        dialtone.done("dial", "nat", "--user", user, "--password-file", passwordFile);
        awaitInside("ip route", server.get("PEER_PUSHED") + " dev dial0");
        JsonObject projection = PeerDialtone.objects(dialtone.done("status", "nat", "--json"))
                .getFirst()
                .object("projection")
                .orElseThrow();
        assertThat(projection.texts("routes")).contains(server.get("PEER_PUSHED"));
        assertThat(projection.objects("learned").stream()
                        .map(l -> l.text("what") + " " + l.text("value") + " " + l.text("from"))
                        .toList())
                .contains("route " + server.get("PEER_PUSHED") + " dhcp");
        PeerProcess iperf = server.runInside(
                "iperf3", "-c", server.get("PEER_INSIDE_NAT"), "-n", "64K", "--connect-timeout", "9000");
        assertThat(iperf.code()).as("%s", iperf).isZero();

        hangUp("nat");
        rig.assertHostAsBefore();
    }

    private void awaitInside(String command, String words) {
        PeerProcess process = server.runInside(
                "sh",
                "-c",
                "for i in $(seq 100); do " + command + " | grep -qF '" + words + "' && exit 0; sleep 0.2; done; "
                        + command + "; exit 1");
        assertThat(process.code())
                .as("%s\nstatus: %s", process, dialtone.run("status", "--json"))
                .isZero();
    }

    @Test
    @DisplayName("PAP by name signs in and is marked weak")
    void pap_isMarkedWeak() {
        rig.entry("pap", "authentication=pap");
        dial("pap");

        assertThat(dialtone.done("list").text()).containsPattern("pap .*WEAK: .*(?i:pap)");
        JsonObject status =
                PeerDialtone.objects(dialtone.done("status", "pap", "--json")).getFirst();
        assertThat(status.text("weak")).containsIgnoringCase("pap");
        assertThat(status.object("projection").orElseThrow().text("authMethod")).isEqualTo("pap");

        hangUp("pap");
        rig.assertHostAsBefore();
    }

    @Test
    @DisplayName(
            "a daemon killed while connected: watchers hear 834 in 1 s, the next daemon cleans up and says the same")
    void daemonKilledWhileConnected() {
        dial("se");
        try (PeerProcess watch = dialtone.start("watch", "se", "--json")) {
            watch.line(l -> l.contains("\"state\":\"Connected\""));

            long killed = dialtone.killDaemon();
            PeerProcess.Line told = watch.line(l -> l.contains("\"cause\":834"));
            assertThat(told.nanos() - killed).isLessThan(SECOND_NANOS);
            watch.await();
            dialtone.restartDaemon();

            rig.assertHostAsBefore();
            List<Notification> heard = PeerDialtone.notifications(watch);
            List<Notification> log = PeerDialtone.notifications(dialtone.done("log", "se", "--json"));
            Notification last = log.getLast();
            assertThat(last.state()).isEqualTo(DISCONNECTED);
            assertThat(last.cause()).isEqualTo(834);
            assertThat(last.ending()).isTrue();
            assertThat(heard).extracting(Notification::seq).isEqualTo(seqs(log));
            assertThat(heard.getLast().state()).isEqualTo(DISCONNECTED);
            assertThat(heard.getLast().ending()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT_DEVICE", "AUTHENTICATE", "AUTH_PROJECT"})
    @DisplayName("a daemon killed while dialling: the client completes with 834 in 1 s, the next daemon says the same")
    void daemonKilledWhileDialling(ConnectionState reached) {
        try (PeerProcess client = dialtone.start("dial", "se", "--password-file", passwordFile, "--json")) {
            client.line(l -> l.contains("\"state\":\"" + reached.word() + "\""));

            long killed = dialtone.killDaemon();
            PeerProcess.Line told = client.line(l -> l.contains("\"error\":834"));
            assertThat(told.nanos() - killed).isLessThan(SECOND_NANOS);
            client.await();
            dialtone.restartDaemon();

            rig.assertHostAsBefore();
            assertThat(client.code()).isEqualTo(1);
            assertThat(client.errors()).contains("RAS_ERROR=834");
            List<Notification> heard = PeerDialtone.notifications(client);
            assertThat(heard.getLast().completion()).isTrue();
            assertThat(heard.getLast().state())
                    .isEqualTo(heard.get(heard.size() - 2).state());
            List<Notification> log = PeerDialtone.notifications(dialtone.done("log", "se", "--json"));
            assertThat(log).extracting(Notification::seq).isEqualTo(seqs(heard));
            assertThat(log)
                    .extracting(Notification::state)
                    .isEqualTo(heard.stream().map(Notification::state).toList());
            assertThat(log.getLast().error()).isEqualTo(834);
            assertThat(log.getLast().completion()).isTrue();
        }
    }

    private List<Notification> dial(String entry) {
        return PeerDialtone.notifications(dialtone.done("dial", entry, "--password-file", passwordFile, "--json"));
    }

    private Notification hangUp(String entry) {
        return PeerDialtone.notifications(dialtone.done("hangup", entry, "--json"))
                .getLast();
    }

    private static Notification assertFails(PeerProcess dial, int error, ConnectionState state) {
        assertThat(dial.code()).as("%s", dial).isEqualTo(1);
        assertThat(dial.errors()).contains("RAS_ERROR=" + error);
        Notification last = PeerDialtone.notifications(dial).getLast();
        assertThat(last.state()).isEqualTo(state);
        assertThat(last.error()).isEqualTo(error);
        assertThat(last.completion()).isTrue();
        return last;
    }

    private void assertCarriesTraffic() {
        long begun = System.nanoTime();
        PeerProcess page =
                server.runInside("curl", "-sS", "-m", "15", "http://" + server.get("PEER_INSIDE") + "/index.html");
        assertThat(page.text()).as("%s", page).isEqualTo("hello from softether\n");
        System.out.println("softether: first page after " + millis(System.nanoTime() - begun) + " ms");
    }

    private void assertResolvesInside() {
        PeerProcess answer = server.runInside("busybox", "nslookup", server.get("PEER_INSIDE_NAME"));
        assertThat(answer.text())
                .as("%s", answer)
                .containsPattern("Server:\\s+" + Pattern.quote(server.get("PEER_INSIDE")))
                .containsPattern("Name:\\s+" + Pattern.quote(server.get("PEER_INSIDE_NAME")) + "\\s+Address:\\s+"
                        + Pattern.quote(server.get("PEER_INSIDE")));
    }

    private void assertNamesAnswer(String entry) {
        PeerProcess status = dialtone.done("status", entry, "--json");
        assertThat(PeerDialtone.objects(status)
                        .getFirst()
                        .object("projection")
                        .flatMap(projection -> projection.object("names"))
                        .map(names -> names.text("state")))
                .as("%s", status)
                .contains("answering");
    }

    private void assertMovesData() {
        double up = megabits(server.runInside("iperf3", "-J", "-t", "2", "-c", server.get("PEER_INSIDE")));
        double down = megabits(server.runInside("iperf3", "-J", "-t", "2", "-R", "-c", server.get("PEER_INSIDE")));
        System.out.printf("softether: %.0f Mbit/s up, %.0f Mbit/s down%n", up, down);
        assertThat(up).isGreaterThan(1);
        assertThat(down).isGreaterThan(1);
    }

    private static double megabits(PeerProcess iperf) {
        Matcher received = RECEIVED.matcher(iperf.text());
        assertThat(received.find()).as("%s", iperf).isTrue();
        return Double.parseDouble(received.group(1)) / 1e6;
    }

    private static List<Long> seqs(List<Notification> notifications) {
        return notifications.stream().map(Notification::seq).toList();
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
