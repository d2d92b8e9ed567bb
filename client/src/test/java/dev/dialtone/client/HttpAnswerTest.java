package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    private static HttpAnswer read(String text) throws IOException {
        return HttpAnswer.read(oneByOne(text));
    }

    /// A stream that gives one byte at a time, as a socket may.
    private static InputStream oneByOne(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };
    }

    private static String body(HttpAnswer answer) throws IOException {
        return new String(answer.bytes(1000), StandardCharsets.UTF_8);
    }

    @Test
    void decodesABodyOfGivenLength() throws IOException {
        HttpAnswer answer = read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b \r\n\r\nhelloREST");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-a")).isEqualTo("b");
        assertThat(body(answer)).isEqualTo("hello");
    }

    @Test
    void decodesAChunkedBody() throws IOException {
        HttpAnswer answer = read("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;ext=1\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\nREST");
        assertThat(body(answer)).isEqualTo("hello");
    }

    @Test
    void decodesABodyUpToTheEnd() throws IOException {
        assertThat(body(read("HTTP/1.0 404 Not Found\r\n\r\nhello"))).isEqualTo("hello");
        assertThat(body(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nREST")))
                .isEmpty();
    }

    @Test
    void skipsInterimAnswers() throws IOException {
        assertThat(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 99 x\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhelo\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n",
            })
    void rejects(String text) {
        assertThatThrownBy(() -> body(read(text))).isInstanceOf(IOException.class);
    }

    @Test
    void rejectsWhatHasNoEnd() {
        InputStream endless = new InputStream() {
            private final byte[] start = "HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII);
            private int at;

            @Override
            public int read() {
                return at < start.length ? start[at++] : 'x';
            }
        };
        assertThatThrownBy(() -> HttpAnswer.read(endless)).hasMessageContaining("longer than");
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(3) + h(100) + "\r\n"))
                .hasMessageContaining("header is malformed");
        assertThatThrownBy(() -> body(read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1001))))
                .hasMessageContaining("larger than 1000");
    }

    private static String h(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("x").append(i).append(": y\r\n");
        }
        return fields.toString();
    }

    @Test
    void rejectsEveryTruncation() {
        String whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
        for (int i = 0; i < whole.length(); i++) {
            String cut = whole.substring(0, i);
            assertThatThrownBy(() -> body(read(cut))).as(cut).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> body(read(whole.substring(0, 20)))).isInstanceOf(EOFException.class);
    }
}
