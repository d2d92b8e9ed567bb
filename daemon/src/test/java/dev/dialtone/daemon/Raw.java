package dev.dialtone.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A client that sends what the test wants, well-formed or not.
final class Raw implements AutoCloseable {
    private final SocketChannel channel;

    private Raw(SocketChannel channel) {
        this.channel = channel;
    }

    static Raw open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new Raw(channel);
    }

    /// One request, and everything up to the end of the connection.
    static String exchange(Path socket, String request) throws IOException {
        try (Raw raw = open(socket)) {
            raw.send(request);
            return raw.rest();
        }
    }

    /// A request with the usual head and the connection's end asked for; a body is JSON unless the fields say what
    /// it is.
    static String request(String line, String fields, String body) {
        String type = body.isEmpty() || fields.contains("Content-Type") ? "" : "Content-Type: application/json\r\n";
        String length =
                body.isEmpty() ? "" : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        return line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields + type + length + "\r\n" + body;
    }

    void send(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Up to and with that text.
    String until(String mark) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!all.toString(StandardCharsets.UTF_8).endsWith(mark)) {
            if (channel.read(one.clear()) < 0) {
                throw new IOException("ended after: " + all);
            }
            all.write(one.get(0));
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(4096);
        try {
            while (channel.read(some.clear()) >= 0) {
                all.write(some.array(), 0, some.position());
            }
        } catch (IOException e) {
            // a reset after the answer: the daemon did not read everything we sent
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
