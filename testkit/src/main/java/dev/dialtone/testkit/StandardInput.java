package dev.dialtone.testkit;

import dev.dialtone.core.Secret;
import java.io.IOException;
import java.util.Arrays;

/// What a server that is a process of its own is told by its parent.
public final class StandardInput {
    private static final int MAX_PASSWORD = 256;

    private StandardInput() {}

    /// The password on the next line.
    public static Secret password() throws IOException {
        byte[] bytes = new byte[MAX_PASSWORD];
        int length = 0;
        for (int b = System.in.read(); b >= 0 && b != '\n' && length < bytes.length; b = System.in.read()) {
            bytes[length++] = (byte) b;
        }
        byte[] exact = Arrays.copyOf(bytes, length);
        Arrays.fill(bytes, (byte) 0);
        return Secret.ofUtf8(exact);
    }

    /// Returns when the parent has ended, or closed it.
    public static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // what else it says does not matter
        }
    }
}
