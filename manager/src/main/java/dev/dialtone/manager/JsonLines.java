package dev.dialtone.manager;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of one JSON object a line, that a crash or a full disk may have torn anywhere: what is damaged costs only its
/// own line.
final class JsonLines {
    private JsonLines() {}

    interface Reader {
        /// @param number of the line, from 1
        void line(String line, int number);

        /// The line is not UTF-8.
        void damaged(int number);
    }

    /// Reads the whole lines and a torn last one. A device in the file's place, /dev/full for one, would be read
    /// without an end, so it counts as empty.
    static void read(Path file, Reader reader) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int number = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    give(line, ++number, reader);
                } else {
                    line.write(next);
                }
            }
            if (line.size() > 0) {
                give(line, ++number, reader);
            }
        }
    }

    private static void give(ByteArrayOutputStream line, int number, Reader reader) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            reader.damaged(number);
            return;
        } finally {
            line.reset();
        }
        reader.line(text, number);
    }

    /// The file to write further lines to; a torn last line is ended first, so that it takes none of them with it.
    static FileChannel append(Path file) throws IOException {
        boolean torn = endsWithinALine(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        if (torn) {
            try {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
        return channel;
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
}
