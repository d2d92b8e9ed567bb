package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Json;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.manager.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The answers that do not end at once, as bytes.
@Timeout(20)
class StreamAndLeaseTest {
    private static final String LEASE =
            "POST /v1/leases HTTP/1.1\r\nHost: dialtone\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final FakeManager manager = new FakeManager();
    private final FakeConnection connection = new FakeConnection("c-1", "my office", 0);
    private Daemon daemon;

    @BeforeEach
    void start(@TempDir Path directory) {
        manager.connections.put("c-1", connection);
        manager.entries.put("home", dev.dialtone.api.Entry.of("home"));
        manager.entries.put("my office", dev.dialtone.api.Entry.of("my office"));
        daemon = Daemon.start(directory.resolve("d.sock"), manager::view);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    /// The head and the status of a connection's stream, and nothing behind it.
    private static String begin(Raw raw) throws IOException {
        return raw.until(": dialtone\n\n") + raw.until("}\n\n");
    }

    private Raw open(String path, String fields) throws IOException {
        Raw raw = Raw.open(daemon.socket());
        raw.send("GET " + path + " HTTP/1.1\r\nHost: dialtone\r\n" + fields + "\r\n");
        return raw;
    }

    @Test
    void stream_beginsBeforeTheFirstEvent_andEndsWithTheConnection() throws IOException {
        try (Raw raw = open("/v1/connections/my%20office/notifications", "")) {
            assertThat(begin(raw))
                    .contains("HTTP/1.1 200")
                    .contains("Content-Type: text/event-stream")
                    .contains("Dialtone-Api: 1")
                    .contains(": dialtone\n\nid: 0\nevent: status\ndata: {\"connection\":\"c-1\"");
            connection.say(ConnectionState.OPEN_PORT);
            assertThat(raw.until("\n\n")).contains("id: 1\ndata: {\"seq\":1,");
            connection.fail(ConnectionState.OPEN_PORT, RasError.PORT_NOT_AVAILABLE);
            assertThat(raw.until("\n\n")).contains("id: 2\ndata: {\"seq\":2,").contains("\"completion\":true");
            assertThat(raw.until("\r\n0\r\n\r\n"))
                    .contains("event: end\ndata: {\"seq\":2}\n\n")
                    .endsWith("\r\n");
        }
    }

    @Test
    void stream_resumesAfterLastEventIdOrSince() throws IOException {
        connection.connect();
        try (Raw byHeader = open("/v1/connections/c-1/notifications?since=0", "Last-Event-ID: 2\r\n");
                Raw byQuery = open("/v1/connections/c-1/notifications?since=2", "")) {
            assertThat(begin(byHeader)).contains("id: 2\nevent: status\n");
            assertThat(begin(byQuery)).contains("id: 2\nevent: status\n");
            assertThat(byHeader.until("}\n\n")).contains("id: 3\n").doesNotContain("id: 2\n");
            assertThat(byQuery.until("}\n\n")).contains("id: 3\n").doesNotContain("id: 2\n");
        }
    }

    @Test
    void streamSinceLast_beginsWithTheLastNotification() throws IOException {
        try (Raw empty = open("/v1/connections/c-1/notifications?since=last", "")) {
            assertThat(begin(empty)).contains("id: 0\nevent: status\n", "\"seq\":0");
            connection.connect();
            assertThat(empty.until("}\n\n")).contains("id: 1\n");
        }
        try (Raw last = open("/v1/connections/c-1/notifications?since=last", "");
                Raw resumed = open("/v1/connections/c-1/notifications?since=last", "Last-Event-ID: 1\r\n")) {
            assertThat(begin(last)).contains("id: 2\nevent: status\n", "\"seq\":3");
            assertThat(last.until("}\n\n")).contains("id: 3\n", "Connected");
            assertThat(begin(resumed)).contains("id: 1\nevent: status\n");
            assertThat(resumed.until("}\n\n")).contains("id: 2\n");
        }
        assertThat(Raw.exchange(daemon.socket(), Raw.request("GET /v1/events?since=last", "", "")))
                .startsWith("HTTP/1.1 400 ")
                .contains("since: must be a whole number");
        assertThat(Raw.exchange(
                        daemon.socket(), Raw.request("GET /v1/connections/c-1/notifications?since=first", "", "")))
                .startsWith("HTTP/1.1 400 ")
                .contains("or last");
    }

    @Test
    void status_isOfTheMomentAtWhichTheStreamIsAttached_C9() throws IOException {
        connection.connect();
        connection.whenWatched(() -> connection.disconnect(RasError.LINK_FAILURE));
        try (Raw raw = open("/v1/connections/c-1/notifications?since=3", "")) {
            assertThat(begin(raw)).contains("\"state\":\"Disconnected\"", "\"seq\":4");
            assertThat(raw.until("}\n\n")).contains("id: 4\n", "\"ending\":true");
        }
    }

    private Raw dial(String entry) throws IOException {
        Raw raw = Raw.open(daemon.socket());
        raw.send(Raw.request("POST /v1/connections", "Accept: text/event-stream\r\n", "{\"entry\":\"" + entry + "\"}"));
        return raw;
    }

    @Test
    void dialThatAcceptsEvents_isAnsweredWithItsStream() throws Exception {
        try (Raw raw = dial("home")) {
            FakeConnection dialled = manager.dialled.take();
            assertThat(begin(raw))
                    .startsWith("HTTP/1.1 201 ")
                    .contains("Location: /v1/connections/c-2\r\n")
                    .contains("Content-Type: text/event-stream\r\n")
                    .contains("id: 0\nevent: status\ndata: {\"connection\":\"c-2\"");
            dialled.connect();
            assertThat(raw.until("\"completion\":true}\n\n")).contains("id: 1\n", "id: 2\n", "id: 3\n");
            assertThat(dialled.acknowledged).isEmpty();
        }
    }

    @Test
    void dialOfWhatIsConnected_isAnsweredFromItsConnectedOn_H2() throws IOException {
        connection.connect();
        try (Raw raw = dial("my office")) {
            assertThat(begin(raw))
                    .startsWith("HTTP/1.1 201 ")
                    .contains("id: 2\nevent: status\n", "\"seq\":3", "\"references\":2");
            assertThat(raw.until("}\n\n")).contains("id: 3\n", "Connected");
        }
    }

    @Test
    void refusedDialThatAcceptsEvents_isPlainJson() throws IOException {
        connection.say(ConnectionState.OPEN_PORT);
        try (Raw raw = dial("my office")) {
            assertThat(raw.rest())
                    .startsWith("HTTP/1.1 409 ")
                    .contains("Content-Type: application/json", "\"error\":756");
        }
        try (Raw raw = dial("none")) {
            assertThat(raw.rest()).startsWith("HTTP/1.1 404 ").contains("\"error\":623");
        }
    }

    @Test
    void streamOfAnEndedConnection_isItsLogAndTheEnd() throws IOException {
        connection.connect();
        connection.disconnect(RasError.LINK_FAILURE);
        try (Raw raw = open("/v1/connections/c-1/notifications", "")) {
            assertThat(raw.until("\r\n0\r\n\r\n")).contains("id: 1\n", "id: 4\n", "event: end\ndata: {\"seq\":4}");
        }
    }

    @Test
    void observerThatFellBehind_isTold() throws IOException {
        connection.say(ConnectionState.OPEN_PORT);
        try (Raw raw = open("/v1/connections/c-1/notifications", "")) {
            assertThat(begin(raw)).contains("\"seq\":1");
            assertThat(raw.until("}\n\n")).contains("id: 1\n");
            connection.lag();
            assertThat(raw.until("\r\n0\r\n\r\n")).contains("event: lagged\ndata: {\"seq\":1}");
        }
    }

    @Test
    void events_carryTheirSeq() throws IOException {
        manager.event(EventKind.CONNECTION, connection, 0);
        manager.event(EventKind.DISCONNECTION, connection, 829);
        try (Raw raw = open("/v1/events", "Last-Event-ID: 1\r\n")) {
            assertThat(raw.until("}\n\n")).contains("id: 2\n", "\"cause\":829").doesNotContain("id: 1\n");
        }
    }

    @Test
    void readersOfEventsThatFellBehind_areTold_V1() throws IOException {
        manager.event(EventKind.CONNECTION, connection, 0);
        try (Raw all = open("/v1/events", "");
                Raw late = open("/v1/events?since=1", "")) {
            assertThat(all.until("}\n\n")).contains("id: 1\n", "\"references\":1");
            assertThat(late.until(": dialtone\n\n")).contains("200");
            manager.lagEvents();
            assertThat(late.until("\r\n0\r\n\r\n")).contains("event: lagged\ndata: {\"seq\":1}");
            assertThat(all.until("\r\n0\r\n\r\n")).contains("event: lagged\ndata: {\"seq\":1}");
        }
    }

    @Test
    void clientThatDoesNotRead_isCutOffAndMayResume_N8(@TempDir Path directory) throws Exception {
        Duration limit = Duration.ofMillis(300);
        try (Daemon impatient = Daemon.start(
                SocketClaim.of(directory.resolve("i.sock")), Callers.ofSystem(), false, manager::view, limit)) {
            CompletableFuture<Void> cut = new CompletableFuture<>();
            connection.whenUnwatched(() -> cut.complete(null));
            try (Raw raw = Raw.open(impatient.socket())) {
                raw.send("GET /v1/connections/c-1/notifications HTTP/1.1\r\nHost: dialtone\r\n\r\n");
                assertThat(begin(raw)).contains("200");
                for (int i = 0; i < 20_000; i++) {
                    connection.say(ConnectionState.AUTHENTICATE);
                }
                cut.get(10, TimeUnit.SECONDS);
                assertThat(raw.rest()).doesNotContain("id: 20000\n", "event: end");
            }
            try (Raw raw = Raw.open(impatient.socket())) {
                raw.send("GET /v1/connections/c-1/notifications HTTP/1.1\r\nHost: dialtone\r\n"
                        + "Last-Event-ID: 19999\r\n\r\n");
                assertThat(begin(raw)).contains("id: 19999\n", "\"seq\":20000");
                assertThat(raw.until("}\n\n")).contains("id: 20000\n");
            }
        }
    }

    @Test
    void clientThatReads_isNotCutOffWhileNothingHappens(@TempDir Path directory) throws Exception {
        Duration limit = Duration.ofMillis(100);
        try (Daemon impatient = Daemon.start(
                        SocketClaim.of(directory.resolve("i.sock")), Callers.ofSystem(), false, manager::view, limit);
                Raw raw = Raw.open(impatient.socket())) {
            CompletableFuture<Void> cut = new CompletableFuture<>();
            connection.whenUnwatched(() -> cut.complete(null));
            raw.send("GET /v1/connections/c-1/notifications HTTP/1.1\r\nHost: dialtone\r\n\r\n");
            assertThat(begin(raw)).contains("200");
            assertThatThrownBy(() -> cut.get(400, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            connection.say(ConnectionState.OPEN_PORT);
            assertThat(raw.until("}\n\n")).contains("id: 1\n");
        }
    }

    private String post(String path, String body) throws IOException {
        return Raw.exchange(daemon.socket(), Raw.request("POST /v1/connections/c-1/" + path, "", body));
    }

    @Test
    void release_answers202WithTheStatus() throws IOException {
        connection.connect();
        connection.hold();
        assertThat(post("release", "")).startsWith("HTTP/1.1 202 ").contains("\"references\":1");
        assertThat(post("release", "")).startsWith("HTTP/1.1 202 ").contains("\"references\":0", "\"cause\":631");
    }

    @Test
    void acknowledgement_isPassedOn() throws IOException {
        connection.say(ConnectionState.OPEN_PORT);
        assertThat(post("acknowledge", "{\"seq\":1}"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("{}\n");
        assertThat(connection.acknowledged).containsExactly(1L);
        assertThat(post("acknowledge", "{}")).startsWith("HTTP/1.1 400 ").contains("seq: is missing");
        assertThat(post("acknowledge", "{\"seq\":1,\"x\":1}")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void answer_isTakenOnceWithItsSecret_P3() throws Exception {
        connection.pause(
                RasError.AUTHENTICATION_FAILURE,
                new Prompt(Prompt.Wants.CREDENTIALS, "Who?", List.of(), Instant.ofEpochSecond(1_800_000_000)));
        assertThat(Raw.exchange(daemon.socket(), Raw.request("GET /v1/connections/c-1", "", "")))
                .contains("\"reason\":691", "\"prompt\":{\"wants\":\"credentials\"");
        String unknown = "{\"seq\":1,\"fields\":{\"user\":\"bob\"},\"secret\":\"s-nobodys\"}";
        assertThat(post("answer", unknown)).startsWith("HTTP/1.1 400 ").contains("secret: the reference is unknown");
        assertThat(post("answer", "{\"seq\":1,\"fields\":{\"user\":7}}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("fields.user: must be text");
        assertThat(post("answer", "{\"seq\":1,\"fields\":{\"user\":\"a\\u0007\"}}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("user: is longer than");
        String reference = Json.object(Raw.exchange(
                                daemon.socket(),
                                Raw.request("POST /v1/secrets", "Content-Type: application/octet-stream\r\n", "pw"))
                        .replaceFirst("(?s).*\r\n\r\n", ""))
                .text("secret");
        String known = unknown.replace("s-nobodys", reference);
        assertThat(post("answer", known)).startsWith("HTTP/1.1 200 ").contains("\"state\":\"AuthRetry\"");
        assertThat(connection.answers.take()).isEqualTo("{user=bob}pw");
        assertThat(post("answer", "{\"seq\":1}"))
                .startsWith("HTTP/1.1 409 ")
                .contains("\"error\":183", "already answered");
    }

    @Test
    void lease_isBrokenByTheSocketsEnd() throws Exception {
        Raw raw = Raw.open(daemon.socket());
        raw.send(LEASE);
        assertThat(raw.until("}\n")).contains("200 OK").contains("{\"lease\":\"l-");
        assertThat(manager.closedViews).isEmpty();
        long began = System.nanoTime();
        raw.close();
        assertThat(manager.closedViews.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void lease_isGivenUpByTheBodysEnd() throws Exception {
        try (Raw raw = Raw.open(daemon.socket())) {
            raw.send(LEASE);
            assertThat(raw.until("}\n")).contains("lease");
            raw.send("3\r\nabc\r\n");
            assertThat(manager.closedViews.poll(50, TimeUnit.MILLISECONDS)).isNull();
            raw.send("0\r\n\r\n");
            assertThat(raw.until("\r\n0\r\n\r\n")).endsWith("\r\n");
            assertThat(manager.closedViews.take()).isNotNull();
        }
    }

    @Test
    void brokenLease_abandonsItsDialAndIsUnknownAfterwards() throws Exception {
        Raw raw = Raw.open(daemon.socket());
        raw.send(LEASE);
        String answer = raw.until("}\n");
        String lease = Json.object(answer.substring(answer.indexOf('{'))).text("lease");
        String body = "{\"entry\":\"home\",\"lease\":\"" + lease + "\"}";
        assertThat(Raw.exchange(daemon.socket(), Raw.request("POST /v1/connections", "", body)))
                .startsWith("HTTP/1.1 201 ")
                .contains("Location: /v1/connections/c-2")
                .contains("\"state\":\"OpenPort\"");
        FakeConnection dialled = manager.dialled.take();
        CompletableFuture<Integer> cause = new CompletableFuture<>();
        dialled.watch(0, n -> cause.complete(n.cause()));
        raw.close();
        assertThat(cause.get(5, TimeUnit.SECONDS)).isEqualTo(RasError.USER_DISCONNECTION);
        Caller left = manager.closedViews.take();
        assertThat(left.uid()).isEqualTo(Callers.uidOfThisProcess());
        assertThat(left.privileged()).isTrue();
        assertThat(Raw.exchange(daemon.socket(), Raw.request("POST /v1/connections", "", body)))
                .startsWith("HTTP/1.1 400 ")
                .contains("lease: is unknown");
    }

    @Test
    void dialWithoutLease_livesOnItsOwn() throws Exception {
        String body = "{\"entry\":\"home\"}";
        assertThat(Raw.exchange(daemon.socket(), Raw.request("POST /v1/connections", "", body)))
                .startsWith("HTTP/1.1 201 ");
        assertThat(manager.dialled.take().isActive()).isTrue();
        assertThat(manager.closedViews).isEmpty();
    }

    @Test
    void hangUp_answers202WithTheStatus() throws IOException {
        connection.connect();
        assertThat(Raw.exchange(daemon.socket(), Raw.request("DELETE /v1/connections/c-1", "", "")))
                .startsWith("HTTP/1.1 202 ")
                .contains("\"connection\":\"c-1\"");
    }

    @Test
    void secret_isUsedOnce() throws Exception {
        String answer = Raw.exchange(
                daemon.socket(), Raw.request("POST /v1/secrets", "Content-Type: application/octet-stream\r\n", "pw"));
        String reference = Json.object(answer.substring(answer.indexOf('{'))).text("secret");
        String body = "{\"entry\":\"home\",\"secret\":\"" + reference + "\"}";
        assertThat(Raw.exchange(daemon.socket(), Raw.request("POST /v1/connections", "", body)))
                .startsWith("HTTP/1.1 201 ");
        assertThat(manager.passwords.take()).isEqualTo("pw");
        assertThat(manager.requests.take()).extracting(DialRequest::entry).isEqualTo("home");
        assertThat(Raw.exchange(daemon.socket(), Raw.request("POST /v1/connections", "", body)))
                .startsWith("HTTP/1.1 400 ")
                .contains("secret: the reference is unknown");
    }

    @Test
    void endingDaemon_givesTheLastEvents() throws Exception {
        connection.connect();
        try (Raw raw = open("/v1/connections/c-1/notifications", "");
                Raw events = open("/v1/events", "")) {
            assertThat(raw.until(
                            "Connected\",\"code\":8192,\"group\":\"terminal\",\"error\":0,\"completion\":true}\n\n"))
                    .contains("id: 3");
            assertThat(events.until(": dialtone\n\n")).contains("200");
            daemon.refuse();
            connection.disconnect(RasError.MANAGER_STOPPED);
            manager.event(EventKind.DISCONNECTION, connection, RasError.MANAGER_STOPPED);
            daemon.close();
            assertThat(raw.until("\r\n0\r\n\r\n")).contains("\"cause\":834", "event: end");
            assertThat(events.until("\r\n0\r\n\r\n")).contains("\"cause\":834", "event: end\ndata: {\"seq\":1}");
        }
        assertThat(daemon.socket()).doesNotExist();
    }
}
