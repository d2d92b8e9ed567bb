package dev.dialtone.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A fuzzer's bytes, read from the front as whatever a target needs. After the last byte everything is zero, so that
/// every input means something and a shorter one is a simpler one.
public final class Input {
    private final byte[] data;
    private int at;

    public Input(byte[] data) {
        this.data = data;
    }

    public boolean more() {
        return at < data.length;
    }

    public int u8() {
        return more() ? data[at++] & 0xFF : 0;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public boolean flag() {
        return (u8() & 1) != 0;
    }

    /// Whether these words are among the bytes: a fuzzer learns what it is compared with, and then says it itself.
    public boolean says(String words) {
        return new String(data, StandardCharsets.UTF_8).contains(words);
    }

    /// From 0 to less than the limit.
    public int below(int limit) {
        return (limit <= 256 ? u8() : u16()) % limit;
    }

    public <T> T pick(T[] choices) {
        return choices[below(choices.length)];
    }

    /// So many bytes, or as many as are left.
    public byte[] bytes(int count) {
        byte[] taken = Arrays.copyOfRange(data, at, Math.min(data.length, at + count));
        at += taken.length;
        return taken;
    }

    /// Up to 255 bytes with their count in front.
    public byte[] counted() {
        return bytes(u8());
    }

    public byte[] rest() {
        return bytes(data.length - at);
    }

    public String text(int bytes) {
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    /// UTF-8; or, behind a byte that UTF-8 does not have, UTF-16 as it comes, halves of characters too: JSON can say
    /// such.
    public String restAsText() {
        byte[] rest = rest();
        if (rest.length == 0 || rest[0] != (byte) 0xFF) {
            return new String(rest, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i + 1 < rest.length; i += 2) {
            text.append((char) ((rest[i] & 0xFF) << 8 | rest[i + 1] & 0xFF));
        }
        return text.toString();
    }
}
