package dev.dialtone.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Walks the usual ways through the command line once, so that the launcher can record which classes they
/// need (the JDK's ahead-of-time cache). Nothing is printed, and no manager is asked: a socket of its own
/// gives a fixed answer.
final class Training {
    private static final String ANSWER = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Content-Length: 85\r
            Connection: close\r
            \r
            {"version":"0","pid":1,"api":1,"connections":[],"entries":[],"name":"x","options":{}}""";

    private static final List<List<String>> WAYS = List.of(
            List.of("explain", "691"),
            List.of("explain", "691", "--json"),
            List.of("list", "--socket", "/nonexistent"),
            List.of("list"),
            List.of("list", "--json"),
            List.of("status", "x"),
            List.of("dial", "x"),
            List.of("hangup", "x"),
            List.of("entry", "list"),
            List.of("completion", "--names", "entries"));

    private Training() {}

    static void main(String[] arguments) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Path folder = Files.createTempDirectory("dialtone-training");
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().start(() -> answer(server));
            Screen _ = Main.standardScreen();
            Shell shell = Main.shell(
                    Map.of("DIALTONE_SOCKET", socket.toString()),
                    new Screen(nowhere, nowhere, false, false),
                    new ProcessInterrupt());
            WAYS.forEach(way -> Main.run(way, shell));
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder);
        }
    }

    private static void answer(ServerSocketChannel server) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    client.read(ByteBuffer.allocate(8192));
                    client.write(StandardCharsets.US_ASCII.encode(ANSWER));
                }
            }
        } catch (IOException e) {
            // the training is over
        }
    }
}
