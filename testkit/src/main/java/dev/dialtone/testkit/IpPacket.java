package dev.dialtone.testkit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Builds IPv4 and IPv6 packets (RFC 791, 8200) with ICMP, ICMPv6 and UDP inside (RFC 792, 4443, 768),
/// checksums included.
public final class IpPacket {
    static final int ICMP = 1;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    static final int ECHO_REQUEST_V4 = 8;
    static final int ECHO_REPLY_V4 = 0;
    static final int ECHO_REQUEST_V6 = 128;
    static final int ECHO_REPLY_V6 = 129;

    private static final int HEADER_V4 = 20;
    private static final int HEADER_V6 = 40;
    private static final int HOP_LIMIT = 64;

    private IpPacket() {}

    /// An ICMP or ICMPv6 echo request, by the family of the addresses.
    public static byte[] echoRequest(InetAddress from, InetAddress to, int identifier, int sequence, byte[] data) {
        boolean v6 = from.getAddress().length == 16;
        ByteBuffer message = ByteBuffer.allocate(8 + data.length);
        message.put((byte) (v6 ? ECHO_REQUEST_V6 : ECHO_REQUEST_V4))
                .put((byte) 0)
                .putShort((short) 0);
        message.putShort((short) identifier).putShort((short) sequence).put(data);
        byte[] bytes = message.array();
        put16(bytes, 2, v6 ? transportChecksum(from, to, ICMPV6, bytes) : checksum(bytes, 0, bytes.length, 0));
        return wrap(from, to, v6 ? ICMPV6 : ICMP, bytes);
    }

    /// A UDP datagram.
    public static byte[] udp(InetAddress from, int fromPort, InetAddress to, int toPort, byte[] data) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + data.length);
        datagram.putShort((short) fromPort).putShort((short) toPort).putShort((short) (8 + data.length));
        datagram.putShort((short) 0).put(data);
        byte[] bytes = datagram.array();
        int sum = transportChecksum(from, to, UDP, bytes);
        // SPEC [RFC 768]: zero means none, so a sum of zero is sent as all ones
        put16(bytes, 6, sum == 0 ? 0xFFFF : sum);
        return wrap(from, to, UDP, bytes);
    }

    /// The header of the addresses' family before a payload.
    static byte[] wrap(InetAddress from, InetAddress to, int protocol, byte[] payload) {
        boolean v6 = from.getAddress().length == 16;
        ByteBuffer packet = ByteBuffer.allocate((v6 ? HEADER_V6 : HEADER_V4) + payload.length);
        if (v6) {
            packet.putInt(0x60000000).putShort((short) payload.length).put((byte) protocol);
            packet.put((byte) HOP_LIMIT);
        } else {
            packet.putShort((short) 0x4500)
                    .putShort((short) (HEADER_V4 + payload.length))
                    .putInt(0);
            packet.put((byte) HOP_LIMIT).put((byte) protocol).putShort((short) 0);
        }
        packet.put(from.getAddress()).put(to.getAddress());
        if (!v6) {
            put16(packet.array(), 10, checksum(packet.array(), 0, HEADER_V4, 0));
        }
        return packet.put(payload).array();
    }

    /// Bytes before the payload: of the IPv4 header with its options, or of the fixed IPv6 header.
    static int headerLength(byte[] packet) {
        return version(packet) == 4 ? (packet[0] & 0x0F) * 4 : HEADER_V6;
    }

    static int version(byte[] packet) {
        return packet.length == 0 ? 0 : (packet[0] & 0xFF) >> 4;
    }

    static int protocol(byte[] packet) {
        return packet[version(packet) == 4 ? 9 : 6] & 0xFF;
    }

    static InetAddress source(byte[] packet) {
        return address(packet, version(packet) == 4 ? 12 : 8);
    }

    static InetAddress destination(byte[] packet) {
        return address(packet, version(packet) == 4 ? 16 : 24);
    }

    /// Whether the bytes are one whole packet of a version known here: lengths agree with what is there.
    static boolean whole(byte[] packet) {
        return switch (version(packet)) {
            case 4 ->
                packet.length >= HEADER_V4
                        && headerLength(packet) >= HEADER_V4
                        && get16(packet, 2) == packet.length
                        && headerLength(packet) <= packet.length;
            case 6 -> packet.length >= HEADER_V6 && get16(packet, 4) + HEADER_V6 == packet.length;
            default -> false;
        };
    }

    /// RFC 1071 over a pseudo header and the bytes; 0 when a checksum inside is right.
    static int transportChecksum(InetAddress from, InetAddress to, int protocol, byte[] bytes) {
        byte[] a = from.getAddress();
        byte[] b = to.getAddress();
        int sum = sum(a, 0, a.length, sum(b, 0, b.length, protocol + bytes.length));
        return checksum(bytes, 0, bytes.length, sum);
    }

    /// RFC 1071: the ones' complement of the ones' complement sum.
    static int checksum(byte[] bytes, int offset, int length, int initial) {
        int sum = sum(bytes, offset, length, initial);
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return ~sum & 0xFFFF;
    }

    private static int sum(byte[] bytes, int offset, int length, int initial) {
        int sum = initial;
        for (int i = 0; i < length; i++) {
            sum += i % 2 == 0 ? (bytes[offset + i] & 0xFF) << 8 : bytes[offset + i] & 0xFF;
        }
        return sum;
    }

    static int get16(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    /// SPEC [RFC 5072 §5]
    static Inet6Address linkLocal(long identifier) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(0xFE80_0000_0000_0000L)
                .putLong(identifier)
                .array();
        try {
            return Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    private static InetAddress address(byte[] packet, int at) {
        byte[] bytes = Arrays.copyOfRange(packet, at, at + (version(packet) == 4 ? 4 : 16));
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
