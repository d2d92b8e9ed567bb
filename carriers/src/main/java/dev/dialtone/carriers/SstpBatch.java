package dev.dialtone.carriers;

import dev.dialtone.core.PacketBatch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// IP packets framed for SSTP, one behind the other as they will lie in the TLS records' plain text: a header of
/// eight bytes and the packet. Frames need not end where a record does.
final class SstpBatch implements PacketBatch {
    /// Bytes before an IP packet: SSTP header, PPP address, control and protocol.
    static final int OVERHEAD_BYTES = SstpPacket.HEADER_BYTES + 4;

    /// Largest IP packet that one SSTP packet carries.
    static final int MAX_PACKET_BYTES = SstpPacket.MAX_BYTES - OVERHEAD_BYTES;

    private static final byte[] NOTHING = {};
    private static final byte ADDRESS = (byte) 0xFF;
    private static final byte CONTROL = 0x03;

    private final SstpTraffic traffic;
    private BufferPool pool = BufferPool.RECORDS;
    private @Nullable ByteBuffer lent;
    private byte[] frames = NOTHING;
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
        while (filled + OVERHEAD_BYTES + packetLength > frames.length) {
            makeRoom();
        }
        version = packetVersion;
        length = packetLength;
        return filled + OVERHEAD_BYTES;
    }

    /// First a buffer for a record; a large one, if there is one, when that is full.
    private void makeRoom() {
        if (lent == null) {
            take(BufferPool.RECORDS, BufferPool.RECORDS.borrow());
            return;
        }
        ByteBuffer larger = pool.equals(BufferPool.RECORDS) ? BufferPool.BATCHES.tryBorrow() : null;
        if (larger == null) {
            send();
        } else {
            System.arraycopy(frames, 0, larger.array(), 0, filled);
            giveBack();
            take(BufferPool.BATCHES, larger);
        }
    }

    private void take(BufferPool from, ByteBuffer buffer) {
        pool = from;
        lent = buffer;
        frames = buffer.array();
    }

    private void giveBack() {
        if (lent != null) {
            pool.giveBack(lent);
            lent = null;
            frames = NOTHING;
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

    /// Nothing is held until the next packet.
    @Override
    public void flush() {
        try {
            if (filled > 0) {
                send();
            }
        } finally {
            giveBack();
        }
    }

    private void send() {
        int bytes = filled;
        int count = packets;
        long carried = packetBytes;
        filled = 0;
        packets = 0;
        packetBytes = 0;
        traffic.send(frames, bytes, count, carried);
    }
}
