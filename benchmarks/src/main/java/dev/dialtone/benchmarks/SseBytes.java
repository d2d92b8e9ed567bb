package dev.dialtone.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes server-sent events out of the bytes of one HTTP answer, however they are cut; holds no more than the line it
/// is in. Ten thousand of them fit in one process.
///
/// SPEC [RFC 9112 §7.1; HTML Living Standard §9.2.6]
final class SseBytes {
    private static final int MAX_LINE = 64 * 1024;
    private static final byte[] NONE = {};

    private enum At {
        STATUS,
        HEAD,
        SIZE,
        DATA,
        AFTER_DATA,
        OVER
    }

    interface Events {
        /// @param name empty for an event without one
        void event(String name, long id, String data) throws IOException;
    }

    /// A line that is on its way.
    private static final class Line {
        private byte[] bytes = NONE;
        private int length;

        /// The whole line once its end is there.
        @Nullable
        String take(byte b) throws IOException {
            if (b == '\n') {
                int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
                String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
                length = 0;
                bytes = NONE;
                return text;
            }
            if (length == MAX_LINE) {
                throw new IOException("a line is longer than " + MAX_LINE);
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(64, length * 2));
            }
            bytes[length++] = b;
            return null;
        }
    }

    private At at = At.STATUS;
    private final Line frame = new Line();
    private final Line payload = new Line();
    private int left;
    private String name = "";
    private long id;
    private String data = "";

    boolean isOpen() {
        return at != At.STATUS && at != At.HEAD;
    }

    /// @throws IOException the answer is no stream of events, or its status is not 200
    void take(ByteBuffer bytes, Events events) throws IOException {
        while (bytes.hasRemaining() && at != At.OVER) {
            byte b = bytes.get();
            if (at == At.DATA) {
                at = --left == 0 ? At.AFTER_DATA : At.DATA;
                String line = payload.take(b);
                if (line != null) {
                    field(line, events);
                }
            } else {
                String line = frame.take(b);
                if (line != null) {
                    frame(line);
                }
            }
        }
    }

    private void frame(String text) throws IOException {
        switch (at) {
            case STATUS -> {
                if (!text.startsWith("HTTP/1.1 200")) {
                    throw new IOException("refused: " + text);
                }
                at = At.HEAD;
            }
            case HEAD -> at = text.isEmpty() ? At.SIZE : At.HEAD;
            case SIZE -> {
                left = Integer.parseInt(text, 16);
                at = left == 0 ? At.OVER : At.DATA;
            }
            case AFTER_DATA -> at = At.SIZE;
            case DATA, OVER -> throw new IllegalStateException("a frame's line at " + at);
        }
    }

    private void field(String text, Events events) throws IOException {
        if (text.startsWith("id: ")) {
            id = Long.parseLong(text.substring(4));
        } else if (text.startsWith("event: ")) {
            name = text.substring(7);
        } else if (text.startsWith("data: ")) {
            data = text.substring(6);
        } else if (text.isEmpty() && !data.isEmpty()) {
            String given = data;
            String named = name;
            data = "";
            name = "";
            events.event(named, id, given);
        }
    }
}
