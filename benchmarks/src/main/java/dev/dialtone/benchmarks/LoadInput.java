package dev.dialtone.benchmarks;

import dev.dialtone.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Standard input of a process of the load test: a password first, then lines of words. Bytes are read one by one, so
/// that no buffer keeps the password.
final class LoadInput {
    private static final int MAX_LINE = 1024;

    private final InputStream in;

    LoadInput(InputStream in) {
        this.in = in;
    }

    Secret password() throws IOException {
        byte[] bytes = new byte[MAX_LINE];
        int length = 0;
        for (int b = in.read(); b >= 0 && b != '\n' && length < bytes.length; b = in.read()) {
            bytes[length++] = (byte) b;
        }
        byte[] exact = Arrays.copyOf(bytes, length);
        Arrays.fill(bytes, (byte) 0);
        return Secret.ofUtf8(exact);
    }

    /// The next command, or empty at the end.
    Optional<String[]> words() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return Optional.of(line.toString().split(" ", -1));
            }
            line.append((char) b);
        }
        return Optional.empty();
    }
}
