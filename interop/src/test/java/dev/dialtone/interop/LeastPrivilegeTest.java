package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Finding;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RemoteAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The daemon as `dist/dialtone.service` runs it: a user of its own with CAP_NET_ADMIN and CAP_NET_RAW, and nothing
/// else of what root may.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LeastPrivilegeTest {
    private static final int DIALTONE = 50_100;
    private static final String BOTH = "-all,+net_admin,+net_raw";

    private Path folder;
    private String modules = "";
    private Programs programs;
    private String capabilities = BOTH;
    private List<String> more = List.of();

    @BeforeAll
    void begin() throws IOException {
        Requires.namespaces();
        folder = PublicCopy.folder();
        modules = PublicCopy.modules(folder);
        // what systemd makes for the service
        Path service = Files.createDirectory(folder.resolve("service"));
        Files.setAttribute(service, "unix:uid", DIALTONE);
        programs = new Programs(service, this::launch);
    }

    @AfterAll
    void end() {
        if (programs != null) {
            programs.close();
        }
    }

    /// As udev has it, /dev/net/tun is for everyone; what is done with it needs CAP_NET_ADMIN. `ip netns exec` made
    /// a mount namespace.
    private List<String> launch(String... arguments) {
        Path tun = folder.resolve("tun");
        String prepare = "test -e " + tun + " || mknod -m 666 " + tun + " c 10 200; mount --bind " + tun
                + " /dev/net/tun; exec \"$@\"";
        List<String> all = new ArrayList<>(List.of(
                "sh",
                "-c",
                prepare,
                "sh",
                "setpriv",
                "--reuid=" + DIALTONE,
                "--regid=" + DIALTONE,
                "--clear-groups",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                "--bounding-set=" + capabilities,
                "--no-new-privs",
                "--"));
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        words.add("--system");
        words.addAll(more);
        all.addAll(PublicCopy.command(modules, words.toArray(String[]::new)));
        return all;
    }

    /// Another daemon on the same places.
    private void restart(String withCapabilities, String... withMore) {
        programs.daemon().terminate();
        programs.daemon().await();
        capabilities = withCapabilities;
        more = List.of(withMore);
        programs.restartDaemon();
    }

    private String ofProcess(String field) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + programs.daemon().pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.split("\\s+")[1])
                    .findFirst()
                    .orElse("");
        }
    }

    private List<Finding> doctor() {
        // it knocks, and it calls
        programs.dials(AnswererProgram.GOOD);
        programs.dials(AnswererProgram.GOOD);
        try (RemoteAccess client = programs.client()) {
            return client.doctor(Optional.of(AnswererProgram.GOOD));
        }
    }

    private Notification dial(RemoteAccess client) throws Exception {
        programs.dials(AnswererProgram.GOOD);
        Connection connection = client.dial(DialRequest.of(AnswererProgram.GOOD), _ -> {});
        return connection.completion().get(20, TimeUnit.SECONDS);
    }

    @Test
    void twoCapabilities_areEnoughForACycle_H6() throws Exception {
        restart(BOTH);
        assertThat(ofProcess("Uid")).isEqualTo(Integer.toString(DIALTONE));
        for (String set : List.of("CapEff", "CapPrm", "CapBnd", "CapAmb")) {
            assertThat(Long.parseLong(ofProcess(set), 16)).as(set).isEqualTo(1L << 12 | 1L << 13);
        }
        assertThat(ofProcess("NoNewPrivs")).isEqualTo("1");
        try (RemoteAccess client = programs.client()) {
            Notification completion = dial(client);
            assertThat(completion.isConnected()).as("%s", completion).isTrue();
            assertThat(programs.state())
                    .contains("dial0")
                    .contains("0.0.0.0/1 dev dial0")
                    .as("not the daemon's to write")
                    .contains("nameserver 192.0.2.53");
            assertThat(programs.daemon().errors()).contains("names_not_set").contains("--resolv-conf");
            assertThat(client.connection(AnswererProgram.GOOD)
                            .hangUp()
                            .get(10, TimeUnit.SECONDS)
                            .ending())
                    .isTrue();
            programs.awaitEnded(AnswererProgram.GOOD);
            programs.assertNothingLeft();
        }
    }

    /// What is proven here is what is shipped.
    @Test
    void unit_givesJustTheseRights() throws IOException {
        List<String> unit = Files.readAllLines(Path.of("../dist/dialtone.service"));
        assertThat(unit)
                .contains(
                        "User=dialtone",
                        "AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW",
                        "CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW",
                        "NoNewPrivileges=yes",
                        "ExecStart=/usr/bin/dialtone daemon --system")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
    }

    @Test
    void killedWhileConnected_isUndoneByTheNext_H6() throws Exception {
        restart(BOTH);
        try (RemoteAccess client = programs.client()) {
            assertThat(dial(client).isConnected()).isTrue();
        }
        programs.killDaemon();
        programs.restartDaemon();
        programs.assertNothingLeft();
        programs.awaitEnded(AnswererProgram.GOOD);
    }

    @Test
    void socketOfTheMachinesManager_isForEveryoneAndItsUserIsNotRoot_H7() throws Exception {
        restart(BOTH);
        OtherUser stranger = new OtherUser(50_101);
        assertThat(stranger.ask(programs.socket(), "GET", "/v1/connections", "").status())
                .isEqualTo(200);
        assertThat(stranger.ask(programs.socket(), "GET", "/v1/entries/" + AnswererProgram.GOOD, "")
                        .status())
                .isEqualTo(403);
        for (OtherUser one : List.of(OtherUser.ROOT, new OtherUser(DIALTONE))) {
            assertThat(one.ask(programs.socket(), "GET", "/v1/entries/" + AnswererProgram.GOOD, "")
                            .status())
                    .as("%s", one)
                    .isEqualTo(200);
        }
    }

    @Test
    void doctor_saysWhatAConnectionLacks() {
        restart(BOTH);
        assertThat(doctor()).allMatch(Finding::ok).anySatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo("names");
            assertThat(finding.text()).contains("/etc/resolv.conf");
            assertThat(finding.advice()).contains("--resolv-conf").contains("systemd-resolved");
        });
        PeerProcess told = programs.start("doctor").await();
        assertThat(told.code()).as("%s", told).isZero();
        assertThat(told.text()).contains("--resolv-conf");
    }

    /// What takes CAP_SYS_ADMIN is refused by its name, before anything is dialled.
    @Test
    void dialIntoANamespace_namesTheRightThatIsMissing() {
        restart(BOTH);
        assertThat(doctor()).anySatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo("namespaces");
            assertThat(finding.advice()).contains("CAP_SYS_ADMIN");
        });
        try (RemoteAccess client = programs.client()) {
            Notification completion =
                    client.dialAndWait(DialRequest.of(AnswererProgram.GOOD).netns("dtn-of-nobody"));
            assertThat(completion.state()).isEqualTo(ConnectionState.OPEN_PORT);
            assertThat(completion.error()).isEqualTo(RasError.ACCESS_DENIED);
            assertThat(String.valueOf(completion.detail())).contains("CAP_SYS_ADMIN");
        }
        programs.assertNothingLeft();
        assertThat(Path.of("/run/netns/dtn-of-nobody")).doesNotExist();
    }

    @Test
    void fileThatWasGivenButCannotBeWritten_failsTheDialByItsName() throws Exception {
        restart(BOTH, "--resolv-conf");
        assertThat(doctor()).anySatisfy(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.text()).contains("/etc/resolv.conf cannot be written");
        });
        try (RemoteAccess client = programs.client()) {
            Notification completion = dial(client);
            assertThat(completion.state()).isEqualTo(ConnectionState.APPLY_SETTINGS);
            assertThat(completion.error()).isEqualTo(RasError.ACCESS_DENIED);
            assertThat(String.valueOf(completion.detail())).contains("/etc/resolv.conf");
        }
        programs.awaitEnded(AnswererProgram.GOOD);
        programs.assertNothingLeft();
    }

    @Test
    void withoutCapabilities_doctorAndDialNameTheRight() throws Exception {
        restart("-all");
        assertThat(doctor()).anySatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo("rights");
            assertThat(finding.ok()).isFalse();
            assertThat(finding.advice()).contains("CAP_NET_ADMIN");
        });
        try (RemoteAccess client = programs.client()) {
            Notification completion = client.dialAndWait(DialRequest.of(AnswererProgram.GOOD));
            assertThat(completion.state()).isEqualTo(ConnectionState.OPEN_PORT);
            assertThat(completion.error()).isEqualTo(RasError.ACCESS_DENIED);
            assertThat(String.valueOf(completion.detail())).contains("CAP_NET_ADMIN");
        }
        programs.assertNothingLeft();
    }
}
