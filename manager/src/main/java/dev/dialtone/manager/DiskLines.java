package dev.dialtone.manager;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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

    /// A last line that a crash or a full disk has torn is ended first, so that it takes no later one with it.
    static DiskLines open(Path file) throws IOException {
        boolean torn = endsWithinALine(file);
        FileChannel channel = appending(file);
        if (torn) {
            try {
                int _ = channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
        return new DiskLines(file, channel);
    }

    private static boolean endsWithinALine(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
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
        byte[] bytes = Files.readAllBytes(file);
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length ? i > start : bytes[i] == '\n') {
                lines.add(text(bytes, start, i));
                start = i + 1;
            }
        }
        return lines;
    }

    // what is no text spoils its own line, not the file, and must not pass for another text
    private static String text(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            return "(not UTF-8)";
        }
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
