package dev.dialtone.carriers;

import java.nio.ByteBuffer;
import java.util.List;

/// A control message of SSTP ([MS-SSTP] §2.2). Data packets have no value of their own: they are framed by
/// [SstpFramer] and looked at in place.
///
/// ```
///  0               1               2               3
/// +---------------+-------------+-+-------+-----------------------+
/// | version 0x10  |  reserved   |C|   R   |  length, all of it    |
/// +---------------+-------------+-+-------+-----------------------+
/// | message type (C = 1)          | number of attributes          |
/// +-------------------------------+-------------------------------+
/// ```
public sealed interface SstpPacket {

    /// Version 1.0 in the first byte.
    byte VERSION = 0x10;

    /// Bytes before the payload of a data packet.
    int HEADER_BYTES = 4;

    /// Longest packet: the length field has 12 bits.
    int MAX_BYTES = 4095;

    /// The only encapsulated protocol there is.
    int PROTOCOL_PPP = 1;

    /// Bytes of a nonce.
    int NONCE_BYTES = 32;

    /// Client: may I? §2.2.9
    record CallConnectRequest(int protocol) implements SstpPacket {}

    /// Server: yes, and bind the sign-in with one of these hashes and this nonce. §2.2.10
    ///
    /// @param hashBitmap 1 SHA-1, 2 SHA-256, 3 either
    record CallConnectAck(int hashBitmap, byte[] nonce) implements SstpPacket {}

    /// Server: no. §2.2.12
    record CallConnectNak(List<StatusInfo> status) implements SstpPacket {
        public CallConnectNak {
            status = List.copyOf(status);
        }
    }

    /// Client: signed in, and bound to this TLS session. §2.2.11
    ///
    /// @param hash        1 SHA-1 or 2 SHA-256
    /// @param certificateHash 20 or 32 bytes
    /// @param compoundMac 20 or 32 bytes
    record CallConnected(int hash, byte[] nonce, byte[] certificateHash, byte[] compoundMac) implements SstpPacket {}

    /// Either: an error ends it. §2.2.13
    record CallAbort(List<StatusInfo> status) implements SstpPacket {
        public CallAbort {
            status = List.copyOf(status);
        }
    }

    /// Either: an orderly end. §2.2.14
    record CallDisconnect(List<StatusInfo> status) implements SstpPacket {
        public CallDisconnect {
            status = List.copyOf(status);
        }
    }

    /// The answer to it. §2.2.15
    record CallDisconnectAck() implements SstpPacket {}

    /// Are you there? §2.2.16
    record EchoRequest() implements SstpPacket {}

    /// I am. §2.2.17
    record EchoResponse() implements SstpPacket {}

    /// A message type nobody has named.
    record Unknown(int type) implements SstpPacket {}

    /// A Status Info attribute (§2.2.8).
    ///
    /// @param attribute what is complained about: 0 none, 1 protocol, 2 status, 3 crypto binding, 4 its request
    /// @param status    see [SstpStatus]
    record StatusInfo(int attribute, int status) {

        /// The attribute id of Crypto Binding.
        static final int CRYPTO_BINDING = 3;

        static StatusInfo of(SstpStatus status) {
            return new StatusInfo(0, status.code());
        }

        /// In the specification's words.
        public String words() {
            String about = switch (attribute) {
                case 0 -> "";
                case 1 -> " for the encapsulated protocol";
                case 2 -> " for a status info";
                case 3 -> " for the crypto binding";
                case 4 -> " for the crypto binding request";
                default -> " for attribute " + attribute;
            };
            return SstpStatus.nameOf(status) + about;
        }
    }

    /// The bytes of a message.
    static byte[] encode(SstpPacket packet) {
        return SstpCodec.encode(packet);
    }

    /// Writes the header of a data packet.
    ///
    /// @param payload bytes that follow it, 0..4091
    static void putDataHeader(byte[] buffer, int offset, int payload) {
        int length = payload + HEADER_BYTES;
        buffer[offset] = VERSION;
        buffer[offset + 1] = 0;
        buffer[offset + 2] = (byte) (length >> 8);
        buffer[offset + 3] = (byte) length;
    }

    /// A whole data packet around a payload.
    static byte[] data(byte[] payload) {
        byte[] packet = new byte[HEADER_BYTES + payload.length];
        putDataHeader(packet, 0, payload.length);
        ByteBuffer.wrap(packet).put(HEADER_BYTES, payload);
        return packet;
    }
}
