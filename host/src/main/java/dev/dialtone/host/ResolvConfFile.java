package dev.dialtone.host;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Objects;

/// A resolv.conf on disk. Looked at anew for every write: a file of its own is replaced by rename, so that no
/// reader ever sees half of it; a symbolic link, a bind mount or a hard link is written in place, because there a
/// rename would fail (EBUSY) or cut the file off from whoever else holds it.
///
/// Text is ISO 8859-1, so that any bytes survive the way through a String.
record ResolvConfFile(Path path) {
    /// What is here is bind-mounted where programs of a namespace run, in mount namespaces that we do not see.
    private static final Path NAMESPACES = Path.of("/etc/netns");

    /// The text; empty when there is no file.
    String read() {
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(HostChangeFields.MAX_ORIGINAL + 1);
            while (buffer.hasRemaining() && in.read(buffer) >= 0) {
                // until the end, or one byte too many
            }
            if (!buffer.hasRemaining()) {
                throw new IOException("longer than " + HostChangeFields.MAX_ORIGINAL + " bytes");
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw failed("cannot read " + path, e);
        }
    }

    void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            if (!Files.exists(path) || !isOnItsOwn() || !replace(bytes)) {
                overwrite(bytes);
            }
        } catch (IOException e) {
            throw failed("cannot write " + path, e);
        }
    }

    /// Whether it can be written now.
    boolean writable() {
        return Files.exists(path)
                ? Files.isWritable(path)
                : Files.isWritable(path.toAbsolutePath().getParent());
    }

    private boolean isOnItsOwn() throws IOException {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Objects.equals(Files.getAttribute(path, "unix:nlink"), 1)
                && !path.startsWith(NAMESPACES)
                && !Mounts.here().isOne(path.toRealPath());
    }

    /// By a new file and a rename.
    ///
    /// @return false when the directory does not allow that
    private boolean replace(byte[] bytes) {
        Path fresh = path.resolveSibling("." + path.getFileName() + ".dialtone-"
                + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeAll(out, bytes);
                takeOwnership(fresh);
                out.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
            return true;
        } catch (IOException e) {
            deleteQuietly(fresh);
            return false;
        }
    }

    private void takeOwnership(Path fresh) throws IOException {
        PosixFileAttributes old = Files.readAttributes(path, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(old.owner())) {
            view.setOwner(old.owner());
        }
        if (!now.group().equals(old.group())) {
            view.setGroup(old.group());
        }
        view.setPermissions(old.permissions());
    }

    private void syncDirectory() {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // the file is in place; only its survival of a power cut is less certain
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the next write tries again
        }
    }

    /// In place. A shorter text is padded with line ends over the old one's rest before the file is cut, so that a
    /// kill at any instant leaves a file that says the right thing.
    private void overwrite(byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            int old = (int) Math.min(out.size(), HostChangeFields.MAX_ORIGINAL);
            byte[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, old));
            Arrays.fill(padded, bytes.length, padded.length, (byte) '\n');
            writeAll(out, padded);
            out.truncate(bytes.length);
            out.force(true);
        }
    }

    private static void writeAll(FileChannel out, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    static HostException failed(String doing, IOException e) {
        String why = e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
        int error = e instanceof AccessDeniedException ? HostErrors.ACCESS_DENIED : HostErrors.NO_IP_ADDRESSES;
        return new HostException(Failure.of(error, Layer.DNS, doing + ": " + why)
                .advise("Let the daemon write this file, or use systemd-resolved."));
    }
}
