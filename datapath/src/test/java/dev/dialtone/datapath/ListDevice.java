package dev.dialtone.datapath;

import dev.dialtone.core.PacketSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keeps what is written to it, virtio headers and all.
final class ListDevice implements PacketSink {
    final List<byte[]> written = new ArrayList<>();
    int flushes;

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        written.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void flush() {
        flushes++;
    }

    /// What was written as a host would see it: super-packets cut.
    List<byte[]> packets() {
        ListBatch batch = new ListBatch();
        Segmenter segmenter = new Segmenter();
        for (byte[] one : written) {
            segmenter.cut(one, 0, one.length, batch);
        }
        if (segmenter.dropped() > 0) {
            throw new AssertionError("written, and cannot be cut: " + segmenter.dropped());
        }
        return batch.packets;
    }
}
