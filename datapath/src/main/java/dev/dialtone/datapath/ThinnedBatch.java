package dev.dialtone.datapath;

import dev.dialtone.core.PacketBatch;

/// A batch that the first packet put into it is lost from, as one that its carrier does not take: of a super-packet
/// that is cut into it the rest goes on, and its sender learns of the loss at once. For one thread.
final class ThinnedBatch implements PacketBatch {
    private final PacketBatch batch;
    private boolean losesNext;

    ThinnedBatch(PacketBatch batch) {
        this.batch = batch;
    }

    /// The next packet is lost.
    ThinnedBatch thinned() {
        losesNext = true;
        return this;
    }

    @Override
    public int reserve(int version, int length) {
        if (losesNext) {
            losesNext = false;
            return -1;
        }
        return batch.reserve(version, length);
    }

    @Override
    public byte[] buffer() {
        return batch.buffer();
    }

    @Override
    public void commit() {
        batch.commit();
    }

    @Override
    public void flush() {
        batch.flush();
    }
}
