package dev.dialtone.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A text that is read as it comes, and can be had as a whole when that did not do. What it holds is bounded.
final class Remembered extends InputStream {
    private final InputStream in;
    private final int most;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private @Nullable IOException failure;

    /// @param most bytes
    Remembered(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = in.read(bytes, offset, length);
            if (count > most - read.size()) {
                throw new IOException("an answer is larger than " + most + " bytes");
            }
            read.write(bytes, offset, Math.max(0, count));
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /// What was read of it, and the rest.
    ///
    /// @throws IOException what reading it has thrown before, too
    String whole() throws IOException {
        if (failure != null) {
            throw failure;
        }
        transferTo(OutputStream.nullOutputStream());
        return read.toString(StandardCharsets.UTF_8);
    }
}
