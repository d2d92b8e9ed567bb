package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The question that a name server answers if it answers any (RFC 1035 §4.1): who is in charge of a domain, or,
/// without one, who serves the root. With recursion, as the host will ask.
///
/// @param id     16 bits
/// @param domain as [DomainNames] has it, or empty
record DnsQuestion(int id, String domain) {
    static final int HEADER_BYTES = 12;

    /// Response code of a server that cannot do its work (RFC 1035 §4.1.1).
    static final int SERVFAIL = 2;

    private static final int TYPE_NS = 2;
    private static final int TYPE_SOA = 6;
    private static final int CLASS_IN = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 255;

    /// What a server said.
    ///
    /// @param code     its response code, 0..15
    /// @param question what it says it was asked: name in lower case, type, class
    record Answer(int id, int code, byte[] question) {}

    byte[] encode() {
        byte[] question = question();
        return ByteBuffer.allocate(HEADER_BYTES + question.length)
                .putShort((short) id)
                .putShort((short) RECURSION_DESIRED)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .put(question)
                .array();
    }

    private byte[] question() {
        ByteBuffer question = ByteBuffer.allocate(MAX_NAME + 4);
        if (!domain.isEmpty()) {
            for (String label : domain.split("\\.", -1)) {
                question.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        question.put((byte) 0).putShort((short) (domain.isEmpty() ? TYPE_NS : TYPE_SOA));
        question.putShort((short) CLASS_IN);
        return Arrays.copyOf(question.array(), question.position());
    }

    /// Whether that is an answer to this question.
    boolean isAnsweredBy(Answer answer) {
        return answer.id == id && Arrays.equals(answer.question, question());
    }

    /// Reads an answer as far as its question; what comes behind does not matter here.
    static Decoded<Answer> decode(byte[] message) {
        if (message.length < HEADER_BYTES) {
            return Decoded.malformed("shorter than a DNS header", message.length);
        }
        int flags = InnerPacket.u16(message, 2);
        if ((flags & RESPONSE) == 0 || (flags & OPCODE) != 0) {
            return Decoded.malformed("no answer to a query", 2);
        }
        if (InnerPacket.u16(message, 4) != 1) {
            return Decoded.malformed("not one question", 4);
        }
        byte[] lower = message.clone();
        int at = HEADER_BYTES;
        while (at < message.length && message[at] != 0) {
            int length = message[at] & 0xFF;
            // SPEC [RFC 1035 §4.1.4] there is nothing before it that a pointer could mean
            if (length > MAX_LABEL || at + length - HEADER_BYTES > MAX_NAME - 2) {
                return Decoded.malformed("no label", at);
            }
            for (int i = at + 1; i <= at + length && i < lower.length; i++) {
                lower[i] += (byte) (lower[i] >= 'A' && lower[i] <= 'Z' ? 'a' - 'A' : 0);
            }
            at += 1 + length;
        }
        int end = at + 1 + 4;
        if (end > message.length) {
            return Decoded.malformed("a question without an end", Math.min(at, message.length));
        }
        byte[] question = Arrays.copyOfRange(lower, HEADER_BYTES, end);
        return Decoded.ok(new Answer(InnerPacket.u16(message, 0), flags & 0xF, question), end);
    }
}
