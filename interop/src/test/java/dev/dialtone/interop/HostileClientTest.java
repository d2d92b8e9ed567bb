package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Connection;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Json;
import dev.dialtone.api.RemoteAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A user of the machine does to the daemon what can be done through its socket. While it lasts, and afterwards, the
/// others are answered within a second, a dial comes through, and the daemon stays small.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HostileClientTest {
    private static final OtherUser BYSTANDER = new OtherUser(47_110);
    // the attackers, the daemon and the build share two cores: who is starved waits for ten seconds and more
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(3);
    private static final long MEMORY_BOUND_KIB = 320 * 1024;
    private static final int OF_ONE_USER = 256;
    private static final int OF_THE_UNPRIVILEGED = 1024;
    private static final String LIST = "GET /v1/connections" + Hostile.START + "\r\n";
    private static final String LEASE = "POST /v1/leases" + Hostile.START + "Transfer-Encoding: chunked\r\n\r\n";

    private Programs programs;
    private int nextEvil = BYSTANDER.uid() + 1;

    @BeforeAll
    void begin() throws IOException {
        Requires.namespaces();
        Path folder = Files.createTempDirectory("dth");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        // as ./dialtone runs it
        programs = new Programs(folder, "-Xmx128m", "-Xss512k");
    }

    @AfterAll
    void end() {
        if (programs != null) {
            programs.close();
        }
    }

    /// Each time another user: a stream's end is noticed by the daemon at its next sign of life.
    private Hostile hostile() {
        return hostile(nextEvil++);
    }

    private Hostile hostile(int uid) {
        return new Hostile(uid, programs.socket());
    }

    private void listsSoon(OtherUser who) throws IOException {
        long asked = System.nanoTime();
        RawHttp.Answer answer = who.ask(programs.socket(), "GET", "/v1/connections", "");
        assertThat(answer.status()).as("%s: %s", who, answer.body()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .as("list of %s", who)
                .isLessThan(ANSWER_BOUND);
    }

    /// What everybody else sees of an attack.
    private void othersAreServed() throws Exception {
        listsSoon(OtherUser.ROOT);
        listsSoon(BYSTANDER);
        try (RemoteAccess client = programs.client()) {
            Connection connection = client.dial(DialRequest.of(AnswererProgram.GOOD), _ -> {});
            assertThat(connection.completion().get(10, TimeUnit.SECONDS).isConnected())
                    .as("%s", Told.of(connection.log()))
                    .isTrue();
            assertThat(connection.hangUp().get(10, TimeUnit.SECONDS).ending()).isTrue();
        }
        listsSoon(OtherUser.ROOT);
        isSmall();
    }

    private void isSmall() throws IOException {
        Path process = Path.of("/proc", Long.toString(programs.daemon().pid()));
        try (var lines = Files.lines(process.resolve("status"))) {
            long kib = lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                    .sum();
            assertThat(kib).as("KiB of memory").isBetween(1L, MEMORY_BOUND_KIB);
        }
        try (var files = Files.list(process.resolve("fd"))) {
            assertThat(files.count()).as("open files").isLessThan(2048 + 256);
        }
        assertThat(programs.daemon().errors()).doesNotContain("OutOfMemory").doesNotContain("request_failed");
    }

    @Test
    void hugeBodyAnnounced_isRefusedBeforeItComes() throws Exception {
        try (Hostile evil = hostile()) {
            RawHttp.Answer answer = evil.flood(
                    "POST /v1/connections" + Hostile.START
                            + "Content-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n",
                    " ".repeat(65_536),
                    8 * 1024 * 1024);
            assertThat(answer.status()).as(answer.body()).isEqualTo(413);
            othersAreServed();
        }
    }

    @Test
    void chunksWithoutEnd_areRefusedAtTheLimit() throws Exception {
        try (Hostile evil = hostile()) {
            for (String path : List.of("/v1/connections", "/v1/secrets", "/v1/entries/a/credentials")) {
                RawHttp.Answer answer = evil.flood(
                        (path.endsWith("als") ? "PUT " : "POST ") + path + Hostile.START
                                + "Content-Type: application/"
                                + (path.endsWith("secrets") ? "octet-stream" : "json")
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "8000\r\n" + " ".repeat(32_768) + "\r\n",
                        8 * 1024 * 1024);
                assertThat(answer.status()).as(answer.body()).isEqualTo(413);
            }
            othersAreServed();
        }
    }

    @Test
    void aMillionHeaders_areRefusedWhenTheHeadIsTooLong() throws Exception {
        try (Hostile evil = hostile()) {
            assertThat(evil.flood("GET /v1/manager" + Hostile.START, "X-A: b\r\n", 8_000_000)
                            .status())
                    .isEqualTo(431);
            othersAreServed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/manager HTTP/1.1\r\nHost: localhost\r\nX: ", "GET /", "G", "GET / HTTP/1.1\r\n "})
    void lineWithoutEnd_isRefused(String start) throws Exception {
        try (Hostile evil = hostile()) {
            RawHttp.Answer answer = evil.flood(start, "x".repeat(4096), 8_000_000);
            assertThat(answer.status()).as(answer.body()).isIn(400, 414, 431);
            othersAreServed();
        }
    }

    @Test
    void trailersAndChunkExtensionsWithoutEnd_areRefused() throws Exception {
        try (Hostile evil = hostile()) {
            String head = "POST /v1/connections" + Hostile.START
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
            for (String start : List.of("0\r\n", "2;", "2;a=\"", "2\r\n{}\r\n0\r\nX: ")) {
                RawHttp.Answer answer = evil.flood(head + start, "y: y\r\n".repeat(500), 8_000_000);
                assertThat(answer.status()).as("%s: %s", start, answer.body()).isGreaterThanOrEqualTo(400);
            }
            othersAreServed();
        }
    }

    /// Slow loris, slow bodies, and halves followed by silence, as many as one user can have.
    @Test
    void dripsAndHalves_areClosedInTime() throws Exception {
        try (Hostile heads = hostile();
                Hostile bodies = hostile();
                Hostile silent = hostile()) {
            heads.beginAll(OF_ONE_USER, "GET /v1/manager HTTP/1.1\r\nHost: localhost\r\nX: ");
            bodies.beginAll(
                    OF_ONE_USER,
                    "POST /v1/connections" + Hostile.START
                            + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{");
            silent.beginAll(OF_ONE_USER / 2, "GET /v1/man");
            silent.beginAll(OF_ONE_USER / 2, "POST /v1/secrets" + Hostile.START + "Content-Length: 10\r\n\r\nx");
            othersAreServed();
            long began = System.nanoTime();
            Thread dripping = Thread.ofPlatform().start(() -> {
                try {
                    bodies.dripUntilClosedMillis(" ", 60_000);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(heads.dripUntilClosedMillis("x", 60_000)).isLessThan(35_000);
            dripping.join();
            // nothing is sent here, an empty line now and then apart, which no half becomes whole by
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(36));
            othersAreServed();
        }
    }

    @Test
    void thousandsOfSocketsOfOneUser_leaveThoseOfOthers() throws Exception {
        try (Hostile evil = hostile()) {
            evil.beginAll(3000, "");
            othersAreServed();
            assertThat(evil.answered(403)).isEqualTo(3000 - OF_ONE_USER);
        }
        othersAreServed();
        try (Hostile again = hostile()) {
            again.beginAll(OF_ONE_USER, "");
            othersAreServed();
            assertThat(again.answered(403)).as("what is closed counts no more").isZero();
        }
    }

    /// A user of containers has 65,536 numbers.
    @Test
    void thousandsOfSocketsOfManyUsers_leaveThoseOfTheSystem() throws Exception {
        List<Hostile> all = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Hostile one = hostile(100_000 + i);
                all.add(one);
                one.beginAll(OF_ONE_USER, LIST.substring(0, 20));
            }
            listsSoon(OtherUser.ROOT);
            isSmall();
            RawHttp.Answer refused = BYSTANDER.ask(programs.socket(), "GET", "/v1/connections", "");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("all users together");
            long turnedAway = 0;
            for (Hostile one : all) {
                turnedAway += one.answered(403);
            }
            assertThat(turnedAway).isEqualTo(8 * OF_ONE_USER - OF_THE_UNPRIVILEGED);
        } finally {
            all.forEach(Hostile::close);
        }
        othersAreServed();
    }

    @Test
    void streamsAndLeasesOfOneUser_areCounted() throws Exception {
        try (Hostile streams = hostile();
                Hostile leases = hostile()) {
            streams.beginAll(200, "GET /v1/events" + Hostile.START + "\r\n");
            leases.beginAll(200, LEASE);
            othersAreServed();
            assertThat(streams.answered(200)).isEqualTo(128);
            assertThat(streams.answered(403)).isZero();
            assertThat(leases.answered(200)).isEqualTo(64);
        }
        othersAreServed();
    }

    /// Requests without pause, each as costly as one can be.
    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/doctor", "GET /v1/devices", "GET /v1/events", "POST /v1/connections"})
    void requestsWithoutPause_leaveTimeForOthers(String line) throws Exception {
        String body = line.startsWith("GET") ? "" : "{\"a\":[" + "[],".repeat(20_000) + "[]]}";
        String request = line + Hostile.START + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        int user = nextEvil;
        try (Hostile evil = hostile()) {
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    while (!Thread.interrupted()) {
                        try (Hostile some = new Hostile(user, programs.socket())) {
                            some.beginAll(50, request);
                        }
                    }
                } catch (IOException | IllegalStateException e) {
                    // the daemon's end, which the test sees elsewhere, or this thread's
                }
            });
            try {
                evil.beginAll(100, request);
                othersAreServed();
                othersAreServed();
            } finally {
                thread.interrupt();
                thread.join();
            }
        }
        othersAreServed();
    }

    /// Dials of names that nobody resolves: each waits for the host's resolver.
    @Test
    void namesThatDoNotResolve_holdUpOnlyTheirOwnDials() throws Exception {
        try (RemoteAccess client = programs.client()) {
            List<Connection> waiting = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String name = "slow" + i;
                client.setEntry(Entry.of(name)
                        .with(EntryOption.SERVER, name + ".dialtone.example")
                        .with(EntryOption.USER, Rig.USER));
                client.setCredentials(name, Rig.USER, "", Rig.PASSWORD);
                waiting.add(client.dial(DialRequest.of(name), _ -> {}));
            }
            try (Hostile evil = hostile(0)) {
                for (int i = 0; i < 6; i++) {
                    evil.begin("GET /v1/doctor?entry=slow" + i + Hostile.START + "\r\n");
                }
                othersAreServed();
            }
            for (Connection connection : waiting) {
                assertThat(connection.completion())
                        .as("still waits for its name")
                        .isNotDone();
                connection.hangUp().get(10, TimeUnit.SECONDS);
            }
            for (int i = 0; i < 6; i++) {
                client.removeEntry("slow" + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET /v1/../../etc/passwd",
                "GET /../../../etc/shadow",
                "GET /v1/entries/..",
                "GET /v1/entries/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "GET /v1/entries/..%2f..%2fcredentials",
                "GET /v1/entries/%00",
                "GET /v1/entries/%FF%FE",
                "GET /v1/entries/%C0%AE%C0%AE",
                "GET /v1/connections/..%5c..%5cjournal",
                "GET //v1/manager",
                "GET /v1/manager;x=1",
                "GET /v1//manager",
                "GET /v1/errors/-1",
                "GET /v1/errors/1e3",
                "GET /v1/events?since=99999999999999999999",
                "GET /v1/events?since=%00",
                "GET /v1/doctor?entry=..%2f..%2fetc%2fpasswd",
                "TRACE /v1/manager",
                "CONNECT localhost:80",
                "PRI *",
                "OPTIONS *",
                "GET http://[::1/",
                "DELETE /v1/entries/%2e%2e",
            })
    void paths_leadNowhereElse(String line) throws Exception {
        try (Hostile evil = hostile()) {
            RawHttp.Answer answer = RawHttp.exchange(
                    evil.begin(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                    "",
                    new byte[0],
                    text -> text.endsWith("}\n"));
            assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
            assertThat(answer.body()).doesNotContain("root:").doesNotContain("\tat ");
            listsSoon(OtherUser.ROOT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"entry\":\"\u00ff\u00fe\"}",
                "{\"entry\":\"\u00ed\u00a0\u0080\"}",
                "\u00ef\u00bb\u00bf{\"entry\":\"GOOD\"}",
                "{\"entry\":\"\\ud800\"}",
                "{\"entry\":\"\\u0000\"}",
                "{\"entry\":\"GOOD\",\"entry\":\"\\u002e\\u002e\"}",
                "{\"\":\"\"}",
                "{\"entry\":\"a\\",
                "{\"entry\":1e999999999}",
                "{\"stateTimeoutMillis\":1e999999999,\"entry\":\"GOOD\"}",
                "{\"stateTimeoutMillis\":99999999999999999999999999999999,\"entry\":\"GOOD\"}",
                "{\"dialTimeoutMillis\":-9223372036854775808,\"entry\":\"GOOD\"}",
                "{\"dialTimeoutMillis\":0.0000001,\"entry\":\"GOOD\"}",
                "{\"entry\":NaN}",
                "{'entry':'GOOD'}",
                "{\"entry\":\"GOOD\"/**/}",
            })
    void textThatIsNone_isRefused(String latin1) throws Exception {
        try (Hostile evil = hostile(0)) {
            RawHttp.Answer answer = RawHttp.exchange(
                    evil.begin("POST /v1/connections" + Hostile.START
                            + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: "
                            + latin1.length() + "\r\n\r\n" + latin1),
                    "",
                    "");
            assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
            listsSoon(OtherUser.ROOT);
            isSmall();
        }
    }

    /// Depth within the limit of a body, too.
    @Test
    void deepNesting_isRefused() throws Exception {
        for (String open : List.of("[", "{\"a\":", "[[{\"a\":")) {
            for (int depth : new int[] {33, 1000, 10_000}) {
                String body = "{\"adHoc\":" + open.repeat(depth);
                RawHttp.Answer answer = OtherUser.ROOT.ask(programs.socket(), "POST", "/v1/connections", body);
                assertThat(answer.status()).as(answer.body()).isEqualTo(400);
                assertThat(Json.object(answer.body()).number("error")).isEqualTo(87);
            }
        }
        othersAreServed();
    }

    @Test
    void wrongKindOfEveryField_namesTheField() throws Exception {
        List<String> wrong = List.of("1", "-1", "1.5", "1e400", "true", "[]", "[1]", "{}", "{\"a\":1}", "\"\\u0007\"");
        for (String field : List.of("entry", "user", "domain", "secret", "server", "lease")) {
            everyKind("POST", "/v1/connections", field, wrong, "\"entry\":\"nobody\"");
        }
        for (String field : List.of("stateTimeoutMillis", "dialTimeoutMillis")) {
            everyKind(
                    "POST",
                    "/v1/connections",
                    field,
                    List.of("\"1\"", "1.5", "0", "-1", "true", "[]", "{}", "1e18"),
                    "\"entry\":\"nobody\"");
        }
        everyKind("POST", "/v1/connections", "adHoc", wrong, "");
        for (EntryOption option : EntryOption.values()) {
            everyKind(
                    "PUT",
                    "/v1/entries/bad",
                    "options",
                    List.of(
                            "{\"" + option.key() + "\":{}}",
                            "{\"" + option.key() + "\":[[]]}",
                            "{\"" + option.key() + "\":[{}]}"),
                    "");
        }
        for (String field : List.of("name", "options")) {
            everyKind("PUT", "/v1/entries/bad", field, List.of("1", "true", "[1]", "\"\\u0007\""), "");
        }
        for (String field : List.of("user", "domain", "secret")) {
            everyKind(
                    "PUT", "/v1/entries/GOOD/credentials", field, List.of("1", "true", "[1]", "{}", "\"\\u0007\""), "");
        }
        try (RemoteAccess client = programs.client()) {
            assertThat(client.entries()).extracting(Entry::name).doesNotContain("bad");
        }
        othersAreServed();
    }

    private void everyKind(String method, String path, String field, List<String> values, String beside)
            throws IOException {
        for (String value : values) {
            String body = "{" + (beside.isEmpty() || beside.startsWith("\"" + field) ? "" : beside + ",") + "\"" + field
                    + "\":" + value + "}";
            RawHttp.Answer answer = OtherUser.ROOT.ask(programs.socket(), method, path, body);
            assertThat(answer.status())
                    .as("%s %s %s: %s", method, path, body, answer.body())
                    .isBetween(400, 499);
        }
    }

    @Test
    void rubbishAfterARequest_isRefusedAndHarmsNobody() throws Exception {
        try (Hostile evil = hostile()) {
            for (String rubbish : List.of(
                    "\0\0\0\0",
                    "\r\n\r\n\r\nX\r\n\r\n",
                    "GET\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\0",
                    "HTTP/1.1 200 OK\r\n\r\n")) {
                RawHttp.Answer answer = RawHttp.exchange(evil.begin(LIST + LIST + rubbish), "", "");
                assertThat(answer.status()).isEqualTo(200);
            }
            String smuggled = "POST /v1/connections" + Hostile.START
                    + "Content-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "0\r\n\r\nDELETE /v1/entries/GOOD" + Hostile.START + "\r\n";
            assertThat(RawHttp.exchange(evil.begin(smuggled), "", "").status()).isEqualTo(400);
            othersAreServed();
        }
    }
}
