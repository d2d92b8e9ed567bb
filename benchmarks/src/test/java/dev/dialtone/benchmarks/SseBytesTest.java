package dev.dialtone.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseBytesTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static List<String> events(String stream, int piece) throws IOException {
        List<String> events = new ArrayList<>();
        SseBytes bytes = new SseBytes();
        byte[] all = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < all.length; at += piece) {
            bytes.take(
                    ByteBuffer.wrap(all, at, Math.min(piece, all.length - at)),
                    (name, id, data) -> events.add(name + "/" + id + "/" + data));
        }
        return events;
    }

    @Test
    void decodesTheSame_howeverTheBytesAreCut() throws IOException {
        String stream = HEAD + chunk(": dialtone\n\n") + chunk("id: 1\ndata: {\"seq\":1}\n\nid: 2\nda")
                + chunk("ta: {\"seq\":2}\n\n") + chunk(": \n\n") + chunk("event: end\ndata: {\"seq\":2}\n\n")
                + "0\r\n\r\n";
        for (int piece = 1; piece <= stream.length(); piece++) {
            assertThat(events(stream, piece)).containsExactly("/1/{\"seq\":1}", "/2/{\"seq\":2}", "end/2/{\"seq\":2}");
        }
    }

    @Test
    void rejectsARefusal() {
        assertThatThrownBy(() -> events("HTTP/1.1 404 Not Found\r\n\r\n", 7)).hasMessageContaining("404");
    }
}
