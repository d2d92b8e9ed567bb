package dev.dialtone.datapath;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The `struct virtio_net_hdr` in front of each packet of a TUN device opened with `IFF_VNET_HDR`: which checksum is
/// still to be made, and where a super-packet is to be cut. Little endian, ten bytes.
// SPEC [Virtio 1.2 §5.1.6]
final class VirtioHeader {
    static final int BYTES = 10;

    /// Flag: the field at csumStart + csumOffset holds the sum of the pseudo header only; the rest is to be added.
    static final int NEEDS_CSUM = 1;
    /// Flag: the checksums of the packet were verified.
    static final int DATA_VALID = 2;

    static final int GSO_NONE = 0;
    static final int GSO_TCPV4 = 1;
    /// Fragmentation of one long datagram (UFO), which Linux gave up; nothing here makes it or takes it.
    static final int GSO_UDP = 3;

    static final int GSO_TCPV6 = 4;
    /// Datagrams of one size, but for a shorter last one (USO).
    static final int GSO_UDP_L4 = 5;
    /// In addition to a TCP type: the first segment has CWR.
    static final int GSO_ECN = 0x80;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private VirtioHeader() {}

    static int flags(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }

    static int gsoType(byte[] bytes, int at) {
        return bytes[at + 1] & 0xFF;
    }

    /// A hint only: Linux counts whatever lies in the first part of its buffer.
    static int hdrLen(byte[] bytes, int at) {
        return u16(bytes, at + 2);
    }

    /// Bytes of payload in each segment.
    static int gsoSize(byte[] bytes, int at) {
        return u16(bytes, at + 4);
    }

    /// From the first byte of the packet, which comes after this header.
    static int csumStart(byte[] bytes, int at) {
        return u16(bytes, at + 6);
    }

    /// From csumStart.
    static int csumOffset(byte[] bytes, int at) {
        return u16(bytes, at + 8);
    }

    /// Writes a whole header.
    static void put(
            byte[] bytes, int at, int flags, int gsoType, int hdrLen, int gsoSize, int csumStart, int csumOffset) {
        bytes[at] = (byte) flags;
        bytes[at + 1] = (byte) gsoType;
        SHORTS.set(bytes, at + 2, (short) hdrLen);
        SHORTS.set(bytes, at + 4, (short) gsoSize);
        SHORTS.set(bytes, at + 6, (short) csumStart);
        SHORTS.set(bytes, at + 8, (short) csumOffset);
    }

    /// Writes the header of a packet that is whole as it is.
    ///
    /// @param flags 0 or [#DATA_VALID]
    static void putWhole(byte[] bytes, int at, int flags) {
        LONGS.set(bytes, at, (long) flags);
        SHORTS.set(bytes, at + 8, (short) 0);
    }

    private static int u16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at) & 0xFFFF;
    }
}
