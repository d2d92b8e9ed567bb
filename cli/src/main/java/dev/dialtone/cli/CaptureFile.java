package dev.dialtone.cli;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Where a capture goes, opened with the rights of whoever runs the command: a file, or standard output.
interface CaptureFile extends AutoCloseable {
    /// Writes a piece, whole.
    ///
    /// @return false when nobody wants more
    /// @throws RasException 87 when it cannot be written
    boolean write(byte[] piece);

    @Override
    default void close() {}

    /// @param name of a file, or `-`
    /// @throws RasException 87 naming the file and what is wrong
    static CaptureFile open(String name, Screen screen) {
        return name.equals("-") ? screen::raw : new OnDisk(Path.of(name));
    }

    /// A file of its own.
    final class OnDisk implements CaptureFile {
        private final Path file;
        private final FileChannel channel;

        private OnDisk(Path file) {
            this.file = file;
            try {
                // SECURITY: packets are nobody else's to read; a file that is there keeps its rights
                channel = FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (NoSuchFileException e) {
                throw wrong("there is no such folder");
            } catch (AccessDeniedException e) {
                throw wrong("you may not write it");
            } catch (IOException e) {
                throw wrong("cannot be written: " + e.getMessage());
            }
        }

        @Override
        public boolean write(byte[] piece) {
            ByteBuffer left = ByteBuffer.wrap(piece);
            try {
                while (left.hasRemaining()) {
                    int _ = channel.write(left);
                }
                return true;
            } catch (IOException e) {
                throw wrong("cannot be written: " + e.getMessage());
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw wrong("cannot be written: " + e.getMessage());
            }
        }

        private RasException wrong(String why) {
            return RasException.of(RasError.INVALID_PARAMETER, "-w: " + file + ": " + why);
        }
    }
}
