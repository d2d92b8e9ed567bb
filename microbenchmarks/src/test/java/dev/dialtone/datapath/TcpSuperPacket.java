package dev.dialtone.datapath;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/// A TCP super-packet as Linux hands it over, timestamps in its header.
final class TcpSuperPacket {
    private static final int TCP = 6;
    private static final int TCP_HEADER = 32;
    private static final int CHECKSUM_OFFSET = 16;
    private static final int ACK_PSH = 0x18;

    private TcpSuperPacket() {}

    /// @param version 4 or 6
    /// @param segment payload bytes of each packet that it stands for
    /// @param payload bytes in all
    /// @return with a virtio header
    static byte[] of(int version, int segment, int payload, SplittableRandom random) {
        int ipHeader = version == 4 ? 20 : 40;
        ByteBuffer packet = ByteBuffer.allocate(VirtioHeader.BYTES + ipHeader + TCP_HEADER + payload);
        VirtioHeader.put(
                packet.array(),
                0,
                VirtioHeader.NEEDS_CSUM,
                version == 4 ? VirtioHeader.GSO_TCPV4 : VirtioHeader.GSO_TCPV6,
                ipHeader + TCP_HEADER,
                segment,
                ipHeader,
                CHECKSUM_OFFSET);
        packet.position(VirtioHeader.BYTES);
        int length = TCP_HEADER + payload;
        if (version == 4) {
            packet.putShort((short) 0x4500).putShort((short) (ipHeader + length));
            packet.putShort((short) 1).putShort((short) 0x4000).put((byte) 64).put((byte) TCP);
            packet.putShort((short) 0).putInt(0x0A630001).putInt(0x0A630002);
        } else {
            packet.putInt(0x60000000).putShort((short) length).put((byte) TCP).put((byte) 64);
            packet.putLong(0xFD99L << 48).putLong(1).putLong(0xFD99L << 48).putLong(2);
        }
        packet.putShort((short) 5201).putShort((short) 40_000).putInt(1_000).putInt(77);
        packet.put((byte) (TCP_HEADER / 4 << 4)).put((byte) ACK_PSH).putShort((short) 501);
        packet.putShort((short) InternetChecksum.fold(pseudo(packet.array(), version) + length));
        packet.putShort((short) 0).putInt(0x0101080A).putInt(1).putInt(2);
        while (packet.hasRemaining()) {
            packet.put((byte) random.nextInt());
        }
        return packet.array();
    }

    private static long pseudo(byte[] packet, int version) {
        return version == 4
                ? InternetChecksum.pseudoIpv4(packet, VirtioHeader.BYTES, TCP)
                : InternetChecksum.pseudoIpv6(packet, VirtioHeader.BYTES, TCP);
    }
}
