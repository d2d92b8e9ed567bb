package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Entry;
import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.cli.InProcess;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.host.HostChange;
import dev.dialtone.manager.Caller;
import dev.dialtone.manager.Manager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad input of every kind gets an error that names the place, the documented exit code, and loses nothing (E4, §7).
class BadInputTest {
    private final Rig rig = new Rig();
    private final Path socket = rig.places().resolve("sock");
    private Daemon daemon = Daemon.start(socket, rig.manager()::view);
    private Path password;
    private List<Entry> stored;

    @BeforeEach
    void begin() throws IOException {
        password = Files.writeString(rig.places().resolve("password"), "a-password-of-tests\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        rig.manager().setEntry(rig.entry("office"));
        rig.manager().setCredentials("office", Rig.USER, "", Rig.PASSWORD);
        stored = rig.manager().entries();
    }

    @AfterEach
    void end() {
        daemon.refuse();
        rig.manager().close();
        daemon.close();
        rig.close();
    }

    private InProcess.Result run(String... arguments) {
        return InProcess.run(socket, arguments);
    }

    private void nothingLost() {
        assertThat(rig.manager().entries()).isEqualTo(stored);
        assertThat(rig.manager().credentials("office").passwordStored()).isTrue();
        assertThat(rig.manager().list()).isEmpty();
        assertThat(rig.memory().present()).isEmpty();
    }

    private void assertWrong(InProcess.Result result, int exit, int error, String place) {
        String said = result.out() + result.err();
        assertThat(result.exit()).as(said).isEqualTo(exit);
        assertThat(result.err()).as("names the place").contains(place);
        if (error != 0) {
            assertThat(result.err()).contains("RAS_ERROR=" + error);
        }
        assertThat(said).doesNotContain("\tat ").doesNotContain("Exception");
    }

    /// In arguments `PASSWORD` is a file with the password, and `EMPTY` one with nothing.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dial nobody --password-file PASSWORD                                   | 1 | 623 | nobody",
                "dial office --password-file /no/such/file                              | 1 | 87  | /no/such/file",
                "dial office --password-file EMPTY                                      | 1 | 87  | EMPTY",
                "dial office --timeout 0                                                | 1 | 87  | imeout",
                "dial office --timeout abc                                              | 2 | 0   | --timeout",
                "dial office --nonsense                                                 | 2 | 0   | --nonsense",
                "dial office more words                                                 | 2 | 0   | more",
                "dial                                                                   | 2 | 0   | --server",
                "dial --server not_a/host --user ann --password-file PASSWORD           | 1 | 87 | server: is neither",
                "dial --server a..b --user ann --password-file PASSWORD                 | 1 | 87  | server",
                "dial --server h --user ann --ca /no/ca.pem --password-file PASSWORD    | 1 | 87  | /no/ca.pem",
                "dial --server h --user ann --ca PASSWORD --password-file PASSWORD      | 1 | 87  | ca",
                "dial --server h --user ann -o port=70000 --password-file PASSWORD      | 1 | 87  | port",
                "dial --server h --user ann -o prot=1 --password-file PASSWORD          | 1 | 87  | prot",
                "dial --server h --user ann -o port --password-file PASSWORD            | 2 | 0   | port",
                "dial --server h --user ann --protocol openvpn --password-file PASSWORD    | 1 | 87  | protocol",
                "entry set a<b server=h                                                 | 1 | 123 | a<b",
                "entry set office port=x                                                | 1 | 87  | port",
                "entry set office prot=1                                                | 1 | 87  | prot",
                "entry set office authentication=md5                                    | 1 | 87  | authentication",
                "entry set office routes=10.0.0.1/8                                     | 1 | 87  | routes",
                "entry set office mtu=9999                                              | 1 | 87  | mtu",
                "entry show nobody                                                      | 1 | 623 | nobody",
                "entry remove nobody                                                    | 1 | 623 | nobody",
                "entry rename office a<b                                                | 1 | 123 | a<b",
                "entry nonsense                                                         | 2 | 0   | nonsense",
                "credentials set nobody --user ann --password-file PASSWORD             | 1 | 623 | nobody",
                "credentials show nobody                                                | 1 | 623 | nobody",
                "hangup nobody                                                          | 1 | 6   | nobody",
                "hangup                                                                 | 2 | 0   | --all",
                "status nobody                                                          | 1 | 6   | nobody",
                "log nobody                                                             | 1 | 6   | nobody",
                "watch nobody                                                           | 1 | 6   | nobody",
                "watch office --since x                                                 | 2 | 0   | --since",
                "explain abc                                                            | 2 | 0   | abc",
                "explain 1                                                              | 1 | 87  | 1",
                "doctor nobody                                                          | 1 | 623 | nobody",
                "nonsense                                                               | 2 | 0   | nonsense",
            })
    void wrongCommand_namesThePlaceAndLosesNothing_E4(String line, int exit, int error, String place)
            throws IOException {
        Path empty = Files.writeString(rig.places().resolve("empty"), "");
        String[] arguments = line.strip()
                .replace("PASSWORD", password.toString())
                .replace("EMPTY", empty.toString())
                .split(" ");
        assertWrong(run(arguments), exit, error, place.replace("EMPTY", empty.toString()));
        nothingLost();
    }

    @Test
    void wrongCommandWithJson_saysSoInOneObject_E4() {
        InProcess.Result result = run("dial", "nobody", "--json");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out().lines()).hasSize(1);
        JsonObject error = Json.object(result.out());
        assertThat(error.number("error")).isEqualTo(RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
        assertThat(result.err()).contains("RAS_ERROR=623");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST /v1/connections                | {                                      | 400 | JSON",
                "POST /v1/connections                | []                                     | 400 | JSON",
                "POST /v1/connections                | null                                   | 400 | JSON",
                "POST /v1/connections                | {\"entry\":1}                          | 400 | entry",
                "POST /v1/connections                | {\"entry\":\"office\",\"x\":1}         | 400 | x",
                "POST /v1/connections                | {\"entry\":\"office\",\"adHoc\":{}}    | 400 | adHoc",
                "POST /v1/connections                | {\"entry\":\"office\",\"lease\":\"l-\"}| 400 | lease",
                "POST /v1/connections                | {\"entry\":\"office\",\"secret\":\"s\"}| 400 | secret",
                "POST /v1/connections                | {\"adHoc\":{\"name\":\"a\",\"options\":{\"port\":1.5}}} | 400 | port",
                "POST /v1/connections                | {\"entry\":\"office\",\"stateTimeoutMillis\":1}         | 400 | stateTimeout",
                "PUT /v1/entries/office              | {\"name\":\"other\"}                   | 400 | name",
                "PUT /v1/entries/office              | {\"options\":[]}                       | 400 | options",
                "PUT /v1/entries/office              | {\"options\":{\"ca\":\"x\"}}           | 400 | ca",
                "PUT /v1/entries/office              | {\"options\":{\"server\":{}}}          | 400 | server",
                "PUT /v1/entries/%2e%2e%2fetc        | {}                                     | 400 | name",
                "PUT /v1/entries/office/credentials  | {\"user\":1}                           | 400 | user",
                "GET /v1/connections/x/notifications?since=x  | ``                            | 400 | since",
                "GET /v1/doctor?nonsense=1           | ``                                     | 400 | nonsense",
                "GET /v1/errors/99999999999          | ``                                     | 400 | number",
            })
    void wrongRequest_namesTheFieldAndLosesNothing_E4(String operation, String body, int status, String place)
            throws IOException {
        String[] words = operation.strip().split(" ", 2);
        RawHttp.Answer answer = RawHttp.send(socket, words[0], words[1], body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonObject error = Json.object(answer.body());
        assertThat(error.object("detail").orElseThrow().text("reason")).contains(place);
        nothingLost();
    }

    @Test
    void certificateThatCannotBeRead_namesTheOptionAndTheFile_E4() throws IOException {
        Path broken = Files.writeString(
                rig.places().resolve("broken.pem"),
                "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
        assertWrong(
                run(
                        "dial",
                        "--server",
                        "h",
                        "--user",
                        "ann",
                        "--ca",
                        broken.toString(),
                        "--password-file",
                        password.toString()),
                1,
                RasError.INVALID_PARAMETER,
                "ca");
        nothingLost();
    }

    @Test
    void noManager_isExit3AndNamesTheSocket() {
        Path nowhere = rig.places().resolve("nowhere");
        InProcess.Result result = InProcess.run(nowhere, "list");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains(nowhere.toString()).contains("dialtone daemon");
        InProcess.Result json = InProcess.run(nowhere, "list", "--json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(Json.object(json.out()).number("error")).isEqualTo(RasError.MANAGER_CANNOT_INITIALIZE);
    }

    @Test
    void secondDaemonAndSecondManager_sayWhoIsThere() {
        assertThatThrownBy(() -> Daemon.start(socket, rig.manager()::view))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.MANAGER_CANNOT_INITIALIZE))
                .hasMessageContaining(socket.toString())
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        assertThatThrownBy(() -> rig.newManager(rig.state()))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(RasError.MANAGER_CANNOT_INITIALIZE))
                .hasMessageContaining(rig.state().toString());
        assertThat(run("list").exit()).as("the first one goes on").isZero();
        nothingLost();
    }

    @Test
    void hostWithoutTun_failsTheDialInOpenPort() {
        rig.memory()
                .refuse(
                        HostChange.Device.class::isInstance,
                        Failure.of(RasError.PORT_NOT_AVAILABLE, Layer.HOST, "/dev/net/tun is missing.")
                                .advise("modprobe tun"));
        InProcess.Result result = run("dial", "office");
        assertWrong(result, 1, RasError.PORT_NOT_AVAILABLE, "/dev/net/tun");
        assertThat(result.err()).contains("OpenPort").contains("modprobe tun");
        nothingLost();
    }

    @Test
    void callerWithoutRights_isExit4() {
        daemon.close();
        daemon = Daemon.start(socket, _ -> rig.manager().view(new Caller(4711, false)));
        for (String command : List.of("dial office", "entry show office", "entry set office port=1", "hangup --all")) {
            InProcess.Result result = run(command.split(" "));
            if (command.startsWith("hangup")) {
                assertThat(result.exit())
                        .as("nothing is theirs: %s", result.err())
                        .isZero();
            } else {
                assertThat(result.exit()).as("%s: %s", command, result.err()).isEqualTo(4);
                assertThat(result.err()).contains("RAS_ERROR=5").contains("4711");
            }
        }
        nothingLost();
    }

    @Test
    void fullDiskUnderTheJournal_changesNothingAndSaysWhichFile_H6() throws Exception {
        Path state = Files.createDirectory(rig.places().resolve("full"));
        Path journal = Files.createSymbolicLink(state.resolve("journal.jsonl"), Path.of("/dev/full"));
        try (Manager manager = rig.newManager(state)) {
            Notification completion = manager.dialAndWait(rig.request("full"));
            assertThat(completion.state()).isEqualTo(ConnectionState.OPEN_PORT);
            assertThat(completion.error()).isEqualTo(RasError.IP_CONFIGURATION);
            assertThat(completion.detail()).isNotNull();
            assertThat(completion.detail().reason())
                    .contains(journal.toString())
                    .contains("nothing was changed");
            assertThat(rig.memory().history()).isEmpty();
        }
        nothingLost();
    }

    @Test
    void fullDiskUnderTheHistory_costsTheHistoryNotTheConnection_S3() throws Exception {
        Path state = Files.createDirectory(rig.places().resolve("full"));
        Files.createSymbolicLink(state.resolve("history.jsonl"), Path.of("/dev/full"));
        try (Manager manager = rig.newManager(state)) {
            Notification completion = manager.dialAndWait(rig.request("full"));
            assertThat(completion.isConnected()).isTrue();
            assertThat(manager.connection("full").hangUp().join().ending()).isTrue();
        }
        nothingLost();
    }

    @Test
    void damagedEntryOnDisk_isNamedAndHidesNoOther_E4() throws Exception {
        Path damaged = rig.places().resolve("config").resolve("entries.d").resolve("damaged.toml");
        Files.writeString(damaged, "server = \n");
        rig.restart();
        daemon.close();
        daemon = Daemon.start(socket, rig.manager()::view);
        assertThat(rig.manager().entries()).isEqualTo(stored);
        assertThat(rig.manager().entry("office")).isEqualTo(rig.entry("office"));
        InProcess.Result result = run("entry", "show", "damaged");
        assertWrong(result, 1, RasError.CORRUPT_PHONEBOOK, damaged.toString());
        assertThat(Files.readString(damaged)).as("left as it was").isEqualTo("server = \n");
        assertThat(run("doctor").out()).contains("damaged");
    }
}
