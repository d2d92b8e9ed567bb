package dev.dialtone.cli;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Stands in for the manager while the command line is trained: gives each request that the usual commands send one
/// fixed answer, and does nothing. It has one connection and one entry, both called `x`.
final class TrainingManager implements AutoCloseable {
    private static final String SOME = """
            "connection":"c-0","entry":"x","error":0,"attempt":1,""";
    private static final String CONNECTED = """
            "state":"Connected","code":8192,"group":"terminal",""";
    private static final String PROJECTION = """
            {"link":"dt0","ipv4":"10.0.0.2","ipv4Peer":"10.0.0.1","dns":["10.0.0.53"],"routes":["10.0.0.0/8"],\
            "mtuBytes":1400,"authMethod":"mschapv2","tlsProtocol":"TLSv1.3","tlsCipher":"TLS_AES_128_GCM_SHA256",\
            "serverSubject":"CN=x","serverFingerprint":"00"}""";
    private static final String STATUS = "{" + SOME + CONNECTED + """
            "protocol":"sstp","active":true,"seq":2,"owner":0,"started":"2026-01-01T00:00:00Z","deviceType":"vpn",\
            "deviceName":"sstp","localEndpoint":"192.0.2.1:1","remoteEndpoint":"192.0.2.2:443","references":1,\
            "statistics":{"bytesSent":1,"bytesReceived":1,"packetsSent":1,"packetsReceived":1},\
            "projection":""" + PROJECTION + "}";
    private static final String ENTRY = """
            {"name":"x","options":{"server":"vpn.example.com","port":443,"user":"ann","default-route":false,\
            "routes":["10.0.0.0/8","2001:db8::/32"]}}""";
    private static final String FIRST = "id: 2\nevent: status\ndata: " + STATUS + "\n\n";
    private static final String COMES = FIRST
            + notification(3, "\"state\":\"Authenticate\",\"code\":5,\"group\":\"running\"")
            + notification(4, CONNECTED + "\"completion\":true");
    private static final String GOES = FIRST
            + notification(3, "\"state\":\"Disconnected\",\"code\":8193,\"group\":\"terminal\",\"ending\":true")
            + "event: end\ndata: {\"seq\":3}\n\n";

    private final ServerSocketChannel server;

    private TrainingManager(ServerSocketChannel server) {
        this.server = server;
    }

    /// Answers on a thread of its own until it is closed.
    static TrainingManager on(SocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address);
        TrainingManager manager = new TrainingManager(server);
        Thread.ofPlatform().daemon().start(manager::answer);
        return manager;
    }

    private void answer() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(8192);
                if (client.read(request) <= 0) {
                    continue;
                }
                ByteBuffer answer = StandardCharsets.UTF_8.encode(
                        to(StandardCharsets.UTF_8.decode(request.flip()).toString()));
                while (answer.hasRemaining()) {
                    client.write(answer);
                }
            } catch (IOException e) {
                // a client that has read enough; or the training is over
            }
        }
    }

    private static String to(String request) {
        String[] words = request.split(" ", 3);
        String path = words[1].replaceFirst("^/v1/entries\\?.*", "/v1/entries");
        return switch (words[0] + " " + path) {
            case "GET /v1/manager" -> json("{\"version\":\"0\",\"pid\":1,\"api\":1}");
            case "GET /v1/connections" -> json("{\"connections\":[" + STATUS + "]}");
            case "GET /v1/connections/x", "GET /v1/connections/c-0", "DELETE /v1/connections/c-0" -> json(STATUS);
            case "GET /v1/connections/c-0/projection" -> json(PROJECTION);
            case "GET /v1/entries" -> json("{\"entries\":[" + ENTRY + "]}");
            case "GET /v1/entries/x", "GET /v1/entries/%2Fx" -> json(ENTRY);
            case "GET /v1/entries/x/credentials" ->
                json("{\"entry\":\"x\",\"user\":\"ann\",\"passwordStored\":true,\"store\":\"files\"}");
            case "POST /v1/leases" -> json("{\"lease\":\"l\"}\n");
            case "POST /v1/connections" -> answer("text/event-stream", COMES);
            case "GET /v1/connections/c-0/notifications?since=last" -> answer("text/event-stream", GOES);
            default -> json("{}");
        };
    }

    private static String notification(int seq, String fields) {
        return "id: " + seq + "\ndata: {" + SOME + fields + ",\"seq\":" + seq
                + ",\"subEntry\":1,\"time\":\"2026-01-01T00:00:00Z\"}\n\n";
    }

    private static String json(String text) {
        return answer("application/json", text);
    }

    private static String answer(String type, String text) {
        return "HTTP/1.1 200 OK\r\nDialtone-Api: 1\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
