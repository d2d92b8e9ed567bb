package dev.dialtone.host;

import dev.dialtone.core.Decoded;
import java.nio.ByteBuffer;

/// The shortest question that every name server understands, and whether something answers it (RFC 1035 §4.1): who
/// serves the root?
record DnsProbe(int id) {
    static final int HEADER_BYTES = 12;
    private static final int TYPE_NS = 2;
    private static final int CLASS_IN = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;

    private static final String[] CODES = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};

    /// What a server said.
    ///
    /// @param code its response code, 0..15
    record Reply(int id, int code) {
        /// The code's name (RFC 6895 §2.3).
        String word() {
            return code < CODES.length ? CODES[code] : "code " + code;
        }
    }

    byte[] question() {
        return ByteBuffer.allocate(HEADER_BYTES + 1 + 4)
                .putShort((short) id)
                .putShort((short) RECURSION_DESIRED)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                // the root: no label
                .put((byte) 0)
                .putShort((short) TYPE_NS)
                .putShort((short) CLASS_IN)
                .array();
    }

    /// Reads the head of an answer; nothing else of it matters here.
    static Decoded<Reply> decode(ByteBuffer packet) {
        if (packet.remaining() < HEADER_BYTES) {
            return Decoded.malformed("shorter than a DNS header", packet.remaining());
        }
        int flags = packet.getShort(packet.position() + 2) & 0xFFFF;
        if ((flags & RESPONSE) == 0) {
            return Decoded.malformed("a question, not an answer", 2);
        }
        return Decoded.ok(new Reply(packet.getShort(packet.position()) & 0xFFFF, flags & 0xF), HEADER_BYTES);
    }
}
