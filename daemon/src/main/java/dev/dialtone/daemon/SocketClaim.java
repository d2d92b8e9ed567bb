package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The right to listen on a path: a lock beside the socket, held by the kernel as long as the daemon
/// lives, so that two daemons starting at once cannot both believe that the other's socket is a dead
/// one's.
final class SocketClaim implements AutoCloseable {
    private final Path socket;
    private final FileChannel lock;

    private SocketClaim(Path socket, FileChannel lock) {
        this.socket = socket;
        this.lock = lock;
    }

    /// Makes the directory, takes the lock, and removes the socket of a daemon that is dead.
    ///
    /// @throws RasException 711 naming the path, and the process that holds it where that is known
    static SocketClaim of(Path socket) {
        Path absolute = socket.toAbsolutePath();
        try {
            makeDirectory(absolute.getParent());
            FileChannel lock = lock(absolute);
            try {
                removeDead(absolute);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
            return new SocketClaim(absolute, lock);
        } catch (IOException e) {
            throw cannot(absolute, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    Path socket() {
        return socket;
    }

    /// Whether everyone may connect (and is then judged one by one), or only the owner.
    void open(boolean everyone) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(everyone ? "rw-rw-rw-" : "rw-------"));
    }

    /// Removes the socket, then gives the lock up.
    @Override
    public void close() {
        try (lock) {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw cannot(socket, "cannot be removed: " + e.getMessage());
        }
    }

    static RasException cannot(Path socket, String reason) {
        return RasException.of(RasError.MANAGER_CANNOT_INITIALIZE, socket + ": " + reason);
    }

    private static void makeDirectory(@Nullable Path directory) throws IOException {
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
    }

    private static FileChannel lock(Path socket) throws IOException {
        Path path = socket.resolveSibling(socket.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            String holder = holder(channel);
            channel.close();
            throw cannot(socket, "another daemon listens here" + holder);
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
        return channel;
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
    }

    private static void removeDead(Path socket) throws IOException {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(socket, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw cannot(socket, "is there already and is not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException refused) {
            Files.delete(socket);
            return;
        }
        throw cannot(socket, "another program listens here");
    }
}
