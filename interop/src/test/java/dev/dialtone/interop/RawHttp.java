package dev.dialtone.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// One HTTP request on a Unix socket, written by hand as any program in any language might.
final class RawHttp {
    private RawHttp() {}

    /// @param headers names in lower case
    record Answer(int status, Map<String, String> headers, String body) {}

    static Answer send(Path socket, String method, String path, String body) throws IOException {
        return send(socket, method, path, "application/json", body);
    }

    static Answer send(Path socket, String method, String path, String type, String body) throws IOException {
        return exchange(socket, head(method, path, type, body), body.getBytes(StandardCharsets.UTF_8), _ -> false);
    }

    /// A head that asks for the connection's end.
    static String head(String method, String path, String type, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (length == 0 && method.equals("GET")
                        ? ""
                        : "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n")
                + "\r\n";
    }

    /// Sends what is given as it is, and reads until the peer closes or the text so far is enough.
    static Answer exchange(Path socket, String head, byte[] body, Predicate<String> enough) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return exchange(channel, head, body, enough);
        }
    }

    /// The same on a connection that is there already, to its end.
    static Answer exchange(SocketChannel channel, String head, String body) throws IOException {
        return exchange(channel, head, body.getBytes(StandardCharsets.UTF_8), _ -> false);
    }

    /// The same, until the text so far is enough.
    static Answer exchange(SocketChannel channel, String head, byte[] body, Predicate<String> enough)
            throws IOException {
        try {
            write(channel, head.getBytes(StandardCharsets.UTF_8));
            write(channel, body);
        } catch (IOException e) {
            // refused before all of it was read: the answer says why
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(16 * 1024);
        while (read(channel, chunk) >= 0) {
            all.write(chunk.array(), 0, chunk.position());
            chunk.clear();
            if (enough.test(all.toString(StandardCharsets.UTF_8))) {
                break;
            }
        }
        return parse(all.toString(StandardCharsets.UTF_8));
    }

    // a reset after the answer is an end too
    private static int read(SocketChannel channel, ByteBuffer chunk) {
        try {
            return channel.read(chunk);
        } catch (IOException e) {
            return -1;
        }
    }

    static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("not an HTTP answer: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
        return new Answer(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, chunked ? joined(body) : body);
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (at < chunks.length()) {
            int line = chunks.indexOf("\r\n", at);
            if (line < 0) {
                break;
            }
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            int from = line + 2;
            body.append(chunks, from, Math.min(chunks.length(), from + size));
            at = from + size + 2;
        }
        return body.toString();
    }
}
