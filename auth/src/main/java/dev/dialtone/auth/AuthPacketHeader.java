package dev.dialtone.auth;

import dev.dialtone.core.Decoded;
import org.jspecify.annotations.Nullable;

/// Code, identifier and length: the four bytes that PAP and CHAP packets begin with (RFC 1334 §2.2, RFC 1994 §4).
record AuthPacketHeader(int code, int identifier, int length) {
    static final int BYTES = 4;

    /// Reads the header and checks that the whole packet is there; bytes beyond its length are padding.
    static Decoded<AuthPacketHeader> decode(byte[] packet) {
        if (packet.length < BYTES) {
            return Decoded.malformed("shorter than its header", packet.length);
        }
        int length = (packet[2] & 0xFF) << 8 | (packet[3] & 0xFF);
        if (length < BYTES || length > packet.length) {
            return Decoded.malformed("length field does not fit the packet", 2);
        }
        return Decoded.ok(new AuthPacketHeader(packet[0] & 0xFF, packet[1] & 0xFF, length), BYTES);
    }

    /// A packet of header and the parts, one after the other.
    static byte[] encode(int code, int identifier, byte[]... parts) {
        int length = BYTES;
        for (byte[] part : parts) {
            length += part.length;
        }
        if (length > 0xFFFF) {
            throw new IllegalArgumentException("packet of " + length + " bytes");
        }
        byte[] packet = new byte[length];
        packet[0] = (byte) code;
        packet[1] = (byte) identifier;
        packet[2] = (byte) (length >>> 8);
        packet[3] = (byte) length;
        int at = BYTES;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, packet, at, part.length);
            at += part.length;
        }
        return packet;
    }

    /// The field that starts with one byte of length, or null when it reaches beyond the packet's end.
    static byte @Nullable [] counted(byte[] packet, int at, int end) {
        if (at >= end || at + 1 + (packet[at] & 0xFF) > end) {
            return null;
        }
        return java.util.Arrays.copyOfRange(packet, at + 1, at + 1 + (packet[at] & 0xFF));
    }

    /// The field with one byte of length in front.
    static byte[] count(byte[] field) {
        if (field.length > 255) {
            throw new IllegalArgumentException("field of " + field.length + " bytes");
        }
        byte[] out = new byte[field.length + 1];
        out[0] = (byte) field.length;
        System.arraycopy(field, 0, out, 1, field.length);
        return out;
    }
}
