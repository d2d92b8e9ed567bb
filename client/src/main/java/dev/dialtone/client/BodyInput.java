package dev.dialtone.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of an HTTP/1.1 answer: chunked, of a given length, or up to the end of the connection.
///
/// SPEC [RFC 9112 §6.3, §7.1]
final class BodyInput extends InputStream {
    static final long CHUNKED = -1;
    static final long TO_THE_END = -2;
    private static final int MAX_CHUNK_LINE = 256;
    private static final int MAX_TRAILERS = 32;
    private static final long MAX_CHUNK = 1L << 30;

    private final InputStream in;
    private final boolean chunked;
    private final boolean toTheEnd;
    private long left;
    private boolean firstChunk = true;
    private boolean ended;

    /// @param length of the body, or [#CHUNKED], or [#TO_THE_END]
    BodyInput(InputStream in, long length) {
        this.in = in;
        this.chunked = length == CHUNKED;
        this.toTheEnd = length == TO_THE_END;
        this.left = Math.max(0, length);
        this.ended = length == 0;
    }

    @Override
    public int read() throws IOException {
        if (!more()) {
            return -1;
        }
        int b = in.read();
        if (b < 0) {
            return cut();
        }
        took(1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = in.read(bytes, offset, toTheEnd ? length : (int) Math.min(length, left));
        if (count < 0) {
            return cut();
        }
        took(count);
        return count;
    }

    private void took(int count) {
        if (!toTheEnd) {
            left -= count;
            ended = !chunked && left == 0;
        }
    }

    private int cut() throws IOException {
        if (toTheEnd) {
            ended = true;
            return -1;
        }
        throw new EOFException("the connection ended within an answer");
    }

    private boolean more() throws IOException {
        if (chunked && !ended && left == 0) {
            nextChunk();
        }
        return !ended;
    }

    private void nextChunk() throws IOException {
        if (!firstChunk && !line().isEmpty()) {
            throw new IOException("a chunk is longer than it said");
        }
        firstChunk = false;
        String size = line();
        int semicolon = size.indexOf(';');
        String digits = (semicolon < 0 ? size : size.substring(0, semicolon)).strip();
        if (!digits.matches("[0-9A-Fa-f]{1,8}") || Long.parseLong(digits, 16) > MAX_CHUNK) {
            throw new IOException("a chunk has no size");
        }
        left = Long.parseLong(digits, 16);
        if (left == 0) {
            ended = true;
            skipTrailers();
        }
    }

    private void skipTrailers() throws IOException {
        for (int i = 0; i < MAX_TRAILERS; i++) {
            if (line().isEmpty()) {
                return;
            }
        }
        throw new IOException("too many trailers");
    }

    private String line() throws IOException {
        return Lines.read(in, MAX_CHUNK_LINE).orElseThrow(() -> new EOFException("the connection ended within a body"));
    }
}
