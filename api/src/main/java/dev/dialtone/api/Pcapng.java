package dev.dialtone.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the blocks of a pcapng file with one interface that carries PPP (draft-ietf-opsawg-pcapng §4). Times
/// are in nanoseconds, numbers little-endian.
public final class Pcapng {
    /// Block types.
    public static final int SECTION_HEADER = 0x0A0D0D0A;

    public static final int INTERFACE_DESCRIPTION = 1;
    public static final int INTERFACE_STATISTICS = 5;
    public static final int ENHANCED_PACKET = 6;

    /// A byte of direction, then PPP; with FF 03 before the protocol or without. LINKTYPE_PPP_WITH_DIR of the
    /// registry of link types.
    public static final int LINKTYPE_PPP_WITH_DIR = 204;

    /// The byte of direction of what came from the peer.
    public static final byte RECEIVED = 0;

    /// The byte of direction of what went to the peer.
    public static final byte SENT = 1;

    static final int EPB_DROPCOUNT = 4;
    static final int ISB_IFDROP = 5;

    private static final int MAGIC = 0x1A2B3C4D;
    private static final long UNKNOWN_LENGTH = -1;
    private static final int COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_DESCRIPTION = 3;
    private static final int IF_TSRESOL = 9;
    private static final int EPB_FLAGS = 2;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;
    private static final int ISB_STARTTIME = 2;
    private static final int ISB_ENDTIME = 3;
    private static final int ISB_IFRECV = 4;
    private static final byte NANOSECONDS = 9;
    private static final int MAX_TEXT_BYTES = 1024;

    private final ByteBuffer out;

    private Pcapng(int type, int bytes) {
        out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(type).putInt(0);
    }

    /// The block that a file begins with (§4.1).
    ///
    /// @param application who writes it
    /// @param comment     empty for none
    public static byte[] sectionHeader(String application, String comment) {
        Pcapng block = new Pcapng(SECTION_HEADER, 64 + 2 * MAX_TEXT_BYTES);
        block.out.putInt(MAGIC).putShort((short) 1).putShort((short) 0).putLong(UNKNOWN_LENGTH);
        return block.text(COMMENT, comment).text(SHB_USERAPPL, application).end();
    }

    /// The one interface (§4.2), number 0; no frame is cut.
    ///
    /// @param description empty for none
    public static byte[] interfaceDescription(String name, String description) {
        Pcapng block = new Pcapng(INTERFACE_DESCRIPTION, 64 + 2 * MAX_TEXT_BYTES);
        block.out.putShort((short) LINKTYPE_PPP_WITH_DIR).putShort((short) 0).putInt(0);
        block.text(IF_NAME, name).text(IF_DESCRIPTION, description);
        block.option(IF_TSRESOL, new byte[] {NANOSECONDS});
        return block.end();
    }

    /// A frame (§4.3).
    ///
    /// @param epochNanos when, since 1970
    /// @param data       [#RECEIVED] or [#SENT], then the whole frame
    /// @param dropped    how many were lost between the one before it and this one
    /// @param comment    empty for none
    public static byte[] packet(long epochNanos, byte[] data, long dropped, String comment) {
        Pcapng block = new Pcapng(ENHANCED_PACKET, 96 + padded(data.length) + (comment.isEmpty() ? 0 : MAX_TEXT_BYTES));
        block.out.putInt(0);
        block.time(epochNanos);
        block.out.putInt(data.length).putInt(data.length).put(data);
        block.pad();
        block.text(COMMENT, comment);
        block.number32(EPB_FLAGS, data[0] == RECEIVED ? INBOUND : OUTBOUND);
        if (dropped > 0) {
            block.number64(EPB_DROPCOUNT, dropped);
        }
        return block.end();
    }

    /// What was counted so far (§4.6); the last one of a file holds.
    ///
    /// @param startNanos when the capture began, since 1970
    /// @param seen       frames that passed, lost ones included
    /// @param dropped    frames that were lost
    public static byte[] statistics(long startNanos, long nowNanos, long seen, long dropped) {
        Pcapng block = new Pcapng(INTERFACE_STATISTICS, 128);
        block.out.putInt(0);
        block.time(nowNanos);
        block.timeOption(ISB_STARTTIME, startNanos);
        block.timeOption(ISB_ENDTIME, nowNanos);
        block.number64(ISB_IFRECV, seen);
        block.number64(ISB_IFDROP, dropped);
        return block.end();
    }

    /// Bytes that so many take: blocks and options end on a boundary of four.
    static int padded(int length) {
        return (length + 3) & ~3;
    }

    /// SPEC [pcapng §4.3] the upper half first, each half in the byte order of the section.
    private void time(long nanos) {
        out.putInt((int) (nanos >>> 32)).putInt((int) nanos);
    }

    private void timeOption(int code, long nanos) {
        out.putShort((short) code).putShort((short) Long.BYTES);
        time(nanos);
    }

    private void number32(int code, int value) {
        out.putShort((short) code).putShort((short) Integer.BYTES).putInt(value);
    }

    private void number64(int code, long value) {
        out.putShort((short) code).putShort((short) Long.BYTES).putLong(value);
    }

    private Pcapng text(int code, String text) {
        if (!text.isEmpty()) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            option(code, utf8.length <= MAX_TEXT_BYTES - 8 ? utf8 : Arrays.copyOf(utf8, MAX_TEXT_BYTES - 8));
        }
        return this;
    }

    private void option(int code, byte[] value) {
        out.putShort((short) code).putShort((short) value.length).put(value);
        pad();
    }

    private void pad() {
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
    }

    /// opt_endofopt, and the length at both ends.
    private byte[] end() {
        out.putInt(0);
        int length = out.position() + 4;
        out.putInt(length);
        out.putInt(4, length);
        return Arrays.copyOf(out.array(), length);
    }
}
