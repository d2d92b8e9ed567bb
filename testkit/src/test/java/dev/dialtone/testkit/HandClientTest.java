package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.SstpPacket;
import dev.dialtone.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The answerer against a client written out by hand, byte by byte, that shares no machine with it.
@Timeout(30)
class HandClientTest {
    private static final DemoPki PKI = DemoPki.create();
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] CALL_CONNECT_REQUEST = {0x10, 1, 0, 14, 0, 1, 0, 1, 0, 1, 0, 6, 0, 1};

    private final Answerer answerer = Answerer.start(AnswererConfig.of(PKI.server("localhost"))
            .user("alice", Secret.ofChars("s3cret".toCharArray()))
            .method(null)
            .build());

    private static SSLSocket connect(int port) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", PKI.ca());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String http(SSLSocket socket, String requestLine) throws IOException {
        socket.getOutputStream()
                .write((requestLine + "\r\nHost: localhost\r\nContent-Length: 18446744073709551615\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended after: " + head);
            }
            head.append((char) next);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static void open(SSLSocket socket) throws IOException {
        assertThat(http(socket, "SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1"))
                .isEqualTo("HTTP/1.1 200 OK");
        socket.getOutputStream().write(CALL_CONNECT_REQUEST);
    }

    private static byte[] packet(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(4);
        int length = IpPacket.get16(header, 2) & 0xFFF;
        byte[] whole = Arrays.copyOf(header, length);
        System.arraycopy(in.readNBytes(length - 4), 0, whole, 4, length - 4);
        return whole;
    }

    /// LCP by hand, nothing asked for and everything of the server's agreed to.
    private static void openLink(SSLSocket socket) throws IOException {
        byte[] request = PppWire.packet(PppWire.LCP, PppWire.CONFIGURE_REQUEST, 1, new byte[0])
                .encode();
        socket.getOutputStream().write(SstpPacket.data(request));
        boolean ours = false;
        boolean theirs = false;
        while (!ours || !theirs) {
            byte[] packet = packet(socket);
            PppWire wire = PppWire.of(Arrays.copyOfRange(packet, 4, packet.length));
            if (wire.protocol() == PppWire.LCP && wire.isConfigureRequest()) {
                byte[] ack = wire.encode();
                ack[4] = 2;
                socket.getOutputStream().write(SstpPacket.data(ack));
                theirs = true;
            }
            ours |= wire.protocol() == PppWire.LCP && wire.code() == 2;
        }
    }

    @Test
    void otherRequests_getTheirStatus() throws Exception {
        try (answerer;
                SSLSocket get = connect(answerer.port());
                SSLSocket path = connect(answerer.port())) {
            assertThat(http(get, "GET / HTTP/1.1")).startsWith("HTTP/1.1 405");
            assertThat(http(path, "SSTP_DUPLEX_POST /elsewhere HTTP/1.1")).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void callConnectRequest_isAcknowledgedWithBothHashes() throws Exception {
        try (answerer;
                SSLSocket socket = connect(answerer.port())) {
            open(socket);
            byte[] ack = packet(socket);
            assertThat(ack).hasSize(48).startsWith(0x10, 1, 0, 48, 0, 2, 0, 1, 0, 4, 0, 40, 0, 0, 0, 3);
        }
    }

    @Test
    void wrongCompoundMac_isCutWithCallAbort() throws Exception {
        try (answerer;
                SSLSocket socket = connect(answerer.port())) {
            open(socket);
            byte[] nonce = Arrays.copyOfRange(packet(socket), 16, 48);
            openLink(socket);
            byte[] hash = new byte[32];
            socket.getOutputStream().write(SstpPacket.encode(new SstpPacket.CallConnected(2, nonce, hash, hash)));
            byte[] packet = packet(socket);
            while (packet[1] == 0) {
                packet = packet(socket);
            }
            assertThat(SstpWire.words(packet)).isEqualTo("SSTP Call-Abort");
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEnd(SOON).orElseThrow()).contains("crypto binding");
            assertThat(session.established()).isFalse();
        }
    }

    @Test
    void dataBeforeTheBinding_isSeenAndNotAnswered() throws Exception {
        try (answerer;
                SSLSocket socket = connect(answerer.port())) {
            open(socket);
            packet(socket);
            openLink(socket);
            byte[] ping = IpPacket.echoRequest(
                    InetAddress.ofLiteral("10.99.0.2"), InetAddress.ofLiteral("10.99.0.1"), 1, 1, new byte[8]);
            socket.getOutputStream().write(SstpPacket.data(new PppWire(PppWire.IPV4, ping).encode()));
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitSeen("IPv4 packet", SOON)).isTrue();
            assertThat(session.packetsReceived()).isZero();
            assertThat(answerer.counters().answered()).isZero();
        }
    }

    @Test
    void plainText_isTurnedAway() throws Exception {
        try (answerer;
                var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), answerer.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            AnswererSession session = answerer.awaitSession(1, SOON).orElseThrow();
            assertThat(session.awaitEnd(SOON).orElseThrow()).contains("does not speak TLS");
        }
    }
}
