package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a daemon sends of a capture, well-formed or not. The bytes of blocks here are plain ASCII.
@Timeout(20)
class RemoteCaptureTest {
    private ScriptedDaemon daemon;
    private RemoteClient client;

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        daemon = ScriptedDaemon.listen(directory.resolve("d.sock"));
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        daemon.close();
    }

    /// A block of 16 bytes.
    private static String block(String body) {
        assertThat(body).hasSize(4);
        return "\u0009\0\0\0\u0010\0\0\0" + body + "\u0010\0\0\0";
    }

    private static String chunk(String bytes) {
        return Integer.toHexString(bytes.length()) + "\r\n" + bytes + "\r\n";
    }

    private Capture capture(String body) {
        client = daemon.client(
                List.of(""), _ -> "HTTP/1.1 200 OK\r\nDialtone-Api: 1\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        return client.capture("my office", new CaptureOptions(true, 5, Duration.ofSeconds(6)));
    }

    private static String all(Capture capture) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece = capture.next(); piece != null; piece = capture.next()) {
            assertThat(piece.length % 16).as("whole blocks").isZero();
            all.writeBytes(piece);
        }
        return all.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void blocks_areWhole_howeverTheyCome() {
        String three = block("aaaa") + block("bbbb") + block("cccc");
        String body =
                chunk(three.substring(0, 3)) + chunk(three.substring(3, 20)) + chunk(three.substring(20)) + "0\r\n\r\n";
        assertThat(all(capture(body))).isEqualTo(three);
        assertThat(daemon.asked)
                .anyMatch(line ->
                        line.startsWith("GET /v1/connections/my%20office/capture?control=true&count=5&seconds=6 "));
    }

    @Test
    void answerThatBreaksOff_isADeadManager_andNotAnEnd() {
        Capture capture = capture(chunk(block("aaaa")) + "20\r\n" + block("bbbb"));
        assertThat(capture.next()).hasSize(16);
        assertThat(capture.next()).hasSize(16);
        assertThatThrownBy(capture::next).isInstanceOf(NoManagerException.class);
    }

    @Test
    void whatIsNoBlock_isRefused() {
        for (String wrong : List.of(
                "\0\0\0\0\0\0\0\0\0\0\0\0",
                block("aaaa").substring(0, 12) + "zzzz",
                block("aaaa").substring(0, 9))) {
            Capture capture = capture(chunk(wrong) + "0\r\n\r\n");
            assertThatThrownBy(capture::next).isInstanceOf(RasException.class).hasMessageContaining("is not a manager");
            client.close();
        }
    }

    @Test
    void closedWhileSomebodyWaits_givesNull() {
        Capture capture = capture(chunk(block("aaaa")) + "HOLD");
        assertThat(capture.next()).hasSize(16);
        CompletableFuture<Boolean> over = CompletableFuture.supplyAsync(() -> capture.next() == null);
        capture.close();
        assertThat(over.join()).isTrue();
        assertThat(capture.next()).isNull();
        capture.close();
    }
}
