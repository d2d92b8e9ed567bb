package dev.dialtone.datapath;

import static dev.dialtone.datapath.NetworkOrder.u16;
import static dev.dialtone.datapath.NetworkOrder.u8;

/// A packet that has just come: where its parts are, and whether it may be merged with others. One object is used
/// again for each packet; its fields hold until the next [#read].
final class Arrival {
    /// What may be done with a packet.
    enum Kind {
        /// It may begin a merge or continue one, when its checksums are right.
        MERGEABLE,
        /// Not to be merged, but it belongs to a flow and must stay behind what came before.
        IN_FLOW,
        /// It may belong to any flow: TCP or UDP behind IPv4 options or IPv6 extension headers.
        UNUSUAL,
        /// Neither TCP nor UDP, or a fragment, or no IP at all: it may overtake.
        APART
    }

    static final int TCP = 6;
    static final int UDP = 17;

    private static final int FRAGMENT = 0x3FFF; // more fragments, and the fragment offset
    private static final int RESERVED = 0x8000;
    private static final int ACK = 0x10;
    private static final int PSH = 0x08;
    private static final int ALL_FLAGS = 0xFFF; // with those that are still reserved

    byte[] buffer = new byte[0];
    int at;
    int length;
    int version;
    int protocol;
    /// Where in the buffer the TCP or UDP header begins; only when in a flow, like all below.
    int transport;

    /// Of the IP and the transport header.
    int headerBytes;

    int payloadBytes;
    /// Whether PSH is set: nothing may be appended to it.
    boolean pushes;

    Kind read(byte[] packet, int offset, int bytes) {
        buffer = packet;
        at = offset;
        length = bytes;
        version = bytes == 0 ? 0 : u8(packet, offset) >>> 4;
        if (version == 4 && bytes >= 20) {
            return ipv4();
        }
        return version == 6 && bytes >= 40 ? ipv6() : Kind.APART;
    }

    /// Bytes from the transport header to the end.
    int transportBytes() {
        return length - (transport - at);
    }

    private Kind ipv4() {
        int fragment = u16(buffer, at + 6);
        protocol = u8(buffer, at + 9);
        if ((protocol != TCP && protocol != UDP) || (fragment & FRAGMENT) != 0) {
            return Kind.APART;
        }
        if (buffer[at] != 0x45) {
            return Kind.UNUSUAL;
        }
        transport = at + 20;
        // a field of 0xFFFF may stand for a sum of 0: right, but not what cutting would make of it again
        boolean sound = u16(buffer, at + 2) == length && (fragment & RESERVED) == 0 && u16(buffer, at + 10) != 0xFFFF;
        return protocol == TCP ? tcp(sound) : udp(sound);
    }

    private Kind ipv6() {
        protocol = u8(buffer, at + 6);
        transport = at + 40;
        boolean sound = u16(buffer, at + 4) + 40 == length;
        if (protocol == TCP) {
            return tcp(sound);
        }
        if (protocol == UDP) {
            return udp(sound);
        }
        return isExtension(protocol) ? Kind.UNUSUAL : Kind.APART;
    }

    private Kind tcp(boolean sound) {
        int bytes = transportBytes();
        if (bytes < 20) {
            return bytes < 4 ? Kind.APART : Kind.IN_FLOW;
        }
        int offsetAndFlags = u16(buffer, transport + 12);
        int header = (offsetAndFlags >>> 12) << 2;
        headerBytes = transport - at + header;
        payloadBytes = length - headerBytes;
        pushes = (offsetAndFlags & PSH) != 0;
        return sound
                        && header >= 20
                        && payloadBytes > 0
                        && (offsetAndFlags & ALL_FLAGS & ~PSH) == ACK
                        && u16(buffer, transport + 16) != 0xFFFF
                ? Kind.MERGEABLE
                : Kind.IN_FLOW;
    }

    private Kind udp(boolean sound) {
        int bytes = transportBytes();
        if (bytes < 8) {
            return bytes < 4 ? Kind.APART : Kind.IN_FLOW;
        }
        headerBytes = transport - at + 8;
        payloadBytes = bytes - 8;
        pushes = false;
        return sound && payloadBytes > 0 && u16(buffer, transport + 4) == bytes && u16(buffer, transport + 6) != 0
                ? Kind.MERGEABLE
                : Kind.IN_FLOW;
    }

    /// Whether TCP or UDP of a whole packet may follow this header: hop-by-hop options, routing, authentication,
    /// destination options, mobility, host identity, shim6.
    // SPEC [RFC 7045 §4, but for the fragment header and ESP]
    private static boolean isExtension(int header) {
        return switch (header) {
            case 0, 43, 51, 60, 135, 139, 140 -> true;
            default -> false;
        };
    }
}
