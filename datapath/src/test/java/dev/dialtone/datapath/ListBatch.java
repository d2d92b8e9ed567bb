package dev.dialtone.datapath;

import dev.dialtone.core.PacketBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/// Keeps what is put into it, and looks that nothing is written beside the place reserved.
final class ListBatch implements PacketBatch {
    private static final byte UNTOUCHED = (byte) 0xA5;
    private static final int MARGIN = 16;

    final List<byte[]> packets = new ArrayList<>();
    final List<Integer> versions = new ArrayList<>();
    /// Which reservations, counted from 0, are refused.
    IntPredicate refused = n -> false;

    int reservations;
    int flushes;
    private byte[] buffer = new byte[0];

    @Override
    public int reserve(int version, int length) {
        if (length < 1) {
            throw new AssertionError("reserved " + length);
        }
        if (refused.test(reservations++)) {
            return -1;
        }
        versions.add(version);
        buffer = new byte[length + 2 * MARGIN];
        Arrays.fill(buffer, UNTOUCHED);
        return MARGIN;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public void commit() {
        int end = buffer.length - MARGIN;
        for (int i = 0; i < MARGIN; i++) {
            if (buffer[i] != UNTOUCHED || buffer[end + i] != UNTOUCHED) {
                throw new AssertionError("written outside: " + i);
            }
        }
        packets.add(Arrays.copyOfRange(buffer, MARGIN, end));
    }

    @Override
    public void flush() {
        flushes++;
    }
}
