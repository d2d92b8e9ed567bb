package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is logged in, by a /proc that the test wrote.
class SshSessionsTest {
    private static final String HEAD = "  sl  local_address rem_address   st …";

    private static final Set<InetAddress> OWN =
            Set.of(InetAddress.ofLiteral("192.0.2.10"), InetAddress.ofLiteral("2001:db8::10"));

    @TempDir
    Path proc;

    private final List<String> tcp = new ArrayList<>(List.of(HEAD));
    private final List<String> tcp6 = new ArrayList<>(List.of(HEAD));

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(proc.resolve("net"));
        Files.createDirectory(proc.resolve("sys"));
        Files.writeString(proc.resolve("uptime"), "1 1\n");
    }

    private static String end(String address, int port) {
        ByteBuffer bytes =
                ByteBuffer.wrap(InetAddress.ofLiteral(address).getAddress()).order(ByteOrder.nativeOrder());
        StringBuilder text = new StringBuilder();
        while (bytes.hasRemaining()) {
            text.append(String.format(Locale.ROOT, "%08X", bytes.getInt()));
        }
        return text + String.format(Locale.ROOT, ":%04X", port);
    }

    private void socket(List<String> file, String local, int port, String remote, int state, long inode) {
        file.add(String.format(
                Locale.ROOT,
                "%4d: %s %s %02X 00000000:00000000 00:00000000 00000000  1000        0 %d 1 0000000000000000 20 4",
                file.size() - 1,
                end(local, port),
                end(remote, state == ProcTcpLine.LISTEN ? 0 : 40_000),
                state,
                inode));
    }

    private void process(int pid, String name, long... inodes) throws IOException {
        Path descriptors =
                Files.createDirectories(proc.resolve(Integer.toString(pid)).resolve("fd"));
        Files.writeString(proc.resolve(Integer.toString(pid)).resolve("comm"), name + "\n");
        Files.createSymbolicLink(descriptors.resolve("0"), Path.of("/dev/null"));
        for (long inode : inodes) {
            Files.createSymbolicLink(descriptors.resolve("" + inode), Path.of("socket:[" + inode + "]"));
        }
    }

    private List<String> peers() throws IOException {
        Files.write(proc.resolve("net/tcp"), tcp);
        Files.write(proc.resolve("net/tcp6"), tcp6);
        return new SshSessions(proc)
                .peers(() -> OWN).stream().map(InetAddress::getHostAddress).toList();
    }

    @Test
    void sessionsToPort22_areFound_othersAreNot() throws IOException {
        socket(tcp, "0.0.0.0", 22, "0.0.0.0", ProcTcpLine.LISTEN, 1);
        socket(tcp, "192.0.2.10", 22, "198.51.100.9", ProcTcpLine.ESTABLISHED, 2);
        socket(tcp, "192.0.2.10", 22, "198.51.100.9", ProcTcpLine.ESTABLISHED, 3);
        socket(tcp, "192.0.2.10", 22, "198.51.100.8", 6, 4);
        socket(tcp, "192.0.2.10", 443, "198.51.100.7", ProcTcpLine.ESTABLISHED, 5);
        socket(tcp, "127.0.0.1", 22, "127.0.0.1", ProcTcpLine.ESTABLISHED, 6);
        tcp.add("garbage");
        socket(tcp, "192.0.2.10", 22, "203.0.113.5", ProcTcpLine.ESTABLISHED, 7);
        socket(tcp6, "2001:db8::10", 22, "2001:db8::9", ProcTcpLine.ESTABLISHED, 8);
        assertThat(peers()).containsExactly("198.51.100.9", "203.0.113.5", "2001:db8:0:0:0:0:0:9");
    }

    /// The kernel keeps them: it may come back.
    @Test
    void sessionsThroughATunnelThatIsGone_areNotFound() throws IOException {
        socket(tcp, "0.0.0.0", 2222, "0.0.0.0", ProcTcpLine.LISTEN, 1);
        socket(tcp, "10.99.0.2", 22, "10.4.0.9", ProcTcpLine.ESTABLISHED, 2);
        socket(tcp, "10.99.0.2", 2222, "10.4.0.8", ProcTcpLine.ESTABLISHED, 3);
        process(101, "sshd-session", 3);
        assertThat(peers()).isEmpty();
    }

    @Test
    void sessionsToAnotherPort_areFoundByTheServerThatHoldsThem() throws IOException {
        socket(tcp, "0.0.0.0", 2222, "0.0.0.0", ProcTcpLine.LISTEN, 1);
        socket(tcp, "192.0.2.10", 2222, "198.51.100.9", ProcTcpLine.ESTABLISHED, 2);
        socket(tcp, "192.0.2.10", 443, "198.51.100.7", ProcTcpLine.ESTABLISHED, 3);
        process(100, "sshd", 1);
        process(101, "sshd-session", 2);
        process(102, "nginx", 3);
        assertThat(peers()).containsExactly("198.51.100.9");
    }

    @Test
    void whatAServerForwardsToElsewhere_isNoSession() throws IOException {
        socket(tcp, "0.0.0.0", 22, "0.0.0.0", ProcTcpLine.LISTEN, 1);
        socket(tcp, "192.0.2.10", 50_123, "198.51.100.7", ProcTcpLine.ESTABLISHED, 2);
        process(100, "sshd", 1, 2);
        assertThat(peers()).isEmpty();
    }

    @Test
    void processesThatMayNotBeSeen_areLeftOut() throws IOException {
        socket(tcp, "0.0.0.0", 2222, "0.0.0.0", ProcTcpLine.LISTEN, 1);
        socket(tcp, "192.0.2.10", 2222, "198.51.100.9", ProcTcpLine.ESTABLISHED, 2);
        Files.createDirectory(proc.resolve("100"));
        Files.createDirectory(proc.resolve("101"));
        Files.writeString(proc.resolve("101/comm"), "sshd\n");
        assertThat(peers()).isEmpty();
    }

    @Test
    void noFiles_nobodyIsLoggedIn() {
        assertThat(new SshSessions(proc).peers(() -> OWN)).isEmpty();
    }

    @Test
    void moreThanTheLimit_areCutOff() throws IOException {
        for (int i = 0; i < 2 * SshSessions.MAX_PEERS; i++) {
            socket(tcp, "192.0.2.10", 22, "198.51.100." + i, ProcTcpLine.ESTABLISHED, i);
        }
        assertThat(peers()).hasSize(SshSessions.MAX_PEERS).startsWith("198.51.100.0");
    }
}
