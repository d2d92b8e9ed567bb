package dev.dialtone.client;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.NoManagerException;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.Wire;
import dev.dialtone.core.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests of the daemon's HTTP API, each on a connection of its own: on a Unix socket that costs some
/// 50 µs and spares every question of reuse.
final class Http {
    static final String API_VERSION = "1";
    private static final int MAX_ANSWER = 32 * 1024 * 1024;
    private static final int BUFFER_BYTES = 8192;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final DaemonSocket socket;

    Http(DaemonSocket socket) {
        this.socket = socket;
    }

    JsonObject get(String path) {
        return exchange(channel -> write(channel, head("GET", path, "")));
    }

    /// An answer of JSON that may be long, read while it comes.
    <T> T get(String path, Body<T> body) {
        return exchange(
                channel -> write(channel, inChunks(path)),
                answer -> understood(() -> body.read(answer.body(), MAX_ANSWER)));
    }

    /// An answer that is text.
    String text(String path) {
        return exchange(channel -> write(channel, head("GET", path, "")), Http::text);
    }

    JsonObject delete(String path) {
        return exchange(channel -> write(channel, head("DELETE", path, "")));
    }

    JsonObject send(String method, String path, Map<String, ?> json) {
        byte[] body = Json.text(json).getBytes(StandardCharsets.UTF_8);
        String fields = "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
        return exchange(channel -> {
            write(channel, head(method, path, fields));
            write(channel, body);
        });
    }

    /// Posts a secret; its bytes are wiped here once they are sent.
    JsonObject post(String path, Secret secret) {
        return exchange(channel -> secret.useUtf8(bytes -> {
            String fields = "Content-Type: application/octet-stream\r\nContent-Length: " + bytes.length + "\r\n";
            // SECURITY: a heap buffer would be copied into one that the JDK keeps
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            try {
                write(channel, head("POST", path, fields));
                while (direct.hasRemaining()) {
                    channel.write(direct);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                direct.clear();
                while (direct.hasRemaining()) {
                    direct.put((byte) 0);
                }
            }
            return true;
        }));
    }

    static String head(String method, String path, String fields) {
        return method + " " + path + " HTTP/1.1\r\nHost: dialtone\r\nConnection: close\r\n" + fields + "\r\n";
    }

    /// For an answer that is long: without the connection's end asked for it comes in chunks, so that one that breaks
    /// off is not taken for one that has ended.
    private static String inChunks(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: dialtone\r\n\r\n";
    }

    static void write(SocketChannel channel, String text) throws IOException {
        write(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Asks for a connection's stream and waits for its status.
    ///
    /// @param json what is posted, or null for a GET
    OpenStream stream(String path, @Nullable Map<String, ?> json) {
        byte[] body = json == null ? new byte[0] : Json.text(json).getBytes(StandardCharsets.UTF_8);
        String fields = "Accept: text/event-stream\r\n"
                + (json == null ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n");
        SocketChannel channel = socket.open();
        boolean begun = false;
        try {
            OpenStream stream = ask(
                    channel,
                    to -> {
                        write(to, head(json == null ? "GET" : "POST", path, fields));
                        write(to, body);
                    },
                    OpenStream.BUFFER_BYTES,
                    answer -> OpenStream.of(channel, answer));
            begun = true;
            return stream;
        } finally {
            if (!begun) {
                close(channel);
            }
        }
    }

    /// Asks for a capture and waits until it has begun.
    RemoteCapture capture(String path) {
        SocketChannel channel = socket.open();
        boolean begun = false;
        try {
            RemoteCapture capture = ask(
                    channel,
                    to -> write(to, inChunks(path)),
                    BUFFER_BYTES,
                    answer -> new RemoteCapture(socket, channel, answer.body()));
            begun = true;
            return capture;
        } finally {
            if (!begun) {
                close(channel);
            }
        }
    }

    /// How a body of JSON is read, or error 87 where it goes wrong.
    interface Body<T> {
        T read(InputStream in, int mostBytes) throws IOException;
    }

    private interface Parser<T> {
        T parse() throws IOException;
    }

    private interface Sender {
        void send(SocketChannel channel) throws IOException;
    }

    private interface Reader<T> {
        T read(HttpAnswer answer) throws IOException;
    }

    private JsonObject exchange(Sender sender) {
        return exchange(sender, this::json);
    }

    private <T> T exchange(Sender sender, Reader<T> reader) {
        SocketChannel channel = socket.open();
        try {
            return ask(channel, sender, BUFFER_BYTES, reader);
        } finally {
            close(channel);
        }
    }

    /// Sends a request and reads what it wants of a good answer, all within the limit.
    private <T> T ask(SocketChannel channel, Sender sender, int bufferBytes, Reader<T> reader) {
        Thread limit = Thread.ofVirtual().start(() -> closeAfter(channel, LIMIT));
        try {
            HttpAnswer answer = answer(channel, sender, bufferBytes);
            check(answer);
            return reader.read(answer);
        } catch (ClosedChannelException e) {
            throw RasException.of(
                    RasError.REQUEST_TIMEOUT,
                    "the manager on " + socket.path() + " gave no answer within " + LIMIT.toSeconds() + " s");
        } catch (EOFException | SocketException e) {
            throw socket.gone();
        } catch (IOException | UncheckedIOException e) {
            throw isBrokenPipe(e) ? socket.gone() : socket.garbled(String.valueOf(e.getMessage()));
        } finally {
            limit.interrupt();
        }
    }

    private static HttpAnswer answer(SocketChannel channel, Sender sender, int bufferBytes) throws IOException {
        IOException unsent = null;
        try {
            sender.send(channel);
        } catch (IOException e) {
            // the daemon may have answered without reading all: a refusal is worth more than a broken pipe
            unsent = e;
        } catch (UncheckedIOException e) {
            unsent = e.getCause();
        }
        try {
            return HttpAnswer.read(new ChannelInput(channel, bufferBytes));
        } catch (IOException e) {
            throw unsent == null ? e : unsent;
        }
    }

    /// Whether an answer is a good one, before its body is read.
    void check(HttpAnswer answer) throws IOException {
        String version = answer.header("dialtone-api");
        if (!version.equals(API_VERSION)) {
            throw socket.garbled(
                    version.isEmpty()
                            ? "it does not speak Dialtone's API"
                            : "it speaks version " + version + " of the API, this client " + API_VERSION);
        }
        if (answer.status() >= 300) {
            RasException refused = Wire.exception(json(answer));
            throw answer.status() == 503
                    ? new NoManagerException(
                            socket.path() + ": " + refused.getMessage(),
                            refused.detail().advice())
                    : refused;
        }
    }

    private JsonObject json(HttpAnswer answer) throws IOException {
        String text = text(answer);
        return understood(() -> Json.object(text));
    }

    private static String text(HttpAnswer answer) throws IOException {
        return new String(answer.bytes(MAX_ANSWER), StandardCharsets.UTF_8);
    }

    private <T> T understood(Parser<T> parser) throws IOException {
        try {
            return parser.parse();
        } catch (StackOverflowError e) {
            // SECURITY: nested without end
            throw socket.garbled("its JSON is nested too deeply");
        } catch (RasException e) {
            throw socket.garbled(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isBrokenPipe(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Broken pipe") || message.contains("reset");
    }

    private static void closeAfter(SocketChannel channel, Duration time) {
        try {
            Thread.sleep(time);
            close(channel);
        } catch (InterruptedException e) {
            // the answer came in time
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // closed is closed
        }
    }
}
