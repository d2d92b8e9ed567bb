package dev.dialtone.api;

import dev.dialtone.core.Decoded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A block of a pcapng file (draft-ietf-opsawg-pcapng §3.1) as far as it matters to who passes it on: where it
/// ends, whether it is a packet, and how many were lost. Little-endian, as [Pcapng] writes it.
///
/// ```
/// +---------------+---------------+------------------+---------------+
/// | type (4)      | length (4)    | body, padded     | length (4)    |
/// +---------------+---------------+------------------+---------------+
/// ```
///
/// @param type    of the block; any, for a reader passes over what it does not know
/// @param dropped of a packet: how many were lost between the one before it and this one; of statistics: how
///                many in all; otherwise 0
public record PcapngBlock(int type, long dropped) {
    /// Longest block that is taken, in bytes; a PPP frame has at most 4,091.
    public static final int MAX_BYTES = 64 * 1024;

    private static final int LEAST_BYTES = 12;
    private static final int PACKET_HEAD_BYTES = 28;
    private static final int STATISTICS_HEAD_BYTES = 20;
    private static final int OPTION_HEAD_BYTES = 4;

    /// Whether it holds a packet.
    public boolean isPacket() {
        return type == Pcapng.ENHANCED_PACKET;
    }

    /// Whether it holds what is counted over the whole capture.
    public boolean isStatistics() {
        return type == Pcapng.INTERFACE_STATISTICS;
    }

    /// Reads the block that begins at the offset; never throws.
    public static Decoded<PcapngBlock> decode(byte[] bytes, int offset, int end) {
        if (end - offset < LEAST_BYTES) {
            return Decoded.needMore();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = in.getInt(offset + 4);
        if (length < LEAST_BYTES || length > MAX_BYTES || length % 4 != 0) {
            return Decoded.malformed("a block of " + Integer.toUnsignedString(length) + " bytes", 4);
        }
        if (end - offset < length) {
            return Decoded.needMore();
        }
        if (in.getInt(offset + length - 4) != length) {
            return Decoded.malformed("a block whose two lengths differ", length - 4);
        }
        int type = in.getInt(offset);
        int blockEnd = offset + length - 4;
        long dropped = switch (type) {
            case Pcapng.ENHANCED_PACKET -> ofPacket(in, offset, blockEnd);
            case Pcapng.INTERFACE_STATISTICS -> number(in, offset + STATISTICS_HEAD_BYTES, blockEnd, Pcapng.ISB_IFDROP);
            default -> 0;
        };
        return Decoded.ok(new PcapngBlock(type, dropped), length);
    }

    private static long ofPacket(ByteBuffer in, int offset, int end) {
        if (end - offset < PACKET_HEAD_BYTES) {
            return 0;
        }
        int captured = in.getInt(offset + 20);
        if (captured < 0 || captured > MAX_BYTES) {
            return 0;
        }
        return number(in, offset + PACKET_HEAD_BYTES + Pcapng.padded(captured), end, Pcapng.EPB_DROPCOUNT);
    }

    /// The value of an option of eight bytes; 0 when it is not there, or negative.
    private static long number(ByteBuffer in, int from, int end, int wanted) {
        int at = from;
        while (at + OPTION_HEAD_BYTES <= end) {
            int code = in.getShort(at) & 0xFFFF;
            int length = in.getShort(at + 2) & 0xFFFF;
            if (code == wanted && length == Long.BYTES && at + OPTION_HEAD_BYTES + Long.BYTES <= end) {
                return Math.max(0, in.getLong(at + OPTION_HEAD_BYTES));
            }
            at += OPTION_HEAD_BYTES + Pcapng.padded(length);
        }
        return 0;
    }
}
