package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.RasException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsDoorTest {
    private static final String PAGE = "# TYPE up gauge\nup 1\n";

    private final MetricsDoor door = MetricsDoor.open(0, () -> PAGE);
    private final int port = URI.create(door.address()).getPort();

    @AfterEach
    void end() {
        door.close();
    }

    private String ask(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path, String... fields) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + String.join("", fields) + "\r\n");
    }

    @Test
    void metrics_areGivenInTheFormatsOwnType() throws Exception {
        String answer = get("/metrics");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .endsWith("\r\n\r\n" + PAGE);
        assertThat(get("/metrics?x=1")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: localhost:9\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /// SECURITY: nothing of the API is here, and no page of the web gets what is.
    @Test
    void whatAWebPageSends_andAllElse_isRefused() throws Exception {
        for (String path : List.of("/", "/v1/connections", "/v1/metrics", "/metrics/", "/%6detrics")) {
            assertThat(get(path)).as(path).startsWith("HTTP/1.1 404 ");
        }
        for (String field : List.of(
                "Origin: http://evil.example\r\n",
                "Origin: null\r\n",
                "Referer: http://127.0.0.1/\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "Access-Control-Request-Method: GET\r\n")) {
            assertThat(get("/metrics", field)).as(field).startsWith("HTTP/1.1 403 ");
        }
        // a name that was made to point here
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: evil.example:" + port + "\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(ask("GET http://evil.example/metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(ask("POST /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("allow: GET\r\n");
    }

    @Test
    void door_isOnTheLoopbackAlone() throws Exception {
        assertThat(door.address()).isEqualTo("http://127.0.0.1:" + port + "/metrics");
        for (NetworkInterface link : java.util.Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : java.util.Collections.list(link.getInetAddresses())) {
                if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> new Socket(address, port).close())
                            .as("%s", address)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void tooManyConnections_areClosed_andTheNextOneAfterThemIsAnswered() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < MetricsDoor.MOST_CONNECTIONS; i++) {
                idle.add(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
            }
            // they are not counted in the order in which they came
            awaitVisits(MetricsDoor.MOST_CONNECTIONS);
            try (Socket over = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                InputStream in = over.getInputStream();
                assertThat(in.read()).as("closed without an answer").isEqualTo(-1);
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        assertThat(answeredAtLast()).startsWith("HTTP/1.1 200 ");
    }

    // the server sees the others' ends a moment later
    private String answeredAtLast() throws IOException {
        String answer = "";
        for (int i = 0; i < 1000 && answer.isEmpty(); i++) {
            try {
                answer = get("/metrics");
            } catch (IOException e) {
                answer = "";
            }
        }
        return answer;
    }

    /// SECURITY: who comes and goes, many times over, leaves nothing behind until its time would have been up.
    @Test
    void connectionThatIsGone_leavesNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close();
        }
        assertThat(answeredAtLast()).startsWith("HTTP/1.1 200 ");
        awaitVisits(0);
    }

    private void awaitVisits(int count) {
        long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (door.visits() != count && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(door.visits()).isEqualTo(count);
    }

    @Test
    void portThatIsTaken_is711() {
        assertThatThrownBy(() -> MetricsDoor.open(port, () -> PAGE))
                .isInstanceOf(RasException.class)
                .hasMessageContaining(Integer.toString(port))
                .satisfies(e -> assertThat(((RasException) e).error()).isEqualTo(711));
    }

    @Test
    void text_isMadeOnceInAWhile_howeverManyAsk() {
        AtomicInteger made = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        RecentText text = new RecentText(() -> "text " + made.incrementAndGet(), Duration.ofSeconds(1), now::get);
        assertThat(text.get()).isEqualTo("text 1");
        now.addAndGet(999_999_999);
        assertThat(text.get()).isEqualTo("text 1");
        now.addAndGet(1);
        assertThat(text.get()).isEqualTo("text 2");
    }
}
