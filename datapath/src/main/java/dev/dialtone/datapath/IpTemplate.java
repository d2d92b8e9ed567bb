package dev.dialtone.datapath;

import static dev.dialtone.datapath.InternetChecksum.without;
import static dev.dialtone.datapath.NetworkOrder.put16;
import static dev.dialtone.datapath.NetworkOrder.u16;
import static dev.dialtone.datapath.NetworkOrder.u8;

/// What the IP headers of the pieces of one super-packet have in common. For one thread; read again for each.
final class IpTemplate {
    private static final int NOT_WHOLE = 0x3FFF; // more fragments, and the fragment offset

    private int version;
    private int identification;
    private long sum; // of an IPv4 header without total length, identification and checksum

    /// 4 or 6, once it is read.
    int version() {
        return version;
    }

    /// Reads the headers of a super-packet.
    ///
    /// @param at          where it begins
    /// @param bytes       its length
    /// @param headerBytes length of the IP header with all extension headers
    /// @param protocol    what must follow them
    /// @return false when they are not so, or it cannot be cut
    boolean read(byte[] from, int at, int bytes, int headerBytes, int protocol) {
        version = u8(from, at) >>> 4;
        return version == 4
                ? readIpv4(from, at, bytes, headerBytes, protocol)
                : version == 6 && readIpv6(from, at, bytes, headerBytes, protocol);
    }

    /// Sets length, identification and header checksum of a piece that has the super-packet's IP header.
    ///
    /// @param bytes length of the piece
    /// @param index 0 for the first piece
    void complete(byte[] piece, int at, int bytes, int index) {
        if (version == 6) {
            put16(piece, at + 4, bytes - 40);
            return;
        }
        int id = (identification + index) & 0xFFFF;
        put16(piece, at + 2, bytes);
        put16(piece, at + 4, id);
        put16(piece, at + 10, InternetChecksum.of(sum + bytes + id));
    }

    private boolean readIpv4(byte[] from, int at, int bytes, int headerBytes, int protocol) {
        if (headerBytes < 20
                || headerBytes > bytes
                || (from[at] & 0xF) << 2 != headerBytes
                || u16(from, at + 2) != bytes
                || u8(from, at + 9) != protocol
                || (u16(from, at + 6) & NOT_WHOLE) != 0) {
            return false;
        }
        identification = u16(from, at + 4);
        sum = (long) InternetChecksum.sum(from, at, headerBytes)
                + without(bytes)
                + without(identification)
                + without(u16(from, at + 10));
        return true;
    }

    // SPEC [RFC 8200 §4.1]
    private static boolean readIpv6(byte[] from, int at, int bytes, int headerBytes, int protocol) {
        if (headerBytes < 40 || headerBytes > bytes || u16(from, at + 4) + 40 != bytes) {
            return false;
        }
        int next = u8(from, at + 6);
        int start = 40;
        while (start + 8 <= headerBytes && mayRepeat(next)) {
            next = u8(from, at + start);
            start += (u8(from, at + start + 1) + 1) << 3;
        }
        return start == headerBytes && next == protocol;
    }

    /// Whether each piece may have a copy of the extension header: hop-by-hop options, routing, destination options.
    /// A fragment is not whole, and an authentication header would be wrong in each piece.
    private static boolean mayRepeat(int extension) {
        return extension == 0 || extension == 43 || extension == 60;
    }
}
