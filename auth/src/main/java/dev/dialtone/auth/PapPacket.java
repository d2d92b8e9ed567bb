package dev.dialtone.auth;

import dev.dialtone.core.Decoded;
import java.util.Arrays;

/// A Password Authentication Protocol packet (RFC 1334 §2.2). The arrays belong to the record.
public sealed interface PapPacket {

    int identifier();

    /// The bytes on the wire, from the code on.
    byte[] encode();

    /// Authenticate-Request. The password is in the clear: wipe it after use.
    ///
    /// @param peerId   0..255 bytes
    /// @param password 0..255 bytes
    record AuthenticateRequest(int identifier, byte[] peerId, byte[] password) implements PapPacket {
        @Override
        public byte[] encode() {
            byte[] counted = AuthPacketHeader.count(password);
            try {
                return AuthPacketHeader.encode(1, identifier, AuthPacketHeader.count(peerId), counted);
            } finally {
                Arrays.fill(counted, (byte) 0);
            }
        }

        // SECURITY: the password never reaches a log
        @Override
        public String toString() {
            return "AuthenticateRequest[" + identifier + ", redacted]";
        }
    }

    record AuthenticateAck(int identifier, byte[] message) implements PapPacket {
        @Override
        public byte[] encode() {
            return AuthPacketHeader.encode(2, identifier, AuthPacketHeader.count(message));
        }
    }

    record AuthenticateNak(int identifier, byte[] message) implements PapPacket {
        @Override
        public byte[] encode() {
            return AuthPacketHeader.encode(3, identifier, AuthPacketHeader.count(message));
        }
    }

    /// Reads one packet; never throws.
    static Decoded<PapPacket> decode(byte[] packet) {
        return switch (AuthPacketHeader.decode(packet)) {
            case Decoded.Ok<AuthPacketHeader>(AuthPacketHeader header, int _) -> body(packet, header);
            case Decoded.Malformed<AuthPacketHeader>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<AuthPacketHeader>() -> Decoded.malformed("cut short", packet.length);
        };
    }

    private static Decoded<PapPacket> body(byte[] packet, AuthPacketHeader header) {
        int end = header.length();
        int id = header.identifier();
        return switch (header.code()) {
            case 1 -> {
                byte[] peerId = AuthPacketHeader.counted(packet, 4, end);
                if (peerId == null) {
                    yield Decoded.malformed("Peer-ID reaches beyond the packet", 4);
                }
                int at = 5 + peerId.length;
                byte[] password = AuthPacketHeader.counted(packet, at, end);
                if (password == null) {
                    yield Decoded.malformed("password reaches beyond the packet", at);
                }
                yield Decoded.ok(new AuthenticateRequest(id, peerId, password), end);
            }
            case 2, 3 -> {
                // INTEROP: some peers leave the message and even its length away; what is there is the message
                byte[] counted = AuthPacketHeader.counted(packet, 4, end);
                byte[] message = counted != null ? counted : Arrays.copyOfRange(packet, Math.min(5, end), end);
                yield Decoded.ok(
                        header.code() == 2 ? new AuthenticateAck(id, message) : new AuthenticateNak(id, message), end);
            }
            default -> {
                yield Decoded.malformed("unknown PAP code " + header.code(), 0);
            }
        };
    }
}
