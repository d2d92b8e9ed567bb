package dev.dialtone.manager;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A web server that keeps what it was asked, whole, and sends who asks for `/away` elsewhere.
final class TinyWebServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: ([0-9]+)\\r\\n");

    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
    private final List<String> asked = new CopyOnWriteArrayList<>();

    TinyWebServer() throws IOException {
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    List<String> asked() {
        return asked;
    }

    private void serve() {
        try {
            while (true) {
                try (Socket client = socket.accept()) {
                    String request = request(client.getInputStream());
                    asked.add(request);
                    String answer = request.startsWith("POST /away ")
                            ? "HTTP/1.1 307 Elsewhere\r\nLocation: /elsewhere\r\n"
                            : "HTTP/1.1 200 OK\r\n";
                    client.getOutputStream()
                            .write((answer + "Connection: close\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("cut off: " + read);
            }
            read.write(b);
            String text = read.toString(StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            Matcher length = LENGTH.matcher(text);
            if (end >= 0) {
                int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
                if (text.substring(end + 4).getBytes(StandardCharsets.UTF_8).length >= body) {
                    return text;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
