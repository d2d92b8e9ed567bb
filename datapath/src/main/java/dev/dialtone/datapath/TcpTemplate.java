package dev.dialtone.datapath;

import static dev.dialtone.datapath.InternetChecksum.without;
import static dev.dialtone.datapath.NetworkOrder.i32;
import static dev.dialtone.datapath.NetworkOrder.put16;
import static dev.dialtone.datapath.NetworkOrder.put32;
import static dev.dialtone.datapath.NetworkOrder.u16;
import static dev.dialtone.datapath.NetworkOrder.u8;

/// TCP: sequence numbers go on, FIN and PSH belong to the last piece, CWR to the first.
// SPEC [RFC 9293 §3.1], SPEC [RFC 3168 §6.1.2: CWR once]
final class TcpTemplate implements TransportTemplate {
    private static final int FIN = 0x01;
    private static final int PSH = 0x08;
    private static final int CWR = 0x80;

    private int sequence;
    private int offsetAndFlags;
    private long sum; // pseudo header and header, without length, sequence number, offset and flags

    @Override
    public int protocol() {
        return 6;
    }

    @Override
    public int checksumOffset() {
        return 16;
    }

    @Override
    public int read(byte[] from, int at, int bytes) {
        if (bytes < 20) {
            return -1;
        }
        int header = (u8(from, at + 12) >>> 4) << 2;
        if (header < 20 || header > bytes) {
            return -1;
        }
        sequence = i32(from, at + 4);
        offsetAndFlags = u16(from, at + 12);
        sum = (long) InternetChecksum.sum(from, at, header)
                + without(bytes)
                + without(sequence >>> 16)
                + without(sequence & 0xFFFF)
                + without(offsetAndFlags);
        return header;
    }

    @Override
    public void complete(byte[] piece, int at, int bytes, int payloadSum, int position, boolean last) {
        int number = sequence + position;
        int flags = offsetAndFlags;
        if (position != 0) {
            flags &= ~CWR;
        }
        if (!last) {
            flags &= ~(FIN | PSH);
        }
        put32(piece, at + 4, number);
        put16(piece, at + 12, flags);
        long total = sum + bytes + (number >>> 16) + (number & 0xFFFF) + flags + payloadSum;
        put16(piece, at + 16, InternetChecksum.of(total));
    }
}
