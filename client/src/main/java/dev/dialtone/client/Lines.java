package dev.dialtone.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Lines of bounded length, ended by LF or CR LF.
final class Lines {
    private Lines() {}

    /// Empty at the end of the stream; a last line that is cut off counts as none.
    ///
    /// @throws IOException when it is longer than that
    static Optional<String> read(InputStream in, int mostBytes) throws IOException {
        byte[] line = new byte[Math.min(mostBytes, 256)];
        int count = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                int end = count > 0 && line[count - 1] == '\r' ? count - 1 : count;
                return Optional.of(new String(line, 0, end, StandardCharsets.UTF_8));
            }
            if (count == mostBytes) {
                throw new IOException("a line is longer than " + mostBytes + " bytes");
            }
            if (count == line.length) {
                line = Arrays.copyOf(line, Math.min(mostBytes, count * 2));
            }
            line[count++] = (byte) b;
        }
        return Optional.empty();
    }
}
