package dev.dialtone.manager;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Lines in a file on the disk.
final class DiskLines implements LineFile {
    private static final Logger LOG = System.getLogger(DiskLines.class.getName());

    private final Path file;
    private FileChannel channel;

    private DiskLines(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static DiskLines open(Path file) throws IOException {
        return new DiskLines(file, appending(file));
    }

    private static FileChannel appending(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Override
    public List<String> lines() throws IOException {
        if (!Files.isRegularFile(file)) {
            // a device in its place, /dev/full for one, is read without an end
            return List.of();
        }
        return text(Files.readAllBytes(file)).lines().toList();
    }

    // bytes that are no text spoil their own line, not the file
    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    @Override
    public void append(String line, boolean toDisk) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        long before = channel.size();
        try {
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            if (toDisk) {
                channel.force(false);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    @Override
    public void replace(List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            channel.truncate(0);
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel written = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                int _ = written.write(bytes);
            }
            // lines that were on the disk itself stay there
            written.force(false);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel.close();
        channel = appending(file);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "file_not_closed file=" + file, e);
        }
    }
}
