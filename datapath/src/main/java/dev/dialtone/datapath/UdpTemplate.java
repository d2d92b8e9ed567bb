package dev.dialtone.datapath;

import static dev.dialtone.datapath.InternetChecksum.without;
import static dev.dialtone.datapath.NetworkOrder.put16;
import static dev.dialtone.datapath.NetworkOrder.u16;

/// UDP: each piece is a datagram of its own.
// SPEC [RFC 768]
final class UdpTemplate implements TransportTemplate {
    private static final int HEADER = 8;

    private long sum; // pseudo header and header, without both lengths

    @Override
    public int protocol() {
        return 17;
    }

    @Override
    public int checksumOffset() {
        return 6;
    }

    @Override
    public int read(byte[] from, int at, int bytes) {
        if (bytes < HEADER || u16(from, at + 4) != bytes) {
            return -1;
        }
        sum = (long) InternetChecksum.sum(from, at, HEADER) + without(bytes) + without(bytes);
        return HEADER;
    }

    @Override
    public void complete(byte[] piece, int at, int bytes, int payloadSum, int position, boolean last) {
        put16(piece, at + 4, bytes);
        put16(piece, at + 6, checksum(sum + bytes + bytes + payloadSum));
    }

    /// The checksum for this sum: never 0, which would mean none.
    static int checksum(long sum) {
        int checksum = InternetChecksum.of(sum);
        return checksum == 0 ? 0xFFFF : checksum;
    }
}
