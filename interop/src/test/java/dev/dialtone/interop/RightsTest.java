package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Json;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.daemon.JudgedDaemon;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who may do what, by each route (H7): the callers are users of this machine by the kernel's word.
@Timeout(60)
class RightsTest {
    private static final OtherUser MEMBER = new OtherUser(50_001);
    private static final OtherUser OWNER = new OtherUser(50_002);
    private static final OtherUser STRANGER = new OtherUser(50_003);
    /// In the order of the table's columns; the least may try first, so that nothing is gone by then.
    private static final List<OtherUser> CALLERS = List.of(STRANGER, OWNER, MEMBER, OtherUser.ROOT);

    /// OWNER is named in `office` and has dialled it. `ID` is that connection. OWNER and STRANGER have an entry `own`
    /// each, before `office` is made to name STRANGER alone.
    private static final String TABLE = """
            route                                    | body                                       | other | owner | group | root
            GET    /v1/manager                       |                                            |  200  |  200  |  200  |  200
            GET    /v1/devices                       |                                            |  200  |  200  |  200  |  200
            GET    /v1/errors/691                    |                                            |  200  |  200  |  200  |  200
            GET    /v1/metrics                       |                                            |  403  |  403  |  200  |  200
            GET    /v1/doctor                        |                                            |  200  |  200  |  200  |  200
            GET    /v1/doctor?entry=office           |                                            |  403  |  200  |  200  |  200
            GET    /v1/doctor?entry=closed           |                                            |  403  |  403  |  200  |  200
            GET    /v1/events                        |                                            |  200  |  200  |  200  |  200
            POST   /v1/leases                        |                                            |  200  |  200  |  200  |  200
            POST   /v1/secrets                       | x                                          |  201  |  201  |  201  |  201
            GET    /v1/connections                   |                                            |  200  |  200  |  200  |  200
            POST   /v1/connections                   | {"entry":"office"}                         |  403  |  201  |  201  |  201
            POST   /v1/connections                   | {"entry":"closed"}                         |  403  |  403  |  201  |  201
            POST   /v1/connections                   | {"entry":"office","server":"evil.example"} |  403  |  403  |  201  |  201
            POST   /v1/connections                   | {"adHoc":{"name":"once"}}                  |  403  |  403  |  422  |  422
            POST   /v1/connections                   | {"adHoc":{"name":"once"},"netns":"mine"}   |  403  |  422  |  422  |  422
            POST   /v1/connections                   | {"entry":"office","netns":"mine"}          |  403  |  400  |  400  |  400
            GET    /v1/connections/ID                |                                            |  403  |  200  |  200  |  200
            GET    /v1/connections/office            |                                            |  403  |  200  |  200  |  200
            GET    /v1/connections/ID/projection     |                                            |  403  |  200  |  200  |  200
            GET    /v1/connections/ID/log            |                                            |  403  |  200  |  200  |  200
            GET    /v1/connections/ID/notifications  |                                            |  403  |  200  |  200  |  200
            GET    /v1/connections/ID/capture?control=true |                                     |  403  |  200  |  200  |  200
            GET    /v1/connections/office/capture    |                                            |  403  |  403  |  200  |  200
            POST   /v1/connections/ID/acknowledge    | {"seq":1}                                  |  403  |  200  |  200  |  200
            POST   /v1/connections/ID/answer         | {"seq":1,"fields":{}}                      |  403  |  400  |  400  |  400
            POST   /v1/connections/ID/confirm        |                                            |  403  |  400  |  400  |  400
            POST   /v1/connections/ID/release        |                                            |  403  |  202  |  202  |  202
            GET    /v1/history                       |                                            |  200  |  200  |  200  |  200
            DELETE /v1/connections/ID                |                                            |  403  |  202  |  202  |  202
            GET    /v1/connections/ID/log            |                                            |  403  |  200  |  200  |  200
            GET    /v1/connections/ID/notifications  |                                            |  403  |  200  |  200  |  200
            DELETE /v1/connections/closed            |                                            |  403  |  403  |  202  |  202
            GET    /v1/entries                       |                                            |  200  |  200  |  200  |  200
            GET    /v1/entries/office                |                                            |  403  |  200  |  200  |  200
            GET    /v1/entries/closed                |                                            |  403  |  403  |  200  |  200
            GET    /v1/entries/office/text           |                                            |  403  |  200  |  200  |  200
            GET    /v1/entries/closed/text           |                                            |  403  |  403  |  200  |  200
            PUT    /v1/entries/50003%2Fown           | {"options":{"server":"h"}}                 |  403  |  403  |  200  |  200
            PUT    /v1/entries/50002%2Fown           | {"options":{"server":"127.0.0.1","port":1}} |  403  |  200  |  200  |  200
            PUT    /v1/entries/50002%2Fown           | {"options":{"always-on":true}}             |  403  |  400  |  400  |  400
            GET    /v1/entries/50002%2Fown           |                                            |  404  |  200  |  200  |  200
            GET    /v1/entries/own                   |                                            |  200  |  200  |  404  |  404
            PUT    /v1/entries/50002%2Fown/credentials | {"user":"eve"}                           |  404  |  200  |  403  |  200
            GET    /v1/entries/50002%2Fown/credentials |                                          |  404  |  200  |  200  |  200
            POST   /v1/connections                   | {"entry":"50002/own","netns":"mine"}       |  404  |  422  |  403  |  403
            GET    /v1/doctor?entry=50002%2Fown      |                                            |  404  |  200  |  403  |  403
            GET    /v1/connections/50002%2Fown       |                                            |  404  |  404  |  404  |  404
            DELETE /v1/entries/50002%2Fown/credentials |                                          |  404  |  200  |  403  |  200
            DELETE /v1/entries/50002%2Fown           |                                            |  404  |  200  |  404  |  404
            PUT    /v1/entries/office/text           | {"lines":["users = '50002'"]}              |  403  |  403  |  200  |  200
            PUT    /v1/entries/office                | {"options":{"server":"h","users":"50003"}} |  403  |  403  |  200  |  200
            PUT    /v1/entries/new                   | {"options":{"users":"50003"}}              |  400  |  403  |  200  |  200
            GET    /v1/entries/closed/credentials    |                                            |  403  |  403  |  200  |  200
            PUT    /v1/entries/closed/credentials    | {"user":"eve"}                             |  403  |  403  |  200  |  200
            PUT    /v1/entries/closed/credentials/proxy | {"secret":"s-never-was"}                |  403  |  403  |  400  |  400
            PUT    /v1/entries/closed/credentials/client-key | {"secret":"s-never-was"}           |  403  |  403  |  400  |  400
            DELETE /v1/entries/closed/credentials    |                                            |  403  |  403  |  200  |  200
            POST   /v1/entries/new/rename            | {"name":"newer"}                           |  403  |  403  |  200  |  404
            DELETE /v1/entries/newer                 |                                            |  403  |  403  |  200  |  404
            """;

    private final Rig rig = new Rig();
    private Path folder;
    private Daemon daemon;
    private String id = "";

    @BeforeEach
    void begin() throws Exception {
        Requires.namespaces();
        folder = PublicCopy.folder();
        rig.manager().setEntry(rig.entry("office").with(EntryOption.USERS, "nobody-here," + OWNER.uid()));
        rig.manager().setCredentials("office", Rig.USER, "", Rig.PASSWORD);
        rig.manager().setEntry(rig.entry("closed"));
        rig.manager().setCredentials("closed", Rig.USER, "", Rig.PASSWORD);
        daemon = JudgedDaemon.start(folder, MEMBER.uid(), rig.manager()::view);
        RawHttp.Answer dialled = ask(OWNER, "POST", "/v1/connections", "{\"entry\":\"office\"}");
        assertThat(dialled.status()).as(dialled.body()).isEqualTo(201);
        assertThat(Json.object(dialled.body()).number("owner")).isEqualTo(OWNER.uid());
        id = Json.object(dialled.body()).text("connection");
        assertThat(rig.manager()
                        .connection(id)
                        .completion()
                        .get(20, TimeUnit.SECONDS)
                        .isConnected())
                .isTrue();
    }

    @AfterEach
    void end() {
        if (daemon != null) {
            daemon.refuse();
        }
        rig.manager().close();
        if (daemon != null) {
            daemon.close();
        }
        rig.close();
    }

    /// The first line of an answer that has no end is answer enough.
    private RawHttp.Answer ask(OtherUser user, String method, String path, String body) throws IOException {
        String type = path.endsWith("/secrets") ? "application/octet-stream" : "application/json";
        boolean endless = path.matches(".*/(events|notifications|leases|capture.*)");
        try (SocketChannel channel = user.connect(daemon.socket())) {
            String head = path.endsWith("/leases")
                    ? "POST /v1/leases" + Hostile.START + "Transfer-Encoding: chunked\r\n\r\n"
                    : RawHttp.head(method, path, type, body);
            return RawHttp.exchange(
                    channel,
                    head,
                    body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    text -> endless && text.contains("\r\n\r\n"));
        }
    }

    private static Stream<String[]> rows() {
        return TABLE.lines().skip(1).map(line -> line.split("\\|"));
    }

    @Test
    void eachRoute_isForWhomItShallBe_H7() throws Exception {
        StringBuilder found = new StringBuilder(TABLE.lines().findFirst().orElseThrow()).append('\n');
        for (String[] row : rows().toList()) {
            found.append(row[0]).append('|').append(row[1]);
            String[] words = row[0].strip().split(" +");
            for (OtherUser caller : CALLERS) {
                RawHttp.Answer answer = ask(caller, words[0], words[1].replace("ID", id), row[1].strip());
                found.append("|  ").append(answer.status()).append("  ");
                if (answer.status() == 201 && row[0].contains("connections")) {
                    rig.manager()
                            .connection(Json.object(answer.body()).text("connection"))
                            .completion()
                            .get(20, TimeUnit.SECONDS);
                }
                if (answer.status() == 403) {
                    assertThat(Json.object(answer.body()).number("error")).isEqualTo(5);
                    assertThat(answer.body()).contains("user " + caller.uid());
                }
            }
            found.setLength(found.length() - 2);
            found.append('\n');
        }
        assertThat(found.toString().replaceAll(" +", " ")).isEqualTo(TABLE.replaceAll(" +", " "));
    }

    @Test
    void eachRouteOfTheDescription_isInTheTable() {
        Set<String> inTable = rows().map(row -> row[0].strip()
                        .replaceAll(" +", " ")
                        .replaceAll("\\?.*", "")
                        .replaceAll("/connections/(ID|office|closed|50002%2Fown)", "/connections/{target}")
                        .replaceAll("/entries/(office|closed|newer|new|own|5000[23]%2Fown)", "/entries/{name}")
                        .replaceAll("/errors/691", "/errors/{number}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inTable).isEqualTo(new TreeSet<>(new OpenApi(Path.of("../docs/api/openapi.yaml")).operations()));
    }

    @Test
    void listsAndEvents_showOnlyWhatIsOnesOwn_H7() throws Exception {
        assertThat(ask(STRANGER, "GET", "/v1/connections", "").body()).isEqualTo("{\"connections\":[]}\n");
        assertThat(ask(STRANGER, "GET", "/v1/entries", "").body()).isEqualTo("{\"entries\":[]}\n");
        assertThat(ask(STRANGER, "GET", "/v1/history", "").body()).isEqualTo("{\"connections\":[]}\n");
        assertThat(ask(STRANGER, "GET", "/v1/history?entry=office", "").body()).doesNotContain(id);
        assertThat(ask(OWNER, "GET", "/v1/history", "").body()).contains(id);
        assertThat(ask(OWNER, "GET", "/v1/connections", "").body()).contains(id);
        assertThat(ask(OWNER, "GET", "/v1/entries", "").body())
                .contains("office")
                .doesNotContain("closed");
        assertThat(ask(MEMBER, "GET", "/v1/connections", "").body()).contains(id);
        assertThat(ask(MEMBER, "GET", "/v1/entries", "").body()).contains("office", "closed");
        // a stream that shows the owner what happened shows the stranger nothing, although it is the same log
        assertThat(events(OWNER)).contains(id);
        rig.manager().setEntry(rig.entry("theirs").with(EntryOption.USERS, Integer.toString(STRANGER.uid())));
        rig.manager().setCredentials("theirs", Rig.USER, "", Rig.PASSWORD);
        assertThat(ask(STRANGER, "POST", "/v1/connections", "{\"entry\":\"theirs\"}")
                        .status())
                .isEqualTo(201);
        rig.manager().connection("theirs").completion().get(20, TimeUnit.SECONDS);
        assertThat(events(STRANGER)).contains("theirs").doesNotContain(id);
    }

    private String events(OtherUser user) throws IOException {
        try (SocketChannel channel = user.connect(daemon.socket())) {
            return RawHttp.exchange(
                            channel,
                            "GET /v1/events" + Hostile.START + "\r\n",
                            new byte[0],
                            text -> text.contains("data: ") && text.endsWith("\n\n"))
                    .body();
        }
    }

    @Test
    void leasesAndSecretsOfAnother_areUnknown_H7() throws Exception {
        String reference =
                Json.object(ask(OWNER, "POST", "/v1/secrets", "pw").body()).text("secret");
        for (OtherUser thief : List.of(STRANGER, MEMBER, OtherUser.ROOT)) {
            RawHttp.Answer answer = ask(
                    thief,
                    "PUT",
                    "/v1/entries/office/credentials",
                    "{\"user\":\"x\",\"secret\":\"" + reference + "\"}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("secret: the reference is unknown");
        }
        try (SocketChannel channel = OWNER.connect(daemon.socket())) {
            String lease = Json.object(RawHttp.exchange(
                                    channel,
                                    "POST /v1/leases" + Hostile.START + "Transfer-Encoding: chunked\r\n\r\n",
                                    new byte[0],
                                    text -> text.contains("}\n"))
                            .body())
                    .text("lease");
            for (OtherUser thief : List.of(MEMBER, OtherUser.ROOT)) {
                RawHttp.Answer answer =
                        ask(thief, "POST", "/v1/connections", "{\"entry\":\"office\",\"lease\":\"" + lease + "\"}");
                assertThat(answer.status()).as(answer.body()).isEqualTo(400);
                assertThat(answer.body()).contains("lease: is unknown");
            }
        }
    }

    @Test
    void commandLine_isExit4AndReadsFilesWithItsUsersRights_H7() throws Exception {
        String modules = PublicCopy.modules(folder);
        PeerProcess dial = run(STRANGER, modules, "dial", "office");
        assertThat(dial.code()).as("%s", dial).isEqualTo(4);
        assertThat(dial.errors()).contains("RAS_ERROR=5").contains("user " + STRANGER.uid());
        PeerProcess hangUp = run(STRANGER, modules, "hangup", id);
        assertThat(hangUp.code()).as("%s", hangUp).isEqualTo(4);
        PeerProcess set = run(OWNER, modules, "entry", "set", "office", "port=1");
        assertThat(set.code()).as("%s", set).isEqualTo(4);
        PeerProcess list = run(OWNER, modules, "list", "--json");
        assertThat(list.code()).as("%s", list).isZero();
        assertThat(list.text()).contains(id);
        assertThat(rig.manager().connection(id).status().state()).isEqualTo(ConnectionState.CONNECTED);

        // the manager here is root and could read both
        Path roots = Files.writeString(folder.resolve("roots.pem"), Rig.PKI.caPem());
        Files.setPosixFilePermissions(roots, PosixFilePermissions.fromString("rw-------"));
        PeerProcess refused = run(MEMBER, modules, "entry", "set", "mine", "server=h", "ca=@" + roots);
        assertThat(refused.code()).as("%s", refused).isEqualTo(1);
        assertThat(refused.errors()).contains(roots.toString());
        Path own = Files.writeString(folder.resolve("own.pem"), Rig.PKI.caPem());
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
        Files.setAttribute(own, "unix:uid", MEMBER.uid());
        PeerProcess done = run(MEMBER, modules, "entry", "set", "mine", "server=h", "ca=@" + own);
        assertThat(done.code()).as("%s", done).isZero();
        assertThat(rig.manager().entry("mine").text(EntryOption.CA)).contains("BEGIN CERTIFICATE");
    }

    private PeerProcess run(OtherUser user, String modules, String... arguments) {
        return PeerProcess.start(
                        Map.of("DIALTONE_SOCKET", daemon.socket().toString(), "HOME", folder.toString()),
                        PublicCopy.as(user.uid(), PublicCopy.command(modules, arguments)))
                .await();
    }
}
