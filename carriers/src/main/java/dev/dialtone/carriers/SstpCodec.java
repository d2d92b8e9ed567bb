package dev.dialtone.carriers;

import dev.dialtone.carriers.SstpPacket.CallAbort;
import dev.dialtone.carriers.SstpPacket.CallConnectAck;
import dev.dialtone.carriers.SstpPacket.CallConnectNak;
import dev.dialtone.carriers.SstpPacket.CallConnectRequest;
import dev.dialtone.carriers.SstpPacket.CallConnected;
import dev.dialtone.carriers.SstpPacket.CallDisconnect;
import dev.dialtone.carriers.SstpPacket.CallDisconnectAck;
import dev.dialtone.carriers.SstpPacket.EchoRequest;
import dev.dialtone.carriers.SstpPacket.EchoResponse;
import dev.dialtone.carriers.SstpPacket.StatusInfo;
import dev.dialtone.carriers.SstpPacket.Unknown;
import dev.dialtone.core.Decoded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Control messages to bytes and back ([MS-SSTP] §2.2).
final class SstpCodec {
    private static final int ENCAPSULATED_PROTOCOL = 1;
    private static final int STATUS_INFO = 2;
    private static final int CRYPTO_BINDING = 3;
    private static final int CRYPTO_BINDING_REQUEST = 4;

    private static final int CONTROL_HEADER_BYTES = 8;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int HASH_FIELD_BYTES = 32;

    /// More than any message has; the rest of a longer list is not looked at.
    private static final int MAX_ATTRIBUTES = 16;

    private SstpCodec() {}

    static byte[] encode(SstpPacket packet) {
        return switch (packet) {
            case CallConnectRequest(int protocol) ->
                message(1, 1, attribute(ENCAPSULATED_PROTOCOL, 2).putShort((short) protocol));
            case CallConnectAck(int bitmap, byte[] nonce) ->
                message(
                        2,
                        1,
                        attribute(CRYPTO_BINDING_REQUEST, 36).putInt(bitmap).put(nonce));
            case CallConnectNak(List<StatusInfo> status) -> message(3, status);
            case CallConnected(int hash, byte[] nonce, byte[] certificateHash, byte[] mac) ->
                // SPEC [MS-SSTP §2.2.7] 20-byte hashes leave 12 zero bytes after each
                message(
                        4,
                        1,
                        attribute(CRYPTO_BINDING, 100)
                                .putInt(hash)
                                .put(nonce)
                                .put(Arrays.copyOf(certificateHash, HASH_FIELD_BYTES))
                                .put(Arrays.copyOf(mac, HASH_FIELD_BYTES)));
            case CallAbort(List<StatusInfo> status) -> message(5, status);
            case CallDisconnect(List<StatusInfo> status) -> message(6, status);
            case CallDisconnectAck() -> message(7, List.of());
            case EchoRequest() -> message(8, List.of());
            case EchoResponse() -> message(9, List.of());
            case Unknown(int type) -> message(type, List.of());
        };
    }

    private static ByteBuffer attribute(int id, int valueBytes) {
        int length = ATTRIBUTE_HEADER_BYTES + valueBytes;
        return ByteBuffer.allocate(length).put((byte) 0).put((byte) id).putShort((short) length);
    }

    private static byte[] message(int type, List<StatusInfo> status) {
        ByteBuffer attributes = ByteBuffer.allocate(status.size() * 12);
        for (StatusInfo info : status) {
            attributes.put(attribute(STATUS_INFO, 8)
                    .putInt(info.attribute())
                    .putInt(info.status())
                    .flip());
        }
        return message(type, status.size(), attributes);
    }

    private static byte[] message(int type, int count, ByteBuffer attributes) {
        int length = CONTROL_HEADER_BYTES + attributes.position();
        return ByteBuffer.allocate(length)
                .put(SstpPacket.VERSION)
                .put((byte) 1)
                .putShort((short) length)
                .putShort((short) type)
                .putShort((short) count)
                .put(attributes.flip())
                .array();
    }

    /// Reads one control packet that [SstpFramer] has cut out, header included.
    static Decoded<SstpPacket> decode(byte[] packet) {
        if (packet.length < CONTROL_HEADER_BYTES) {
            return Decoded.malformed("control packet of " + packet.length + " bytes", 0);
        }
        ByteBuffer in = ByteBuffer.wrap(packet);
        if (in.get(0) != SstpPacket.VERSION) {
            return Decoded.malformed("SSTP version is not 1.0", 0);
        }
        if ((in.get(1) & 1) == 0) {
            return Decoded.malformed("a data packet where a control packet is due", 1);
        }
        if ((in.getShort(2) & 0xFFF) != packet.length) {
            return Decoded.malformed("length does not match the packet", 2);
        }
        Attributes attributes = new Attributes();
        @org.jspecify.annotations.Nullable Decoded<SstpPacket> bad = attributes.read(in);
        return bad != null ? bad : build(in.getShort(4) & 0xFFFF, attributes, packet.length);
    }

    private static Decoded<SstpPacket> build(int type, Attributes found, int consumed) {
        return switch (type) {
            case 1 ->
                found.protocol < 0
                        ? Decoded.malformed("Call-Connect-Request without a protocol", CONTROL_HEADER_BYTES)
                        : Decoded.ok(new CallConnectRequest(found.protocol), consumed);
            case 2 ->
                found.request == null
                        ? Decoded.malformed("Call-Connect-Ack without a crypto binding request", CONTROL_HEADER_BYTES)
                        : Decoded.ok(found.request, consumed);
            case 3 -> Decoded.ok(new CallConnectNak(found.status), consumed);
            case 4 ->
                found.binding == null
                        ? Decoded.malformed("Call-Connected without a crypto binding", CONTROL_HEADER_BYTES)
                        : Decoded.ok(found.binding, consumed);
            case 5 -> Decoded.ok(new CallAbort(found.status), consumed);
            case 6 -> Decoded.ok(new CallDisconnect(found.status), consumed);
            case 7 -> Decoded.ok(new CallDisconnectAck(), consumed);
            case 8 -> Decoded.ok(new EchoRequest(), consumed);
            case 9 -> Decoded.ok(new EchoResponse(), consumed);
            default -> Decoded.ok(new Unknown(type), consumed);
        };
    }

    /// The attributes of one packet; of several of a kind the first counts, unknown ones are passed over.
    private static final class Attributes {
        private int protocol = -1;
        private @org.jspecify.annotations.Nullable CallConnectAck request;
        private @org.jspecify.annotations.Nullable CallConnected binding;
        private final List<StatusInfo> status = new ArrayList<>();

        private @org.jspecify.annotations.Nullable Decoded<SstpPacket> read(ByteBuffer in) {
            int count = Math.min(in.getShort(6) & 0xFFFF, MAX_ATTRIBUTES);
            int at = CONTROL_HEADER_BYTES;
            for (int i = 0; i < count; i++) {
                if (in.capacity() - at < ATTRIBUTE_HEADER_BYTES) {
                    return Decoded.malformed("attribute " + (i + 1) + " is missing", at);
                }
                int length = in.getShort(at + 2) & 0xFFF;
                if (length < ATTRIBUTE_HEADER_BYTES || length > in.capacity() - at) {
                    return Decoded.malformed("attribute length " + length, at + 2);
                }
                if (!take(in.get(at + 1), in.slice(at + 4, length - 4))) {
                    return Decoded.malformed("attribute of a wrong length, " + length, at + 2);
                }
                at += length;
            }
            return null;
        }

        private boolean take(int id, ByteBuffer value) {
            return switch (id) {
                case ENCAPSULATED_PROTOCOL -> takeProtocol(value);
                case STATUS_INFO -> takeStatus(value);
                case CRYPTO_BINDING -> takeBinding(value);
                case CRYPTO_BINDING_REQUEST -> takeRequest(value);
                default -> true;
            };
        }

        private boolean takeProtocol(ByteBuffer value) {
            if (value.capacity() != 2) {
                return false;
            }
            protocol = protocol < 0 ? value.getShort(0) & 0xFFFF : protocol;
            return true;
        }

        private boolean takeStatus(ByteBuffer value) {
            // a farewell is a farewell, however badly its reason is written
            if (value.capacity() >= 8) {
                status.add(new StatusInfo(value.get(3) & 0xFF, value.getInt(4)));
            }
            return true;
        }

        private boolean takeBinding(ByteBuffer value) {
            if (value.capacity() != 100) {
                return false;
            }
            int hash = value.get(3) & 0xFF;
            int hashBytes = hash == CryptoBinding.Hash.SHA1.bit() ? CryptoBinding.Hash.SHA1.bytes() : HASH_FIELD_BYTES;
            if (binding == null) {
                binding = new CallConnected(
                        hash,
                        bytes(value, 4, SstpPacket.NONCE_BYTES),
                        bytes(value, 36, hashBytes),
                        bytes(value, 68, hashBytes));
            }
            return true;
        }

        private boolean takeRequest(ByteBuffer value) {
            if (value.capacity() != 36) {
                return false;
            }
            if (request == null) {
                request = new CallConnectAck(value.get(3) & 0xFF, bytes(value, 4, SstpPacket.NONCE_BYTES));
            }
            return true;
        }

        private static byte[] bytes(ByteBuffer from, int at, int length) {
            byte[] out = new byte[length];
            from.get(at, out);
            return out;
        }
    }
}
