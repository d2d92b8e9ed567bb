package dev.dialtone.carriers;

import dev.dialtone.carriers.TestCertificates.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// Servers of this JDK on the loopback interface, and the transport that dials them.
abstract class TlsTransportRig {
    static final String NAME = "vpn.example.test";
    static Identity authority;
    static Identity named;

    final TestLoop loop = new TestLoop();
    final RecordingListener listener = new RecordingListener();
    final List<AutoCloseable> open = new ArrayList<>();

    /// What the test's server does with a connection.
    interface Conversation {
        void with(SSLSocket socket) throws Exception;
    }

    interface PlainConversation {
        void with(Socket socket) throws Exception;
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = TestCertificates.authority("Test CA");
        named = TestCertificates.server(authority, NAME);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        loop.close();
    }

    int serve(Identity identity, String[] protocols, Conversation conversation) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                identity.server().getServerSocketFactory().createServerSocket(0, 4, InetAddress.getLoopbackAddress());
        server.setEnabledProtocols(protocols);
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                conversation.with(socket);
            } catch (Exception e) {
                // a client that refuses us ends here; what counts is what the client reports
                return;
            }
        });
        return server.getLocalPort();
    }

    int serve(Identity identity, Conversation conversation) throws Exception {
        return serve(identity, new String[] {"TLSv1.3", "TLSv1.2"}, conversation);
    }

    int servePlain(PlainConversation conversation) throws Exception {
        ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                conversation.with(socket);
            } catch (Exception e) {
                return;
            }
        });
        return server.getLocalPort();
    }

    /// Names of this test all live on the loopback.
    Transport dial(String host, int port) {
        TlsOpener opener = new TlsOpener(name -> List.of(InetAddress.getLoopbackAddress()));
        Transport transport =
                opener.open(new Transport.Target(host, port, null, List.of(authority.certificate())), loop, listener);
        open.add(transport::abort);
        return transport;
    }

    static void echo(SSLSocket socket) throws IOException {
        byte[] buffer = new byte[16384];
        int got = socket.getInputStream().read(buffer);
        while (got > 0) {
            socket.getOutputStream().write(buffer, 0, got);
            got = socket.getInputStream().read(buffer);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
