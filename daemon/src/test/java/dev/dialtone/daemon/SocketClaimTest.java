package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SocketClaimTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void secondDaemon_isRefusedWithPathAndProcess() {
        Path socket = directory.resolve("d.sock");
        FakeManager manager = new FakeManager();
        try (Daemon first = Daemon.start(socket, manager::view)) {
            assertThatThrownBy(() -> Daemon.start(socket, manager::view))
                    .isInstanceOfSatisfying(RasException.class, e -> {
                        assertThat(e.error()).isEqualTo(RasError.MANAGER_CANNOT_INITIALIZE);
                        assertThat(e)
                                .hasMessageContaining(socket.toString())
                                .hasMessageContaining(
                                        "process " + ProcessHandle.current().pid());
                    });
            assertThat(first.socket()).exists();
        }
        assertThat(socket).doesNotExist();
        Daemon.start(socket, manager::view).close();
    }

    @Test
    void socketOfADeadDaemon_isReplaced() throws IOException {
        Path socket = directory.resolve("d.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        Daemon.start(socket, new FakeManager()::view).close();
    }

    @Test
    void socketOfAnotherProgram_isLeftAlone() throws IOException {
        Path socket = directory.resolve("d.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> SocketClaim.of(socket)).hasMessageContaining("another program listens");
            assertThat(socket).exists();
        }
    }

    @Test
    void fileThatIsNoSocket_isLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("d.sock"), "precious");
        assertThatThrownBy(() -> SocketClaim.of(file)).hasMessageContaining("is not a socket");
        assertThat(file).hasContent("precious");
    }

    @Test
    void missingDirectory_isMade() throws IOException {
        Path socket = directory.resolve("run/dialtone/d.sock");
        try (Daemon daemon = Daemon.start(socket, new FakeManager()::view)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwxr-xr-x");
            String expected = Callers.uidOfThisProcess() == 0 ? "rw-rw-rw-" : "rw-------";
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(daemon.socket())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void pathThatCannotBe_isNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> SocketClaim.of(file.resolve("d.sock")))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("file/d.sock");
        Path tooLong = directory.resolve("x".repeat(120));
        assertThatThrownBy(() -> Daemon.start(tooLong, new FakeManager()::view))
                .isInstanceOf(RasException.class)
                .hasMessageContaining("xxx");
    }
}
