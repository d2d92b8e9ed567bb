package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is exchanged with the peer's network itself: UDP in IPv4 and IPv6 (RFC 768, 791, 8200) and ICMPv6 (RFC
/// 4443), as whole packets with their checksums.
final class InnerPacket {
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    static final int HEADER_V4 = 20;
    static final int HEADER_V6 = 40;
    static final int UDP_HEADER = 8;

    /// Longest packet looked at, in bytes; no carrier brings more.
    static final int MAX_BYTES = 4096;

    /// SPEC [RFC 4861 §4.1] no router forwards what has the highest there is.
    static final int HOP_LIMIT = 255;

    private static final int TIME_TO_LIVE = 64;
    private static final int MORE_OR_OFFSET = 0x3FFF;

    private InnerPacket() {}

    /// A datagram.
    ///
    /// @param data what follows the UDP header
    record Datagram(InetAddress source, int sourcePort, InetAddress destination, int destinationPort, byte[] data) {}

    /// An ICMPv6 message.
    ///
    /// @param message from its type on
    record Message(Inet6Address source, Inet6Address destination, int hopLimit, byte[] message) {}

    /// @param from of the same family as `to`
    static byte[] udp(InetAddress from, int fromPort, InetAddress to, int toPort, byte[] data) {
        int length = UDP_HEADER + data.length;
        boolean ipv4 = from instanceof Inet4Address;
        int header = ipv4 ? HEADER_V4 : HEADER_V6;
        ByteBuffer packet = ByteBuffer.allocate(header + length);
        if (ipv4) {
            packet.putShort((short) 0x4500).putShort((short) (header + length)).putInt(0);
            packet.put((byte) TIME_TO_LIVE).put((byte) UDP).putShort((short) 0);
        } else {
            packet.putInt(0x6000_0000).putShort((short) length).put((byte) UDP).put((byte) TIME_TO_LIVE);
        }
        packet.put(from.getAddress()).put(to.getAddress());
        packet.putShort((short) fromPort).putShort((short) toPort).putShort((short) length);
        packet.putShort((short) 0).put(data);
        byte[] bytes = packet.array();
        if (ipv4) {
            put16(bytes, 10, checksum(bytes, 0, HEADER_V4, 0));
        }
        int sum = checksum(bytes, header, length, pseudo(bytes, ipv4 ? 12 : 8, ipv4 ? 8 : 32, UDP, length));
        // SPEC [RFC 768] zero means that there is none
        put16(bytes, header + 6, sum == 0 ? 0xFFFF : sum);
        return bytes;
    }

    /// @param message with a checksum of 0
    static byte[] icmpv6(Inet6Address from, Inet6Address to, byte[] message) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER_V6 + message.length);
        packet.putInt(0x6000_0000).putShort((short) message.length);
        packet.put((byte) ICMPV6).put((byte) HOP_LIMIT);
        packet.put(from.getAddress()).put(to.getAddress()).put(message);
        byte[] bytes = packet.array();
        int sum = checksum(bytes, HEADER_V6, message.length, pseudo(bytes, 8, 32, ICMPV6, message.length));
        put16(bytes, HEADER_V6 + 2, sum);
        return bytes;
    }

    /// A packet as a PPP frame: FF 03, two bytes of protocol.
    static byte[] framed(byte[] packet) {
        byte[] frame = new byte[4 + packet.length];
        frame[0] = (byte) 0xFF;
        frame[1] = 3;
        put16(frame, 2, packet[0] >> 4 == 4 ? SstpTraffic.IPV4 : SstpTraffic.IPV6);
        System.arraycopy(packet, 0, frame, 4, packet.length);
        return frame;
    }

    /// Reads a datagram that is no fragment.
    static Decoded<Datagram> decodeUdp(byte[] packet) {
        if (packet.length > MAX_BYTES) {
            return Decoded.malformed("longer than " + MAX_BYTES, MAX_BYTES);
        }
        return packet.length > 0 && (packet[0] & 0xF0) == 0x60 ? decodeUdp6(packet) : decodeUdp4(packet);
    }

    private static Decoded<Datagram> decodeUdp4(byte[] packet) {
        int header = packet.length == 0 ? 0 : (packet[0] & 0xF) * 4;
        if (header < HEADER_V4 || packet.length < header + UDP_HEADER || (packet[0] & 0xF0) != 0x40) {
            return Decoded.malformed("no IPv4 with UDP", 0);
        }
        int end = u16(packet, 2);
        if (end < header + UDP_HEADER || end > packet.length) {
            return Decoded.malformed("wrong length", 2);
        }
        if ((u16(packet, 6) & MORE_OR_OFFSET) != 0 || packet[9] != UDP) {
            return Decoded.malformed("no whole UDP", 6);
        }
        if (checksum(packet, 0, header, 0) != 0) {
            return Decoded.malformed("wrong checksum", 10);
        }
        boolean summed = u16(packet, header + 6) != 0;
        return datagram(packet, header, end, summed, InnerAddress.ipv4(packet, 12), InnerAddress.ipv4(packet, 16));
    }

    private static Decoded<Datagram> decodeUdp6(byte[] packet) {
        if (packet.length < HEADER_V6 + UDP_HEADER || packet[6] != UDP) {
            return Decoded.malformed("no IPv6 with UDP", 0);
        }
        int end = HEADER_V6 + u16(packet, 4);
        if (end < HEADER_V6 + UDP_HEADER || end > packet.length) {
            return Decoded.malformed("wrong length", 4);
        }
        // SPEC [RFC 8200 §8.1] without a checksum it is none
        return datagram(packet, HEADER_V6, end, true, InnerAddress.ipv6(packet, 8), InnerAddress.ipv6(packet, 24));
    }

    private static Decoded<Datagram> datagram(
            byte[] packet, int header, int end, boolean summed, InetAddress from, InetAddress to) {
        int length = u16(packet, header + 4);
        if (length < UDP_HEADER || header + length > end) {
            return Decoded.malformed("wrong length of UDP", header + 4);
        }
        boolean ipv4 = from instanceof Inet4Address;
        int pseudo = pseudo(packet, ipv4 ? 12 : 8, ipv4 ? 8 : 32, UDP, length);
        if (summed && (u16(packet, header + 6) == 0 || checksum(packet, header, length, pseudo) != 0)) {
            return Decoded.malformed("wrong checksum of UDP", header + 6);
        }
        byte[] data = Arrays.copyOfRange(packet, header + UDP_HEADER, header + length);
        return Decoded.ok(new Datagram(from, u16(packet, header), to, u16(packet, header + 2), data), end);
    }

    /// Reads ICMPv6 right behind the IPv6 header.
    static Decoded<Message> decodeIcmpv6(byte[] packet) {
        if (packet.length > MAX_BYTES) {
            return Decoded.malformed("longer than " + MAX_BYTES, MAX_BYTES);
        }
        if (packet.length < HEADER_V6 + 4 || (packet[0] & 0xF0) != 0x60 || packet[6] != ICMPV6) {
            return Decoded.malformed("no IPv6 with ICMPv6", 0);
        }
        int length = u16(packet, 4);
        if (length < 4 || HEADER_V6 + length > packet.length) {
            return Decoded.malformed("wrong length", 4);
        }
        if (checksum(packet, HEADER_V6, length, pseudo(packet, 8, 32, ICMPV6, length)) != 0) {
            return Decoded.malformed("wrong checksum", HEADER_V6 + 2);
        }
        byte[] message = Arrays.copyOfRange(packet, HEADER_V6, HEADER_V6 + length);
        return Decoded.ok(
                new Message(InnerAddress.ipv6(packet, 8), InnerAddress.ipv6(packet, 24), packet[7] & 0xFF, message),
                HEADER_V6 + length);
    }

    /// What a pseudo header adds to a sum.
    private static int pseudo(byte[] packet, int addresses, int addressBytes, int protocol, int length) {
        return sum(packet, addresses, addressBytes, protocol + length);
    }

    // SPEC [RFC 1071]
    private static int checksum(byte[] bytes, int offset, int length, int initial) {
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

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    static long u32(byte[] bytes, int at) {
        return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    private static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
