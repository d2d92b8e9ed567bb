package dev.dialtone.carriers;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts the plain byte stream of one SSTP connection into the HTTP head and the packets after it, however the
/// bytes are chunked. For one thread at a time; no allocation per packet.
public final class SstpFramer {
    /// Longest HTTP head that is read.
    public static final int MAX_HEAD_BYTES = 8192;

    private static final byte[] NOTHING = {};
    private static final int LEAST_BYTES = 256;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final byte[] start;
    // as large as what it once held; nothing when packets come whole, as they do on an idle connection
    private byte[] partial = NOTHING;
    private int filled;
    private boolean inHead = true;
    private boolean dead;

    /// Takes what was cut out.
    public interface Sink {
        /// The whole HTTP head with the empty line; once, first.
        void head(byte[] head);

        /// A whole packet, header included; the bytes belong to the framer again after the return.
        void packet(byte[] buffer, int offset, int length);

        /// The stream is not SSTP from here on; nothing after it.
        void malformed(String reason);
    }

    private SstpFramer(String start) {
        this.start = start.getBytes(StandardCharsets.US_ASCII);
    }

    /// For what a server sends; anything that does not begin like HTTP is malformed at once.
    public static SstpFramer ofAnswers() {
        return new SstpFramer("HTTP/");
    }

    /// For what a client sends.
    public static SstpFramer ofRequests() {
        return new SstpFramer("");
    }

    /// Takes the next bytes of the stream.
    public void feed(byte[] buffer, int offset, int length, Sink sink) {
        int at = offset;
        int end = offset + length;
        while (at < end && inHead && !dead) {
            at = feedHead(buffer, at, sink);
        }
        while (at < end && !dead) {
            at = filled > 0 ? complete(buffer, at, end, sink) : cut(buffer, at, end, sink);
        }
    }

    private int feedHead(byte[] buffer, int at, Sink sink) {
        byte next = buffer[at];
        if (filled < start.length && next != start[filled]) {
            die(sink, "the answer is not HTTP");
        } else if (filled == MAX_HEAD_BYTES) {
            die(sink, "the HTTP head is longer than " + MAX_HEAD_BYTES + " bytes");
        } else {
            makeRoom(filled + 1);
            partial[filled++] = next;
            if (next == '\n' && endsHead()) {
                byte[] head = Arrays.copyOf(partial, filled);
                filled = 0;
                partial = NOTHING;
                inHead = false;
                sink.head(head);
            }
        }
        return at + 1;
    }

    private boolean endsHead() {
        return filled >= HEAD_END.length
                && Arrays.equals(partial, filled - HEAD_END.length, filled, HEAD_END, 0, HEAD_END.length);
    }

    /// Packets that lie whole in the chunk are passed on where they are.
    private int cut(byte[] buffer, int at, int end, Sink sink) {
        int have = end - at;
        if (have >= SstpPacket.HEADER_BYTES) {
            int length = lengthOf(buffer, at);
            if (!sane(buffer[at], length, sink)) {
                return end;
            }
            if (have >= length) {
                sink.packet(buffer, at, length);
                return at + length;
            }
        }
        makeRoom(Math.max(have, SstpPacket.HEADER_BYTES));
        System.arraycopy(buffer, at, partial, 0, have);
        filled = have;
        return end;
    }

    private int complete(byte[] buffer, int at, int end, Sink sink) {
        int wanted = filled < SstpPacket.HEADER_BYTES ? SstpPacket.HEADER_BYTES : lengthOf(partial, 0);
        int taken = Math.min(wanted - filled, end - at);
        makeRoom(wanted);
        System.arraycopy(buffer, at, partial, filled, taken);
        filled += taken;
        if (filled == SstpPacket.HEADER_BYTES && !sane(partial[0], lengthOf(partial, 0), sink)) {
            return end;
        }
        if (filled >= SstpPacket.HEADER_BYTES && filled == lengthOf(partial, 0)) {
            int length = filled;
            filled = 0;
            sink.packet(partial, 0, length);
        }
        return at + taken;
    }

    private void makeRoom(int bytes) {
        if (bytes > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(bytes, Math.max(LEAST_BYTES, 2 * partial.length)));
        }
    }

    private boolean sane(byte version, int length, Sink sink) {
        if (version != SstpPacket.VERSION) {
            die(sink, "a packet of SSTP version " + (version >> 4 & 0xF) + "." + (version & 0xF));
        } else if (length < SstpPacket.HEADER_BYTES) {
            die(sink, "a packet of " + length + " bytes");
        }
        return !dead;
    }

    // SPEC [MS-SSTP §3.1.5.1] a stream that cannot be cut is given up without a word
    private void die(Sink sink, String reason) {
        dead = true;
        sink.malformed(reason);
    }

    static int lengthOf(byte[] buffer, int at) {
        return ((buffer[at + 2] & 0xF) << 8) | (buffer[at + 3] & 0xFF);
    }
}
