package dev.dialtone.interop;

import dev.dialtone.testkit.Answerer;
import dev.dialtone.testkit.AnswererConfig;
import dev.dialtone.testkit.AnswererStep;
import dev.dialtone.testkit.CertificateProfile;
import dev.dialtone.testkit.DemoPki;
import dev.dialtone.testkit.Misbehaviour;
import dev.dialtone.testkit.ServerIdentity;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Servers that a doctor may come across, as a process of their own in the namespace of a [DoctorRig]: SSTP servers
/// good and bad, something that is none, and two name servers, of which one says nothing. Prints `port NAME NUMBER`
/// for each, then `ready`. Ends with the process that started it.
final class DoctorPeers {
    static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.10");
    static final InetAddress NAME_SERVER = InetAddress.ofLiteral("192.0.2.53");
    static final InetAddress SILENT_NAME_SERVER = InetAddress.ofLiteral("192.0.2.54");
    private static final int DNS = 53;
    private static final int HEADER_BYTES = 12;
    private static final int TYPE_A = 1;

    private DoctorPeers() {}

    /// @param arguments the file to write the authority's certificate to
    public static void main(String[] arguments) throws Exception {
        DemoPki pki = DemoPki.create("Example CA");
        Files.writeString(Path.of(arguments[0]), pki.caPem());
        ServerIdentity good = pki.server(Rig.SERVER_NAME);
        start("healthy", good);
        start("other-ca", DemoPki.create("Another CA").server(Rig.SERVER_NAME));
        start("expired", pki.issue(CertificateProfile.of(Rig.SERVER_NAME).expired()));
        start("other-name", pki.server("another.example"));
        start(
                "forbidden",
                good,
                Misbehaviour.of(AnswererStep.HTTP, Misbehaviour.Kind.HTTP_STATUS)
                        .withCode(403));
        ServerSocket banner = new ServerSocket(0, 16, ADDRESS);
        say("banner", banner.getLocalPort());
        Thread.ofVirtual().start(() -> greetAll(banner));
        DatagramSocket names = new DatagramSocket(new InetSocketAddress(NAME_SERVER, DNS));
        Thread.ofVirtual().start(() -> answerAll(names));
        // bound, so that it is no closed port
        DatagramSocket silent = new DatagramSocket(new InetSocketAddress(SILENT_NAME_SERVER, DNS));
        System.out.println("ready");
        System.out.flush();
        ProcessHandle.current().parent().orElseThrow().onExit().join();
        silent.close();
        Runtime.getRuntime().halt(0);
    }

    private static void start(String name, ServerIdentity identity, Misbehaviour... bad) {
        Answerer answerer = Answerer.start(AnswererConfig.of(identity)
                .listen(new InetSocketAddress(ADDRESS, 0))
                .user(Rig.USER, Rig.PASSWORD)
                .misbehaviours(bad)
                .build());
        say(name, answerer.port());
    }

    private static void say(String name, int port) {
        System.out.println("port " + name + " " + port);
    }

    private static void greetAll(ServerSocket server) {
        try {
            while (true) {
                Socket client = server.accept();
                client.getOutputStream().write("SSH-2.0-OpenSSH_9.2p1\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Every name has the one address; nothing has any other record.
    private static void answerAll(DatagramSocket socket) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // SPEC [RFC 1035 §4.1]
    private static byte[] answer(byte[] query) {
        int end = HEADER_BYTES;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        boolean address = query[end + 2] == TYPE_A;
        byte[] question = Arrays.copyOf(query, end + 5);
        ByteBuffer answer = ByteBuffer.allocate(question.length + 16).put(question);
        answer.putShort(2, (short) 0x8180).putShort(6, (short) (address ? 1 : 0));
        answer.putShort(8, (short) 0).putShort(10, (short) 0);
        if (address) {
            answer.putShort((short) 0xC00C)
                    .putShort((short) TYPE_A)
                    .putShort((short) 1)
                    .putInt(60)
                    .putShort((short) 4)
                    .put(ADDRESS.getAddress());
        }
        return Arrays.copyOf(answer.array(), answer.position());
    }
}
