package dev.dialtone.core;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// A password or key. Never a `String`, never printed, wiped by [#close()]. UTF-8 inside.
///
/// Safe for use by several threads; using a closed one is an `IllegalStateException`.
public final class Secret implements AutoCloseable {
    private byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes a copy and wipes the given array.
    public static Secret ofUtf8(byte[] utf8) {
        Secret secret = new Secret(utf8.clone());
        Arrays.fill(utf8, (byte) 0);
        return secret;
    }

    /// Takes a copy and wipes the given array.
    public static Secret ofChars(char[] chars) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
        byte[] exact = new byte[utf8.remaining()];
        utf8.get(exact);
        Arrays.fill(utf8.array(), (byte) 0);
        Arrays.fill(chars, '\0');
        return new Secret(exact);
    }

    /// Lends the UTF-8 bytes to the function; the array is the function's own copy and is wiped after it returns.
    public synchronized <R> R useUtf8(Function<byte[], R> user) {
        byte[] lent = open().clone();
        try {
            return user.apply(lent);
        } finally {
            Arrays.fill(lent, (byte) 0);
        }
    }

    /// Lends the characters; wiped after the function returns. Bytes that are not UTF-8 become U+FFFD.
    public synchronized <R> R useChars(Function<char[], R> user) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(open()));
        char[] lent = new char[decoded.remaining()];
        decoded.get(lent);
        Arrays.fill(decoded.array(), '\0');
        try {
            return user.apply(lent);
        } finally {
            Arrays.fill(lent, '\0');
        }
    }

    /// A secret of its own with the same content: each owner closes its own.
    public synchronized Secret copy() {
        return new Secret(open().clone());
    }

    public synchronized boolean isEmpty() {
        return open().length == 0;
    }

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("the secret was wiped");
        }
        return bytes;
    }

    @Override
    public synchronized void close() {
        Arrays.fill(bytes, (byte) 0);
        bytes = new byte[0];
        closed = true;
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
