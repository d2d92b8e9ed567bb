package dev.dialtone.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Listens on a socket and answers what the test wants, well-formed or not.
final class ScriptedDaemon implements AutoCloseable {
    static final String STATUS = status("OpenPort", 0);

    private final Path socket;
    private final ServerSocketChannel server;
    private volatile Function<String, String> answers = line -> "";

    /// Requests: the line, then the fields.
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /// Lines of held requests whose client has closed.
    final BlockingQueue<String> left = new LinkedBlockingQueue<>();

    private ScriptedDaemon(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    static ScriptedDaemon listen(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ScriptedDaemon daemon = new ScriptedDaemon(socket, server);
        Thread.ofVirtual().start(daemon::accept);
        return daemon;
    }

    /// @param given answers the first line of a request; one that ends in `HOLD` keeps the connection
    void answer(Function<String, String> given) {
        answers = given;
    }

    /// Knows one connection, whose streams are the given ones, one after the other, the last for ever. The dial has
    /// the first.
    RemoteClient client(List<String> streams) {
        return client(streams, line -> json(STATUS));
    }

    /// @param others answers what is asked beside streams and leases
    RemoteClient client(List<String> streams, Function<String, String> others) {
        AtomicInteger next = new AtomicInteger();
        answers = line -> {
            if (line.startsWith("GET /v1/manager ")) {
                return json("{\"version\":\"x\",\"pid\":1,\"api\":1}");
            }
            if (line.startsWith("POST /v1/leases ")) {
                return stream("{\"lease\":\"l\"}\nHOLD");
            }
            if (line.contains("/notifications") || line.startsWith("POST /v1/connections ")) {
                return streams.get(Math.min(next.getAndIncrement(), streams.size() - 1));
            }
            return others.apply(line);
        };
        return RemoteClient.connect(socket);
    }

    /// Accepts nobody any more, as if it were dead.
    void die() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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

    private void answer(SocketChannel client) {
        try (client) {
            ChannelInput in = new ChannelInput(client);
            String line = Lines.read(in, 1000).orElse("");
            StringBuilder fields = new StringBuilder();
            for (String field = Lines.read(in, 1000).orElse("");
                    !field.isEmpty();
                    field = Lines.read(in, 1000).orElse("")) {
                fields.append(field).append('\n');
            }
            asked.add(line + "\n" + fields);
            String answer = answers.apply(line);
            boolean hold = answer.endsWith("HOLD");
            Http.write(client, hold ? answer.substring(0, answer.length() - 4) : answer);
            byte[] dropped = new byte[512];
            while (hold && in.read(dropped, 0, dropped.length) >= 0) {
                // a body that came with the request
            }
            left.add(line);
        } catch (IOException e) {
            // the client has had enough
        }
    }

    static String json(String body) {
        return "HTTP/1.1 200 OK\r\nDialtone-Api: 1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String stream(String events) {
        return "HTTP/1.1 200 OK\r\nDialtone-Api: 1\r\nContent-Type: text/event-stream\r\n\r\n" + events;
    }

    /// A stream that begins behind that seq.
    static String stream(int since, String events) {
        return stream(since, STATUS, events);
    }

    static String stream(int since, String status, String events) {
        return stream("id: " + since + "\nevent: status\ndata: " + status + "\n\n" + events);
    }

    static String status(String state, int seq) {
        return "{\"connection\":\"c-1\",\"entry\":\"e\",\"protocol\":\"sstp\",\"state\":\"" + state
                + "\",\"error\":0,\"active\":true,\"attempt\":1,\"seq\":" + seq
                + ",\"owner\":0,\"started\":\"2026-01-01T00:00:00Z\",\"deviceType\":\"vpn\",\"deviceName\":\"SSTP\"}";
    }

    static String event(int seq, String state, String more) {
        return "id: " + seq + "\ndata: {\"seq\":" + seq + ",\"time\":\"2026-01-01T00:00:00Z\",\"connection\":\"c-1\","
                + "\"entry\":\"e\",\"attempt\":1,\"subEntry\":1,\"state\":\"" + state + "\",\"error\":0" + more
                + "}\n\n";
    }

    @Override
    public void close() {
        die();
    }
}
