package dev.dialtone.client;

import static dev.dialtone.client.ScriptedDaemon.event;
import static dev.dialtone.client.ScriptedDaemon.json;
import static dev.dialtone.client.ScriptedDaemon.stream;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever listens on the socket need not be a daemon of ours.
@Timeout(20)
class HostileDaemonTest {
    private Path socket = Path.of("");
    private ScriptedDaemon daemon;

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        socket = directory.resolve("d.sock");
        daemon = ScriptedDaemon.listen(socket);
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    private RemoteClient client(List<String> streams) {
        return daemon.client(streams);
    }

    private void connectIsRefused(String answer, String words) {
        daemon.answer(line -> answer);
        assertThatThrownBy(() -> RemoteClient.connect(socket))
                .isInstanceOf(RasException.class)
                .hasMessageContaining(words)
                .hasMessageContaining(socket.toString());
    }

    @Test
    void nobody_isNoManager() throws IOException {
        daemon.die();
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
                stream(0, event(1, "OpenPort", "") + "id: 2\ndata: {\"seq\""),
                stream(1, event(1, "OpenPort", "") + event(2, "PortOpened", "")),
                stream(2, event(3, "Connected", ",\"completion\":true") + "event: end\ndata: {\"seq\":3}\n\n")));
        BlockingQueue<Notification> seen = new LinkedBlockingQueue<>();
        Connection connection = client.dial(DialRequest.of("e"), seen::add);
        assertThat(connection.completion().get(5, TimeUnit.SECONDS).seq()).isEqualTo(3);
        assertThat(List.of(seen.take().seq(), seen.take().seq(), seen.take().seq()))
                .containsExactly(1L, 2L, 3L);
        assertThat(daemon.asked.stream()
                        .filter(a -> a.contains("/notifications "))
                        .map(HostileDaemonTest::lastId))
                .containsExactly("1", "2");
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
        RemoteClient client = client(List.of(stream(0, event(1, "OpenPort", "")), stream(1, "")));
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
                "event: status\ndata: {}\n\n",
                "data: [[[\n\n",
                "data: {\"a\":" + "[".repeat(500_000) + "\n\n",
                "HTTP/1.1 500 x\r\n\r\n")) {
            RemoteClient client = client(List.of(stream(0, bad)));
            Notification completion =
                    client.dial(DialRequest.of("e"), _ -> {}).completion().get(5, TimeUnit.SECONDS);
            // no state was ever told, so there is none for an error to be in (N3)
            assertThat(completion.state()).as(bad).isEqualTo(ConnectionState.DISCONNECTED);
            assertThat(completion.cause()).as(bad).isEqualTo(RasError.MANAGER_STOPPED);
            assertThat(completion.seq()).isEqualTo(1);
            client.close();
        }
    }

    @Test
    void streamThatBeginsWithNoStatus_isNoManagers() {
        for (String bad : List.of(
                event(1, "OpenPort", ""),
                "event: status\ndata: " + ScriptedDaemon.STATUS + "\n\n",
                "id: 0\nevent: status\ndata: {\"seq\":1}\n\n",
                "id: 0\nevent: status\ndata: {\"a\":" + "[".repeat(500_000) + "\n\n")) {
            RemoteClient client = client(List.of(stream(bad)));
            assertThatThrownBy(() -> client.dial(DialRequest.of("e"), _ -> {}))
                    .as(bad)
                    .isInstanceOf(RasException.class)
                    .hasMessageContaining("is not a manager");
            client.close();
        }
    }

    @Test
    void streamThatEndsBeforeItsStatus_isNoDial() {
        RemoteClient client = client(List.of(stream(": dialtone\n\n")));
        assertThatThrownBy(() -> client.dial(DialRequest.of("e"), _ -> {})).isInstanceOf(NoManagerException.class);
        client.close();
    }
}
