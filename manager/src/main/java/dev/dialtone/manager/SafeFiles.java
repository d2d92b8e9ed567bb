package dev.dialtone.manager;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are replaced whole or not at all, so that nothing stored is lost (E4).
final class SafeFiles {
    private static final String SUFFIX = ".new";

    private SafeFiles() {}

    /// Writes beside the file, to the disk itself, then renames over it.
    ///
    /// @param mode like `rw-------`
    static void replace(Path file, byte[] content, String mode) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + SUFFIX);
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolderOf(file);
    }

    /// The name is in the folder, which is written to the disk by itself.
    private static void syncFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// What is in a file that lies in an [OwnFolder].
    ///
    /// @param most bytes
    /// @throws IOException also when there are more, and when it is no file: a pipe would hold the reader up for
    ///                     ever, and a device has no end
    static byte[] read(Path file, int most) throws IOException {
        BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
        if (!there.isRegularFile()) {
            throw new IOException("is no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most + 1);
            if (content.length > most) {
                throw new IOException("is larger than " + most + " bytes");
            }
            return content;
        }
    }

    /// To the disk itself, the folder too.
    static void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncFolderOf(file);
        }
    }

    /// A file name for an entry's name: letters, digits, `_`, `-` and inner dots stand for themselves, the rest is
    /// percent-encoded.
    static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }

    /// The reverse; a cut or wrong percent code is an IllegalArgumentException.
    static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < encoded.length()) {
            int code = encoded.indexOf('%', at);
            int end = code < 0 ? encoded.length() : code;
            bytes.writeBytes(encoded.substring(at, end).getBytes(StandardCharsets.UTF_8));
            at = end;
            if (code >= 0) {
                if (code + 3 > encoded.length()) {
                    throw new IllegalArgumentException("a cut percent code in " + encoded);
                }
                bytes.write(Integer.parseInt(encoded.substring(code + 1, code + 3), 16));
                at = code + 3;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
