package dev.dialtone.carriers;

import dev.dialtone.core.PacketBatch;
import java.util.Arrays;

/// IP packets framed for SSTP, one behind the other as they will lie in the TLS records' plain text: a header
/// of eight
/// bytes and the packet. Frames need not end where a record does.
final class SstpBatch implements PacketBatch {
    /// Bytes before an IP packet: SSTP header, PPP address, control and protocol.
    static final int OVERHEAD_BYTES = SstpPacket.HEADER_BYTES + 4;

    /// Largest IP packet that one SSTP packet carries.
    static final int MAX_PACKET_BYTES = SstpPacket.MAX_BYTES - OVERHEAD_BYTES;

    /// Eight whole records.
    static final int CAPACITY_BYTES = 16 * 16 * 1024;

    private static final int START_BYTES = 8 * 1024;
    private static final byte ADDRESS = (byte) 0xFF;
    private static final byte CONTROL = 0x03;

    private final SstpTraffic traffic;
    private byte[] frames = new byte[START_BYTES];
    private int filled;
    private int packets;
    private long packetBytes;
    private int version;
    private int length;

    SstpBatch(SstpTraffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public int reserve(int packetVersion, int packetLength) {
        if (packetLength <= 0 || packetLength > MAX_PACKET_BYTES || !traffic.takes(packetVersion)) {
            traffic.dropped(1);
            return -1;
        }
        if (filled + OVERHEAD_BYTES + packetLength > frames.length) {
            makeRoom();
        }
        version = packetVersion;
        length = packetLength;
        return filled + OVERHEAD_BYTES;
    }

    /// Most connections are silent most of the time: the buffer grows with what is sent.
    private void makeRoom() {
        if (frames.length < CAPACITY_BYTES) {
            frames = Arrays.copyOf(frames, Math.min(CAPACITY_BYTES, 4 * frames.length));
        } else {
            flush();
        }
    }

    @Override
    public byte[] buffer() {
        return frames;
    }

    @Override
    public void commit() {
        SstpPacket.putDataHeader(frames, filled, length + 4);
        frames[filled + 4] = ADDRESS;
        frames[filled + 5] = CONTROL;
        frames[filled + 6] = 0;
        frames[filled + 7] = (byte) (version == 4 ? SstpTraffic.IPV4 : SstpTraffic.IPV6);
        filled += OVERHEAD_BYTES + length;
        packets++;
        packetBytes += length;
    }

    @Override
    public void flush() {
        if (filled > 0) {
            traffic.send(frames, filled, packets, packetBytes);
            filled = 0;
            packets = 0;
            packetBytes = 0;
        }
    }
}
