package dev.dialtone.datapath;

import dev.dialtone.core.PacketBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Packets one behind the other in one buffer, as a carrier lays them, that go nowhere.
final class Laid implements PacketBatch {
    private static final int OVERHEAD = 8;

    private final byte[] buffer = new byte[128 * 1024];
    private final int[] lengths = new int[1_000];
    private int filled;
    private int count;
    private int reserved;

    @Override
    public int reserve(int version, int length) {
        reserved = length;
        return filled + OVERHEAD;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public void commit() {
        filled += OVERHEAD + reserved;
        lengths[count++] = reserved;
    }

    @Override
    public void flush() {
        clear();
    }

    void clear() {
        filled = 0;
        count = 0;
    }

    int filled() {
        return filled;
    }

    byte[][] packets() {
        List<byte[]> all = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < count; i++) {
            all.add(Arrays.copyOfRange(buffer, at + OVERHEAD, at + OVERHEAD + lengths[i]));
            at += OVERHEAD + lengths[i];
        }
        return all.toArray(byte[][]::new);
    }
}
