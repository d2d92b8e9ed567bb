package dev.dialtone.ppp;

import dev.dialtone.core.Decoded;
import java.util.Arrays;

/// A PPP frame without flags and checksum (RFC 1661 §2, RFC 1662 §3.1).
///
/// @param protocol    0..65535
/// @param information what follows the protocol, padding included
record PppFrame(int protocol, byte[] information) {
    /// Longest frame looked at, in bytes.
    static final int MAX_BYTES = 65_535;

    /// Reads a frame, address and control field and protocol compression accepted whatever was negotiated.
    static Decoded<PppFrame> decode(byte[] frame) {
        if (frame.length > MAX_BYTES) {
            return Decoded.malformed("frame longer than " + MAX_BYTES, MAX_BYTES);
        }
        // SPEC [RFC 1661 §6.5]: a protocol field never begins with FF, so FF 03 can only be address and control
        int at = frame.length >= 2 && frame[0] == (byte) 0xFF && frame[1] == 3 ? 2 : 0;
        if (frame.length <= at) {
            return Decoded.malformed("no protocol field", frame.length);
        }
        int protocol = frame[at] & 0xFF;
        // SPEC [RFC 1661 §2]: the last byte of a protocol number is odd, all before it are even
        if ((protocol & 1) == 0) {
            if (frame.length < at + 2) {
                return Decoded.malformed("half a protocol field", frame.length);
            }
            protocol = protocol << 8 | (frame[at + 1] & 0xFF);
            if ((protocol & 1) == 0) {
                return Decoded.malformed("even protocol number", at + 1);
            }
            at++;
        }
        return Decoded.ok(new PppFrame(protocol, Arrays.copyOfRange(frame, at + 1, frame.length)), frame.length);
    }

    /// The frame in full: FF 03, two bytes of protocol.
    byte[] encode() {
        byte[] frame = new byte[information.length + 4];
        frame[0] = (byte) 0xFF;
        frame[1] = 3;
        frame[2] = (byte) (protocol >>> 8);
        frame[3] = (byte) protocol;
        System.arraycopy(information, 0, frame, 4, information.length);
        return frame;
    }
}
