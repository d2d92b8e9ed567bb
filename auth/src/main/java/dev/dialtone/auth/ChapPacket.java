package dev.dialtone.auth;

import dev.dialtone.core.Decoded;
import java.util.Arrays;

/// A Challenge-Handshake Authentication Protocol packet (RFC 1994 §4). The arrays belong to the record.
public sealed interface ChapPacket {

    int identifier();

    /// The bytes on the wire, from the code on.
    byte[] encode();

    /// What the authenticator asks.
    ///
    /// @param value 1..255 bytes
    /// @param name  who challenges, may be empty
    record Challenge(int identifier, byte[] value, byte[] name) implements ChapPacket {
        @Override
        public byte[] encode() {
            return AuthPacketHeader.encode(1, identifier, AuthPacketHeader.count(value), name);
        }
    }

    /// What the peer answers.
    ///
    /// @param value 1..255 bytes: a digest, or MS-CHAPv2's 49 bytes
    /// @param name  the user, domain included
    record Response(int identifier, byte[] value, byte[] name) implements ChapPacket {
        @Override
        public byte[] encode() {
            return AuthPacketHeader.encode(2, identifier, AuthPacketHeader.count(value), name);
        }
    }

    record Success(int identifier, byte[] message) implements ChapPacket {
        @Override
        public byte[] encode() {
            return AuthPacketHeader.encode(3, identifier, message);
        }
    }

    record Failure(int identifier, byte[] message) implements ChapPacket {
        @Override
        public byte[] encode() {
            return AuthPacketHeader.encode(4, identifier, message);
        }
    }

    /// MS-CHAPv2 only: the peer changes its expired password (RFC 2759 §7). See [MsChapV2PasswordChange].
    ///
    /// @param encryptedPassword 516 bytes: the new password, its length and padding, under the old one's hash
    /// @param encryptedHash     16 bytes: the old password's hash under the new one's
    /// @param peerChallenge     16 bytes
    /// @param ntResponse        24 bytes, made with the new password
    record ChangePassword(
            int identifier, byte[] encryptedPassword, byte[] encryptedHash, byte[] peerChallenge, byte[] ntResponse)
            implements ChapPacket {
        static final int ENCRYPTED_PASSWORD_BYTES = 516;
        private static final int RESERVED_BYTES = 8;
        private static final int FLAGS_BYTES = 2;
        /// Code to flags: there is one length only.
        static final int BYTES = 586;

        @Override
        public byte[] encode() {
            return AuthPacketHeader.encode(
                    7,
                    identifier,
                    encryptedPassword,
                    encryptedHash,
                    peerChallenge,
                    new byte[RESERVED_BYTES],
                    ntResponse,
                    new byte[FLAGS_BYTES]);
        }

        // SPEC [RFC 2759 §7]: reserved and flags are not looked at
        private static ChangePassword of(byte[] packet, int identifier) {
            return new ChangePassword(
                    identifier,
                    Arrays.copyOfRange(packet, 4, 520),
                    Arrays.copyOfRange(packet, 520, 536),
                    Arrays.copyOfRange(packet, 536, 552),
                    Arrays.copyOfRange(packet, 560, 584));
        }
    }

    /// Reads one packet; never throws.
    static Decoded<ChapPacket> decode(byte[] packet) {
        return switch (AuthPacketHeader.decode(packet)) {
            case Decoded.Ok<AuthPacketHeader>(AuthPacketHeader header, int _) -> body(packet, header);
            case Decoded.Malformed<AuthPacketHeader>(String reason, int offset) -> Decoded.malformed(reason, offset);
            case Decoded.NeedMore<AuthPacketHeader>() -> Decoded.malformed("cut short", packet.length);
        };
    }

    private static Decoded<ChapPacket> body(byte[] packet, AuthPacketHeader header) {
        int end = header.length();
        int id = header.identifier();
        return switch (header.code()) {
            case 1, 2 -> {
                byte[] value = AuthPacketHeader.counted(packet, 4, end);
                if (value == null || value.length == 0) {
                    yield Decoded.malformed("value is empty or reaches beyond the packet", 4);
                }
                byte[] name = Arrays.copyOfRange(packet, 5 + value.length, end);
                yield Decoded.ok(
                        header.code() == 1 ? new Challenge(id, value, name) : new Response(id, value, name), end);
            }
            case 3 -> {
                yield Decoded.ok(new Success(id, Arrays.copyOfRange(packet, 4, end)), end);
            }
            case 4 -> {
                yield Decoded.ok(new Failure(id, Arrays.copyOfRange(packet, 4, end)), end);
            }
            case 7 -> {
                if (end != ChangePassword.BYTES) {
                    yield Decoded.malformed("Change-Password has 586 bytes, not " + end, 2);
                }
                yield Decoded.ok(ChangePassword.of(packet, id), end);
            }
            default -> {
                yield Decoded.malformed("unknown CHAP code " + header.code(), 0);
            }
        };
    }
}
