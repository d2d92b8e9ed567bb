package dev.dialtone.cli;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.phonebooks.BookFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A phone book of others on disk, read and written with the rights of whoever runs the command (contract H7).
final class BookFile {
    private BookFile() {}

    /// @throws RasException 621 naming the file and what is wrong
    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(BookFormat.MAX_FILE_BYTES + 1);
            if (content.length > BookFormat.MAX_FILE_BYTES) {
                throw unreadable(file, "is larger than " + BookFormat.MAX_FILE_BYTES + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw unreadable(file, "you may not read it");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage());
        }
    }

    /// Whole or not at all; a file that is there keeps its rights.
    ///
    /// @throws RasException 624 naming the file and what is wrong
    static void write(Path file, byte[] content) {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            boolean there = Files.exists(file);
            if (there && !Files.isRegularFile(file)) {
                Files.write(file, content);
                return;
            }
            Files.deleteIfExists(fresh);
            try {
                Files.write(fresh, content, StandardOpenOption.CREATE_NEW);
                if (there) {
                    Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (NoSuchFileException e) {
            throw unwritable(file, "there is no such folder");
        } catch (AccessDeniedException e) {
            throw unwritable(file, "you may not write it");
        } catch (IOException e) {
            throw unwritable(file, "cannot be written: " + e.getMessage());
        }
    }

    private static RasException unreadable(Path file, String why) {
        return RasException.of(RasError.CANNOT_OPEN_PHONEBOOK, file + ": " + why);
    }

    private static RasException unwritable(Path file, String why) {
        return RasException.of(RasError.CANNOT_WRITE_PHONEBOOK, file + ": " + why);
    }
}
