package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no well-meaning client sends (contract E4).
@Timeout(20)
class HttpLimitsTest {
    private final FakeManager manager = new FakeManager();
    private Path socket = Path.of("");
    private Daemon daemon;

    @BeforeEach
    void start(@TempDir Path directory) {
        socket = directory.resolve("d.sock");
        daemon = Daemon.start(socket, manager::view);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void refused(String answer, int status, String words) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Dialtone-Api: 1");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(Json.object(body).number("error")).isPositive();
        assertThat(body).contains(words);
    }

    private String ask(String line, String fields, String body) throws IOException {
        return Raw.exchange(socket, Raw.request(line, fields, body));
    }

    @Test
    void unknownPath_is404() throws IOException {
        refused(ask("GET /v1/nothing", "", ""), 404, "no such path");
        refused(ask("GET /v1/connections/", "", ""), 404, "no such path");
        refused(ask("GET /", "", ""), 404, "no such path");
    }

    @Test
    void unknownMethod_is405WithAllow() throws IOException {
        String answer = ask("POST /v1/entries/a", "", "{}");
        refused(answer, 405, "DELETE, GET, PUT");
        assertThat(answer).contains("Allow: DELETE, GET, PUT");
    }

    @Test
    void largeBody_is413_whetherAnnouncedOrNot() throws IOException {
        refused(ask("POST /v1/connections", "Content-Length: 1048577\r\n", ""), 413, "larger than 1048576");
        String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
        try (Raw raw = Raw.open(socket)) {
            raw.send(Raw.request("POST /v1/connections", "Transfer-Encoding: chunked\r\n", ""));
            try {
                for (int i = 0; i < 17; i++) {
                    raw.send(chunk);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("Broken pipe");
            }
            refused(raw.rest(), 413, "larger than 1048576");
        }
    }

    @Test
    void bodyOfExactlyTheLimit_isRead() throws IOException {
        refused(ask("POST /v1/connections", "", "{\"a\":true" + " ".repeat(1_048_566) + "}"), 400, "a: is not a field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[1]",
                "{\"entry\":",
                "null",
                "\"text\"",
                "",
                "{\"entry\":\"a\"} x",
                "{\"entry\":\"a\"}}{"
            })
    void badJson_is400(String body) throws IOException {
        refused(ask("POST /v1/connections", "", body), 400, "JSON: ");
    }

    @Test
    void notJson_is400WithThePlace() throws IOException {
        refused(ask("POST /v1/connections", "", "nonsense"), 400, "JSON: ");
        refused(ask("POST /v1/connections", "", "{\"entry\":5}"), 400, "entry: must be text");
        refused(ask("POST /v1/connections", "", "{\"entri\":\"a\"}"), 400, "entri: is not a field");
        refused(
                ask("POST /v1/connections", "", "{\"entry\":\"a\",\"dialTimeoutMillis\":\"1\"}"),
                400,
                "dialTimeoutMillis: must be a whole number");
        refused(
                ask("POST /v1/connections", "", "{\"adHoc\":{\"name\":\"a\",\"options\":{\"port\":\"x\"}}}"),
                400,
                "port: is");
        refused(ask("POST /v1/connections", "", "{}"), 400, "entry: name a stored entry");
    }

    @Test
    void deepJson_is400() throws IOException {
        refused(ask("POST /v1/connections", "", "{\"a\":" + "[".repeat(500_000)), 400, "nested deeper");
    }

    @Test
    void bytesThatAreNoText_is400() throws IOException {
        refused(ask("GET /v1/entries/%FF", "", ""), 400, "UTF-8");
        assertThat(ask("GET /v1/entries/%4", "", ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("Dialtone-Api: 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example\r\n",
                "Referer: http://evil.example/x\r\n",
                "Origin: null\r\n",
                "Origin:\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "sec-fetch-site: none\r\n",
                "Sec-Fetch-Mode: navigate\r\n",
                "Sec-Fetch-Dest: document\r\n",
            })
    void browser_is403(String field) throws IOException {
        refused(ask("GET /v1/manager", field, ""), 403, "web page");
        refused(ask("PUT /v1/entries/a", field, "{}"), 403, "web page");
        assertThat(manager.entries).isEmpty();
    }

    @Test
    void preflight_isRefusedAndAllowsNothing() throws IOException {
        String asks = "Access-Control-Request-Method: PUT\r\n";
        String answer = ask("OPTIONS /v1/entries/a", asks, "");
        refused(answer, 403, "web page");
        assertThat(answer).doesNotContainIgnoringCase("Access-Control-Allow");
        String plain = ask("OPTIONS /v1/entries/a", "", "");
        refused(plain, 405, "knows only");
        assertThat(plain).doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "text/plain;application/json",
                "",
            })
    void bodyOfAFormsKind_is415AndChangesNothing(String kind) throws IOException {
        String field = "Content-Type: " + kind + "\r\n";
        refused(ask("PUT /v1/entries/a", field, "{\"options\":{\"server\":\"h\"}}"), 415, "application/json");
        assertThat(manager.entries).isEmpty();
        assertThat(ask(
                        "PUT /v1/entries/a",
                        "Content-Type: application/json; charset=utf-8\r\n",
                        "{\"options\":{\"server\":\"h\"}}"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1", "[::1]", "dialtone.evil.example:80"})
    void pageOnAReboundName_is403(String host) throws IOException {
        refused(
                Raw.exchange(socket, "GET /v1/manager HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"),
                403,
                "Host: must be localhost");
    }

    @Test
    void foreignHost_is403() throws IOException {
        refused(
                Raw.exchange(socket, "GET /v1/manager HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
                403,
                "Host: must be localhost");
        refused(
                Raw.exchange(
                        socket,
                        "GET http://evil.example/v1/manager HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                400,
                "Authority!=Host");
        refused(
                Raw.exchange(
                        socket, "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
                403,
                "Host: must be localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "dialtone", "localhost:80"})
    void ownHost_isAnswered(String host) throws IOException {
        assertThat(Raw.exchange(socket, "GET /v1/manager HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Dialtone-Api: 1")
                .contains("\"version\":\"test\"");
    }

    @Test
    void brokenRequestLine_is400InJson() throws IOException {
        refused(Raw.exchange(socket, "NONSENSE\r\n\r\n"), 400, "HTTP: ");
    }

    @Test
    void longHeader_is431InJson() throws IOException {
        refused(ask("GET /v1/manager", "X: " + "y".repeat(20_000) + "\r\n", ""), 431, "HTTP: ");
    }

    @Test
    void missingHost_isRefused() throws IOException {
        refused(Raw.exchange(socket, "GET /v1/manager HTTP/1.1\r\nConnection: close\r\n\r\n"), 400, "HTTP: ");
        refused(Raw.exchange(socket, "GET /v1/manager HTTP/1.0\r\n\r\n"), 403, "Host: must be");
    }

    @Test
    void halfRequest_holdsUpNobody() throws IOException {
        try (Raw head = Raw.open(socket);
                Raw body = Raw.open(socket)) {
            head.send("GET /v1/man");
            body.send("POST /v1/connections HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"entry\"");
            assertThat(ask("GET /v1/manager", "", "")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(ask("GET /v1/manager", "", "")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void unknownQuery_is400() throws IOException {
        refused(ask("GET /v1/doctor?entri=a", "", ""), 400, "entri is not known here");
        refused(ask("GET /v1/events?since=-1", "", ""), 400, "since: ");
    }

    @Test
    void error_isExplained() throws IOException {
        assertThat(ask("GET /v1/errors/691", "", "")).contains("\"name\":\"AUTHENTICATION_FAILURE\"");
        refused(ask("GET /v1/errors/99999", "", ""), 404, "99999");
        refused(ask("GET /v1/errors/x", "", ""), 400, "whole number");
    }

    @Test
    void secret_isLimitedAndOfItsKind() throws IOException {
        String kind = "Content-Type: application/octet-stream\r\n";
        refused(ask("POST /v1/secrets", "", "x"), 415, "application/octet-stream");
        refused(ask("POST /v1/secrets", kind, "x".repeat(4097)), 413, "4096");
        assertThat(ask("POST /v1/secrets", kind, "x".repeat(4096)))
                .startsWith("HTTP/1.1 201 ")
                .contains("\"secret\":\"s-");
    }

    @Test
    void refusingDaemon_is503() throws IOException {
        daemon.refuse();
        refused(ask("GET /v1/manager", "", ""), 503, "711");
    }
}
