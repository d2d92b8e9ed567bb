package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DelayLinkTest {
    private static final Duration ONE_WAY = Duration.ofMillis(30);

    /// Sends back what it gets, until the end.
    private static ServerSocket echo() throws IOException {
        ServerSocket listening = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listening.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
                socket.shutdownOutput();
            } catch (IOException ended) {
                Thread.yield();
            }
        });
        return listening;
    }

    private static InetSocketAddress addressOf(ServerSocket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Test
    void firstExchange_takesTwoRoundTrips_theNextOne() throws Exception {
        try (ServerSocket echo = echo();
                DelayLink link = DelayLink.to(addressOf(echo), ONE_WAY);
                Socket socket = new Socket()) {
            long start = System.nanoTime();
            socket.connect(link.address());
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            long first = System.nanoTime();
            socket.getOutputStream().write(2);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
            long second = System.nanoTime();
            assertThat(Duration.ofNanos(first - start)).isBetween(Duration.ofMillis(119), Duration.ofMillis(400));
            assertThat(Duration.ofNanos(second - first)).isBetween(Duration.ofMillis(59), Duration.ofMillis(300));
            assertThat(link.counters()).isEqualTo(new DelayLink.Counters(1, 2, 2, 2, 2));
        }
    }

    @Test
    void bulk_arrivesWholeAndInOrder_andTheEndIsPassedOn() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(3).nextBytes(sent);
        try (ServerSocket echo = echo();
                DelayLink link = DelayLink.to(addressOf(echo), Duration.ofMillis(2));
                Socket socket = new Socket()) {
            socket.connect(link.address());
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    Thread.yield();
                }
            });
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
            writer.join();
        }
    }

    @Test
    void cut_resetsBothSides() throws Exception {
        try (ServerSocket echo = echo();
                DelayLink link = DelayLink.to(addressOf(echo), Duration.ZERO);
                Socket socket = new Socket()) {
            socket.connect(link.address());
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            link.cut();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void frozen_passesNothing_thawed_everything() throws Exception {
        try (ServerSocket echo = echo();
                DelayLink link = DelayLink.to(addressOf(echo), Duration.ZERO);
                Socket socket = new Socket()) {
            socket.connect(link.address());
            link.freeze();
            socket.getOutputStream().write(5);
            socket.setSoTimeout(150);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(5_000);
            link.thaw();
            assertThat(socket.getInputStream().read()).isEqualTo(5);
        }
    }

    @Test
    void wholeDial_throughTheLink() throws Exception {
        DemoPki pki = DemoPki.create();
        AnswererConfig config = AnswererConfig.of(pki.server("vpn.example.com"))
                .user("alice", Secret.ofChars("s3cret".toCharArray()))
                .build();
        try (Answerer answerer = Answerer.start(config);
                DelayLink link = DelayLink.to(answerer.address(), Duration.ofMillis(10));
                TestDial dial = TestDial.start(link.port(), pki.ca(), "alice", "s3cret")) {
            InetAddress own = dial.awaitProjected().ipv4();
            assertThat(own).isNotNull();
            MemoryDevice device = dial.attach();
            Duration trip = Ping.once(device, own, InetAddress.ofLiteral("10.99.0.1"), Duration.ofSeconds(5))
                    .orElseThrow();
            assertThat(trip).isGreaterThanOrEqualTo(Duration.ofMillis(20));
            device.close();
        }
    }
}
