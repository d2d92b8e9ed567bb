package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Connection;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.DialRequest;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.Notification;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever listens on the socket need not be a daemon of ours.
@Timeout(20)
class HostileDaemonTest {
    private static final String STATUS = "{\"connection\":\"c-1\",\"entry\":\"e\",\"protocol\":\"sstp\","
            + "\"state\":\"OpenPort\",\"error\":0,\"active\":true,\"attempt\":1,\"seq\":0,\"owner\":0,"
            + "\"started\":\"2026-01-01T00:00:00Z\",\"deviceType\":\"vpn\",\"deviceName\":\"SSTP\"}";

    private Path socket = Path.of("");
    private ServerSocketChannel server;
    private volatile Function<String, String> answers = line -> "";
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        socket = directory.resolve("d.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /// Answers the first line of each request, then closes; an answer that ends in `HOLD` keeps the
    /// connection.
    private void answer(SocketChannel client) {
        try (client) {
            ChannelInput in = new ChannelInput(client);
            String line = Lines.read(in, 1000).orElse("");
            String fields = "";
            for (String field = Lines.read(in, 1000).orElse("");
                    !field.isEmpty();
                    field = Lines.read(in, 1000).orElse("")) {
                fields += field + "\n";
            }
            asked.add(line + "\n" + fields);
            String answer = answers.apply(line);
            boolean hold = answer.endsWith("HOLD");
            Http.write(client, hold ? answer.substring(0, answer.length() - 4) : answer);
            if (hold) {
                int ignored = in.read();
                assertThat(ignored).isNotEqualTo(-2);
            }
        } catch (IOException e) {
            // the client has had enough
        }
    }

    private static String json(String body) {
        return "HTTP/1.1 200 OK\r\nDialtone-Api: 1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String stream(String events) {
        return "HTTP/1.1 200 OK\r\nDialtone-Api: 1\r\nContent-Type: text/event-stream\r\n\r\n" + events;
    }

    private static String event(int seq, String state, String more) {
        return "id: " + seq + "\ndata: {\"seq\":" + seq + ",\"time\":\"2026-01-01T00:00:00Z\",\"connection\":\"c-1\","
                + "\"entry\":\"e\",\"attempt\":1,\"subEntry\":1,\"state\":\"" + state + "\",\"error\":0" + more
                + "}\n\n";
    }

    /// A daemon that knows one connection, whose streams are the given ones, one after the other, the
    /// last for ever.
    private RemoteClient client(List<String> streams) {
        AtomicInteger next = new AtomicInteger();
        answers = line -> {
            if (line.startsWith("GET /v1/manager ")) {
                return json("{\"version\":\"x\",\"pid\":1,\"api\":1}");
            }
            if (line.startsWith("POST /v1/leases ")) {
                return stream("{\"lease\":\"l\"}\nHOLD");
            }
            if (line.contains("/notifications ")) {
                return streams.get(Math.min(next.getAndIncrement(), streams.size() - 1));
            }
            return json(STATUS);
        };
        return RemoteClient.connect(socket);
    }

    private void connectIsRefused(String answer, String words) {
        answers = line -> answer;
        assertThatThrownBy(() -> RemoteClient.connect(socket))
                .isInstanceOf(RasException.class)
                .hasMessageContaining(words)
                .hasMessageContaining(socket.toString());
    }

    @Test
    void nobody_isNoManager() throws IOException {
        server.close();
        assertThatThrownBy(() -> RemoteClient.connect(socket))
                .isInstanceOf(NoManagerException.class)
                .hasMessageContaining(socket.toString());
        Files.delete(socket);
        assertThatThrownBy(() -> RemoteClient.connect(socket)).isInstanceOfSatisfying(NoManagerException.class, e -> {
            assertThat(e).hasMessageContaining(socket + " (there is no socket)");
            assertThat(e.detail().advice()).contains("dialtone daemon");
            assertThat(e.error()).isEqualTo(RasError.MANAGER_CANNOT_INITIALIZE);
        });
    }

    @Test
    void pathTooLongForASocket_isNoManager() {
        Path tooLong = socket.resolveSibling("x".repeat(200));
        assertThatThrownBy(() -> RemoteClient.connect(tooLong)).isInstanceOf(NoManagerException.class);
    }

    @Test
    void whatIsNoManager_isRefused() {
        connectIsRefused("SSH-2.0-x\r\n", "not HTTP");
        connectIsRefused("", "ended before it answered");
        connectIsRefused("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "does not speak Dialtone's API");
        connectIsRefused("HTTP/1.1 200 OK\r\nDialtone-Api: 2\r\nContent-Length: 2\r\n\r\n{}", "version 2 of the API");
        connectIsRefused(json("nonsense"), "JSON");
        connectIsRefused(json("{\"a\":" + "[".repeat(2_000_000)), "nested too deeply");
        connectIsRefused("HTTP/1.1 200 OK\r\n" + "x".repeat(9000), "longer than");
        connectIsRefused(json("{}").replace("Content-Length: 2", "Content-Length: 20"), "ended");
    }

    @Test
    void streamThatBreaks_isResumedAfterTheLastSeqWithoutRepeat() throws Exception {
        RemoteClient client = client(List.of(
                stream(event(1, "OpenPort", "") + "id: 2\ndata: {\"seq\""),
                stream(event(1, "OpenPort", "") + event(2, "PortOpened", "")),
                stream(event(3, "Connected", ",\"completion\":true") + "event: end\ndata: {\"seq\":3}\n\n")));
        BlockingQueue<Notification> seen = new LinkedBlockingQueue<>();
        Connection connection = client.dial(DialRequest.of("e"), seen::add);
        assertThat(connection.completion().get(5, TimeUnit.SECONDS).seq()).isEqualTo(3);
        assertThat(List.of(seen.take().seq(), seen.take().seq(), seen.take().seq()))
                .containsExactly(1L, 2L, 3L);
        assertThat(asked.stream().filter(a -> a.contains("/notifications ")).map(HostileDaemonTest::lastId))
                .containsExactly("0", "1", "2");
        client.close();
    }

    private static String lastId(String asked) {
        return asked.lines()
                .filter(l -> l.startsWith("Last-Event-ID: "))
                .map(l -> l.substring(15))
                .findFirst()
                .orElse("");
    }

    @Test
    void streamsThatBringNothing_areDeathWithinASecond() throws Exception {
        RemoteClient client = client(List.of(stream(event(1, "OpenPort", "")), stream("")));
        long began = System.nanoTime();
        Notification completion =
                client.dial(DialRequest.of("e"), _ -> {}).completion().get(5, TimeUnit.SECONDS);
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(completion.error()).isEqualTo(RasError.MANAGER_STOPPED);
        assertThat(completion.state()).isEqualTo(ConnectionState.OPEN_PORT);
        assertThat(completion.seq()).isEqualTo(2);
        client.close();
    }

    @Test
    void gapOrGarbageInAStream_isNotPassedOn() throws Exception {
        for (String bad : List.of(
                event(3, "Connected", ",\"completion\":true"),
                event(1, "NoSuchState", ""),
                event(1, "Connected", "").replace("c-1", "c-2"),
                "data: [[[\n\n",
                "data: {\"a\":" + "[".repeat(500_000) + "\n\n",
                "HTTP/1.1 500 x\r\n\r\n")) {
            RemoteClient client = client(List.of(stream(bad)));
            Notification completion =
                    client.dial(DialRequest.of("e"), _ -> {}).completion().get(5, TimeUnit.SECONDS);
            assertThat(completion.error()).as(bad).isEqualTo(RasError.MANAGER_STOPPED);
            assertThat(completion.seq()).isEqualTo(1);
            client.close();
        }
    }
}
