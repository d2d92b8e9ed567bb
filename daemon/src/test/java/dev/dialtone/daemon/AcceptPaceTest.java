package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptPaceTest {
    private static final int CLIENTS = 4 * AcceptPace.MOST;

    @TempDir
    Path directory;

    private final Server server = new Server();
    private final UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 1, 1);
    private final List<SocketChannel> clients = new ArrayList<>();

    @BeforeEach
    void place() {
        connector.setUnixDomainPath(directory.resolve("s"));
        connector.setAcceptQueueSize(CLIENTS);
        server.addConnector(connector);
    }

    @AfterEach
    void stop() throws Exception {
        for (SocketChannel client : clients) {
            client.close();
        }
        server.stop();
    }

    private void connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        clients.add(client);
        client.connect(UnixDomainSocketAddress.of(directory.resolve("s")));
    }

    /// While whoever admits is held up, so many are accepted at most, and all of them once he is not.
    @Test
    void burst_isAcceptedInPieces_andWhole() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(CLIENTS);
        connector.addEventListener(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                opened.countDown();
            }
        });
        Accepted accepted = new Accepted();
        connector.addBean(new AcceptPace());
        connector.addBean(accepted);
        server.start();
        for (int i = 0; i < CLIENTS; i++) {
            connect();
        }
        accepted.awaitMost();
        held.countDown();
        assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
        // the pace is told first, and a few may be counted before this is
        assertThat(accepted.mostWaiting()).isBetween(AcceptPace.MOST, 2 * AcceptPace.MOST);
    }

    /// Counts as the pace does, for the test to see.
    private static final class Accepted implements SelectorManager.AcceptListener {
        private final CountDownLatch most = new CountDownLatch(AcceptPace.MOST);
        private int waiting;
        private int mostWaiting;

        @Override
        public synchronized void onAccepting(java.nio.channels.SelectableChannel channel) {
            mostWaiting = Math.max(mostWaiting, ++waiting);
            most.countDown();
        }

        @Override
        public synchronized void onAccepted(java.nio.channels.SelectableChannel channel) {
            waiting--;
        }

        void awaitMost() throws InterruptedException {
            assertThat(most.await(20, TimeUnit.SECONDS)).isTrue();
        }

        synchronized int mostWaiting() {
            return mostWaiting;
        }
    }
}
