package dev.dialtone.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Connections of one user that means harm, kept until [#close].
final class Hostile implements AutoCloseable {
    static final String START = " HTTP/1.1\r\nHost: localhost\r\n";

    private final OtherUser user;
    private final Path socket;
    private final List<SocketChannel> open = new ArrayList<>();

    Hostile(int uid, Path socket) {
        this.user = new OtherUser(uid);
        this.socket = socket;
    }

    /// One more connection with a request, whole or not, on it.
    ///
    /// @return the answer's status, or 0 when there is none yet
    SocketChannel begin(String text) throws IOException {
        SocketChannel channel = user.connect(socket);
        open.add(channel);
        try {
            RawHttp.write(channel, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // refused already
        }
        return channel;
    }

    /// As many as that, beginning with the same text.
    void beginAll(int count, String text) throws IOException {
        for (int i = 0; i < count; i++) {
            begin(text);
        }
    }

    /// Writes the same piece again and again until the daemon refuses.
    ///
    /// @return the answer
    RawHttp.Answer flood(String head, String piece, long mostBytes) throws IOException {
        SocketChannel channel = begin(head);
        byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
        long written = 0;
        try {
            for (; written < mostBytes; written += bytes.length) {
                RawHttp.write(channel, bytes);
            }
        } catch (IOException e) {
            return RawHttp.exchange(channel, "", "");
        }
        throw new AssertionError("the daemon took " + written + " bytes");
    }

    RawHttp.Answer ask(String method, String path, String body) throws IOException {
        return user.ask(socket, method, path, body);
    }

    /// Sends the next byte on each of them now and then until the daemon has closed them all.
    ///
    /// @return the longest time one stayed open, or the limit
    long dripUntilClosedMillis(String drops, long limitMillis) throws IOException {
        long began = System.nanoTime();
        try (Selector selector = Selector.open()) {
            for (SocketChannel channel : open) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            int drop = 0;
            long passed = 0;
            while (!selector.keys().isEmpty() && passed < limitMillis) {
                selector.select(key -> readOrCancel(key), 250);
                byte next = (byte) drops.charAt(drop++ % drops.length());
                selector.keys().forEach(key -> dripOrCancel(key, next));
                selector.selectNow();
                passed = (System.nanoTime() - began) / 1_000_000;
            }
            return passed;
        }
    }

    private static void readOrCancel(SelectionKey key) {
        try {
            if (((SocketChannel) key.channel()).read(ByteBuffer.allocate(4096)) < 0) {
                key.cancel();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private static void dripOrCancel(SelectionKey key, byte next) {
        try {
            if (key.isValid()) {
                ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] {next}));
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    /// How many of the connections were answered with that status. Those without an answer have none within a
    /// moment.
    long answered(int status) throws IOException {
        long count = 0;
        for (SocketChannel channel : open) {
            channel.configureBlocking(false);
            ByteBuffer start = ByteBuffer.allocate(12);
            try {
                channel.read(start);
            } catch (IOException e) {
                continue;
            }
            String text = new String(start.array(), 0, start.position(), StandardCharsets.ISO_8859_1);
            count += text.equals("HTTP/1.1 " + status) ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() {
        for (SocketChannel channel : open) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
