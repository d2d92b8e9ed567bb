package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Json;
import dev.dialtone.api.Wire;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.Misbehaviour.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the daemon answers is what `docs/api/openapi.yaml` says, for every path.
class OpenApiTest {
    private static final Path FILE = Path.of("..", "docs", "api", "openapi.yaml");

    private final OpenApi api = new OpenApi(FILE);
    private final Rig rig = new Rig();
    private final Daemon daemon = Daemon.start(rig.places().resolve("sock"), rig.manager()::view);
    private final Set<String> tried = new TreeSet<>();

    @AfterEach
    void end() {
        daemon.refuse();
        rig.manager().close();
        daemon.close();
        rig.close();
    }

    /// Sends a request to a path of the description and checks the answer.
    private RawHttp.Answer send(String operation, Map<String, String> variables, String body, int status)
            throws IOException {
        String[] words = operation.split(" ", 2);
        String path = words[1];
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            path = path.replace("{" + variable.getKey() + "}", variable.getValue());
        }
        String type = path.equals("/v1/secrets") ? "application/octet-stream" : "application/json";
        RawHttp.Answer answer = RawHttp.send(daemon.socket(), words[0], path, type, body);
        assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(status);
        api.check(operation, answer);
        tried.add(operation);
        return answer;
    }

    private RawHttp.Answer get(String path, int status) throws IOException {
        return send("GET " + path, Map.of(), "", status);
    }

    private String secret() throws IOException {
        return Json.object(send("POST /v1/secrets", Map.of(), "a-password-of-tests", 201)
                        .body())
                .text("secret");
    }

    @Test
    void everyOperation_answersAsDescribed() throws Exception {
        get("/v1/manager", 200);
        get("/v1/devices", 200);
        get("/v1/doctor", 200);
        get("/v1/metrics", 200);
        send("GET /v1/errors/{number}", Map.of("number", "691"), "", 200);
        send("GET /v1/errors/{number}", Map.of("number", "1"), "", 404);
        send("GET /v1/errors/{number}", Map.of("number", "x"), "", 400);
        phoneBook();
        connections();
        leases();
        history();
        assertThat(tried).as("operations that were tried").isEqualTo(api.operations());
    }

    private void history() throws IOException {
        get("/v1/history", 200);
        for (String query : Set.of(
                "entry=office&failures=true&error=648&state=AuthNotify&limit=1",
                "since=2026-11-22T08:00:00Z&until=2999-01-01T00:00:00%2B01:00")) {
            RawHttp.Answer answer = RawHttp.send(daemon.socket(), "GET", "/v1/history?" + query, "");
            assertThat(answer.status()).as("%s: %s", query, answer.body()).isEqualTo(200);
            api.check("GET /v1/history", answer);
            assertThat(Json.object(answer.body()).objects("connections")).isNotEmpty();
        }
        for (String wrong : Set.of("since=yesterday", "failures=1", "error=-1", "state=Nowhere", "limit=x", "seq=1")) {
            RawHttp.Answer answer = RawHttp.send(daemon.socket(), "GET", "/v1/history?" + wrong, "");
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).contains(wrong.split("=", 2)[0]);
            api.check("GET /v1/history", answer);
        }
    }

    private void phoneBook() throws IOException {
        Map<String, String> office = Map.of("name", "office");
        String entry = Json.text(Wire.of(rig.entry("office")
                .with(EntryOption.AUTHENTICATION, "mschapv2,pap")
                .with(EntryOption.USERS, "1000")));
        send("GET /v1/entries/{name}", office, "", 404);
        api.fits("EntryToSet", entry);
        send("PUT /v1/entries/{name}", office, entry, 200);
        send("PUT /v1/entries/{name}", office, "{\"options\":{\"port\":0}}", 400);
        send("PUT /v1/entries/{name}", office, "{\"options\":{\"prot\":1}}", 400);
        send("PUT /v1/entries/{name}", office, "{", 400);
        send("PUT /v1/entries/{name}", Map.of("name", "a%3Cb"), "{}", 400);
        send("GET /v1/entries/{name}", office, "", 200);
        send("GET /v1/entries/{name}/text", office, "", 200);
        Map<String, String> noted = Map.of("name", "noted");
        send("PUT /v1/entries/{name}/text", noted, "{\"lines\":[\"# a note\",\"server = \\\"h\\\"\",\"\"]}", 200);
        send("PUT /v1/entries/{name}/text", noted, "{\"lines\":[\"port = 0\"]}", 422);
        send("PUT /v1/entries/{name}/text", noted, "{}", 400);
        send("GET /v1/entries/{name}/text", Map.of("name", "nobody"), "", 404);
        get("/v1/entries", 200);
        String credentials = "/v1/entries/{name}/credentials";
        send("GET " + credentials, office, "", 200);
        send("PUT " + credentials, office, "{\"user\":\"ann\",\"secret\":\"" + secret() + "\"}", 200);
        send("PUT " + credentials, office, "{\"user\":\"ann\",\"secret\":\"s-unknown\"}", 400);
        send("PUT " + credentials + "/proxy", office, "{\"secret\":\"" + secret() + "\"}", 200);
        send("PUT " + credentials + "/proxy", office, "{}", 400);
        send("PUT " + credentials + "/proxy", Map.of("name", "nobody"), "{\"secret\":\"" + secret() + "\"}", 404);
        send("PUT " + credentials + "/client-key", office, "{\"secret\":\"" + secret() + "\"}", 422);
        send("PUT " + credentials + "/client-key", office, "{}", 400);
        send("DELETE " + credentials, office, "", 200);
        send("DELETE /v1/entries/{name}", Map.of("name", "nobody"), "", 404);
        String rename = "POST /v1/entries/{name}/rename";
        send(rename, Map.of("name", "nobody"), "{\"name\":\"somebody\"}", 404);
        send(rename, office, "{\"name\":\"office\"}", 409);
        send(rename, office, "{\"name\":\"a<b\"}", 400);
        send(rename, office, "{}", 400);
        send(rename, office, "{\"name\":\"work\"}", 200);
        send(rename, Map.of("name", "work"), "{\"name\":\"office\"}", 200);
        send("PUT " + credentials, office, "{\"user\":\"ann\",\"secret\":\"" + secret() + "\"}", 200);
    }

    private void connections() throws Exception {
        String dial = "POST /v1/connections";
        send(dial, Map.of(), "{\"entry\":\"nobody\"}", 404);
        send(dial, Map.of(), "{}", 400);
        send(dial, Map.of(), "{\"entry\":\"office\",\"dialTimeoutMillis\":1}", 400);
        Halt.LCP.arm(rig);
        send(dial, Map.of(), "{\"entry\":\"office\",\"options\":{\"background\":true,\"bound\":true}}", 400);
        String request = "{\"entry\":\"office\",\"dialTimeoutMillis\":60000,"
                + Json.text(Map.of("options", Wire.of(DialOptions.STANDARD))).substring(1);
        api.fits("Dial", request);
        RawHttp.Answer dialled = send(dial, Map.of(), request, 201);
        String id = Json.object(dialled.body()).text("connection");
        assertThat(dialled.headers()).containsEntry("location", "/v1/connections/" + id);
        Map<String, String> target = Map.of("target", id);
        Halt.LCP.await(rig);
        send(dial, Map.of(), request, 409);
        send("GET /v1/connections/{target}/projection", target, "", 422);
        send("POST /v1/connections/{target}/acknowledge", target, "{\"seq\":1}", 200);
        send("POST /v1/connections/{target}/acknowledge", target, "{\"sequence\":1}", 400);
        String answer = "{\"seq\":1,\"fields\":{\"user\":\"ann\"},\"secret\":\"" + secret() + "\"}";
        api.fits("Answer", answer);
        send("POST /v1/connections/{target}/answer", target, answer, 400);
        send("POST /v1/connections/{target}/answer", target, "{\"seq\":1,\"fields\":[]}", 400);
        get("/v1/connections", 200);
        Halt.LCP.release(rig);
        assertThat(rig.manager().connection(id).completion().join().isConnected())
                .isTrue();

        send("GET /v1/connections/{target}", target, "", 200);
        send("GET /v1/connections/{target}/projection", target, "", 200);
        capture(id);
        send("DELETE /v1/entries/{name}", Map.of("name", "office"), "", 409);
        get("/v1/connections", 200);
        send(dial, Map.of(), request, 201);
        send("POST /v1/connections/{target}/release", target, "", 202);
        send("POST /v1/connections/{target}/release", Map.of("target", "c-unknown"), "", 404);
        send("DELETE /v1/connections/{target}", Map.of("target", "c-unknown"), "", 404);
        send("DELETE /v1/connections/{target}", target, "", 202);
        stream("GET /v1/connections/{target}/notifications", target, "?since=0", "", "event: end", "Notification");
        stream("GET /v1/connections/{target}/notifications", target, "?since=last", "", "event: end", "Notification");
        stream("GET /v1/events", Map.of(), "?since=0", "", "disconnection", "AccessEvent");
        RawHttp.Answer followed = stream(dial, Map.of(), "", request, "\"state\":\"Connected\"", "Notification");
        assertThat(followed.status()).isEqualTo(201);
        assertThat(followed.headers().get("location")).startsWith("/v1/connections/c-");
        assertThat(followed.body()).contains("event: status\n", "\nid: 1\n");
        send("DELETE /v1/connections/{target}", Map.of("target", "office"), "", 202);
        rig.manager().connection("office").hangUp().join();
        confirmation();
        send("GET /v1/connections/{target}/log", target, "", 200);
        send("GET /v1/connections/{target}", target, "", 200);
        send("GET /v1/connections/{target}", Map.of("target", "office"), "", 200);

        rig.answerer().misbehave(Misbehaviour.of(AnswererStep.AUTH_RESPONSE, Kind.AUTH_FAILURE));
        id = Json.object(send(dial, Map.of(), request, 201).body()).text("connection");
        rig.manager().connection(id).completion().join();
        send("GET /v1/connections/{target}", Map.of("target", id), "", 200);
        send("GET /v1/connections/{target}/log", Map.of("target", id), "", 200);
        send("DELETE /v1/entries/{name}", Map.of("name", "office"), "", 200);
    }

    private void confirmation() throws Exception {
        String confirm = "POST /v1/connections/{target}/confirm";
        String request = "{\"entry\":\"office\",\"options\":{\"confirmWithinMillis\":600000}}";
        api.fits("Dial", request);
        String id = Json.object(
                        send("POST /v1/connections", Map.of(), request, 201).body())
                .text("connection");
        Map<String, String> waiting = Map.of("target", id);
        rig.manager().connection(id).completion().join();
        assertThat(send("GET /v1/connections/{target}", waiting, "", 200).body())
                .contains("confirmUntil");
        assertThat(send("GET /v1/connections/{target}/log", waiting, "", 200).body())
                .contains("confirmUntil");
        assertThat(send(confirm, waiting, "", 200).body()).doesNotContain("confirmUntil");
        send(confirm, waiting, "", 409);
        rig.manager().connection(id).hangUp().join();
        send(confirm, waiting, "", 400);
        send(confirm, Map.of("target", "c-unknown"), "", 404);
    }

    /// Reads a stream of events until one says the words, and checks the data of each.
    private RawHttp.Answer stream(
            String operation, Map<String, String> variables, String query, String body, String words, String schema)
            throws IOException {
        String path = operation.replace("{target}", variables.getOrDefault("target", ""));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String fields = "Accept: text/event-stream\r\n"
                + (bytes.length == 0
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n");
        String head = path + query + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
        // the event with the words, whole
        RawHttp.Answer answer = RawHttp.exchange(daemon.socket(), head, bytes, text -> {
            int at = text.indexOf(words);
            return at >= 0 && text.indexOf("\n\n", at) > 0;
        });
        assertThat(answer.status()).isLessThan(300);
        api.check(operation, answer);
        tried.add(operation);
        int data = 0;
        for (String event : answer.body().split("\n\n")) {
            for (String line : event.split("\n")) {
                if (line.startsWith("data: ")) {
                    data++;
                    String of = event.contains("event: status\n")
                            ? "Status"
                            : event.startsWith("event: ") ? "StreamEnd" : schema;
                    api.fits(of, line.substring("data: ".length()));
                }
            }
        }
        assertThat(data).isGreaterThan(1);
        return answer;
    }

    private void capture(String id) throws IOException {
        String operation = "GET /v1/connections/{target}/capture";
        String head = "GET /v1/connections/" + id + "/capture?control=true&count=9&seconds=1 HTTP/1.1\r\n"
                + "Host: localhost\r\nConnection: close\r\n\r\n";
        RawHttp.Answer answer = RawHttp.exchange(daemon.socket(), head, new byte[0], _ -> false);
        assertThat(answer.status()).isEqualTo(200);
        api.check(operation, answer);
        tried.add(operation);
        send(operation, Map.of("target", "c-unknown"), "", 404);
    }

    private void leases() throws IOException {
        String head = "POST /v1/leases HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
        RawHttp.Answer answer = RawHttp.exchange(daemon.socket(), head, new byte[0], text -> text.contains("\"}\n"));
        api.check("POST /v1/leases", answer);
        tried.add("POST /v1/leases");
    }

    @Test
    void everyPath_knowsExactlyTheMethodsThatAreDescribed() throws IOException {
        for (String path : api.paths()) {
            String concrete = path.replaceAll("\\{[a-z]+}", "x");
            RawHttp.Answer answer = RawHttp.send(daemon.socket(), "PATCH", concrete, "{}");
            assertThat(answer.status()).as(path).isEqualTo(405);
            api.fits("Error", answer.body());
            Set<String> described = api.operations().stream()
                    .filter(operation -> operation.endsWith(" " + path))
                    .map(operation -> operation.substring(0, operation.indexOf(' ')))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(Set.of(answer.headers().get("allow").split(", ")))
                    .as(path)
                    .isEqualTo(described);
        }
        RawHttp.Answer answer = RawHttp.send(daemon.socket(), "GET", "/v1/nothing", "");
        assertThat(answer.status()).isEqualTo(404);
        api.fits("Error", answer.body());
    }

    @Test
    void whatIsNotHttpOrTooMuch_isRefusedAsDescribed() throws IOException {
        byte[] none = new byte[0];
        RawHttp.Answer browser = RawHttp.exchange(
                daemon.socket(),
                "GET /v1/manager HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n",
                none,
                _ -> false);
        assertThat(browser.status()).isEqualTo(403);
        api.fits("Error", browser.body());
        RawHttp.Answer rebound = RawHttp.exchange(
                daemon.socket(),
                "GET /v1/manager HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
                none,
                _ -> false);
        assertThat(rebound.status()).isEqualTo(403);
        RawHttp.Answer type = RawHttp.send(daemon.socket(), "POST", "/v1/secrets", "text/plain", "x");
        assertThat(type.status()).isEqualTo(415);
        api.fits("Error", type.body());
        byte[] huge = new byte[1024 * 1024 + 1];
        Arrays.fill(huge, (byte) ' ');
        RawHttp.Answer large =
                RawHttp.send(daemon.socket(), "POST", "/v1/connections", new String(huge, StandardCharsets.US_ASCII));
        assertThat(large.status()).isEqualTo(413);
        api.fits("Error", large.body());
        RawHttp.Answer broken = RawHttp.exchange(daemon.socket(), "nonsense\r\n\r\n", none, _ -> false);
        assertThat(broken.status()).isEqualTo(400);
        api.fits("Error", broken.body());
    }

    @Test
    void examples_fitTheirSchemas() {
        assertThat(api.checkExamples()).isGreaterThan(20);
    }

    @Test
    void everyOptionOfAnEntry_isDescribed() throws IOException {
        Set<String> keys = Arrays.stream(EntryOption.values())
                .map(EntryOption::key)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(api.properties("Options")).isEqualTo(keys);
        assertThat(Files.readString(FILE).toLowerCase(Locale.ROOT)).doesNotContain("todo");
    }
}
