package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.NoManagerException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DaemonSocketTest {
    @Test
    void fullQueueOfTheListener_isWaitedForOnAVirtualThread(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            CountDownLatch begun = new CountDownLatch(20);
            List<CompletableFuture<SocketChannel>> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(connect(path, begun));
            }
            begun.await();
            assertThat(clients).filteredOn(CompletableFuture::isDone).hasSizeLessThan(20);
            for (int i = 0; i < 20; i++) {
                server.accept().close();
            }
            for (CompletableFuture<SocketChannel> client : clients) {
                client.get().close();
            }
        }
    }

    private static CompletableFuture<SocketChannel> connect(Path path, CountDownLatch begun) {
        CompletableFuture<SocketChannel> connected = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            begun.countDown();
            try {
                connected.complete(new DaemonSocket(path).open());
            } catch (RuntimeException e) {
                connected.completeExceptionally(e);
            }
        });
        return connected;
    }

    @Test
    void refusedSocket_isAskedOnceForAllStreamsOfTheDeadManager_C9(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        DaemonSocket socket = new DaemonSocket(path);
        long opened;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            opened = System.nanoTime();
            socket.reopen(opened).close();
        }
        assertThatThrownBy(() -> socket.reopen(opened)).isInstanceOf(NoManagerException.class);
        Files.delete(path);
        try (ServerSocketChannel successor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            successor.bind(UnixDomainSocketAddress.of(path), 1);
            assertThatThrownBy(() -> socket.reopen(opened)).isInstanceOf(NoManagerException.class);
            socket.reopen(System.nanoTime()).close();
            socket.open().close();
        }
    }
}
