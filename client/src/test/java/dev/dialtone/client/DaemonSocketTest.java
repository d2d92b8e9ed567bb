package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonSocketTest {
    private static final int CLIENTS = 40;

    @TempDir
    Path directory;

    private static void accept(ServerSocketChannel server) {
        try {
            while (true) {
                server.accept();
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    /// More at once than the backlog holds, on virtual threads: all get through once the daemon comes to them.
    @Test
    void backlogFull_clientWaitsForTheDaemon() throws Exception {
        Path path = directory.resolve("d.sock");
        List<SocketChannel> open = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            List<Future<SocketChannel>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(threads.submit(new DaemonSocket(path)::open));
            }
            // ends with the server, should a client never come
            var _ = Thread.ofPlatform().daemon().start(() -> accept(server));
            for (Future<SocketChannel> one : all) {
                SocketChannel channel = one.get(10, TimeUnit.SECONDS);
                open.add(channel);
                assertThat(channel.isConnected()).isTrue();
            }
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }
}
