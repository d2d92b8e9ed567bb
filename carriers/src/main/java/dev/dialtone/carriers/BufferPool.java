package dev.dialtone.carriers;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/// Buffers lent for as long as there is something in them, so that a connection that is silent holds none. Safe
/// for use
/// by several threads.
final class BufferPool {
    /// Room for the largest TLS record (RFC 8446 §5.2: 5 + 2^14 + 256 bytes) and for its plain text.
    static final BufferPool RECORDS = new BufferPool(17 * 1024, 64);

    /// Room for what one batch becomes: ten records.
    static final BufferPool BATCHES = new BufferPool(18 * 17 * 1024, 8);

    private final int capacity;
    private final int kept;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();

    /// @param capacity bytes of each buffer
    /// @param kept     how many are kept while nobody wants them
    BufferPool(int capacity, int kept) {
        this.capacity = capacity;
        this.kept = kept;
    }

    /// An empty buffer with an array, the borrower's own until it is given back.
    ByteBuffer borrow() {
        lock.lock();
        try {
            ByteBuffer buffer = idle.pollLast();
            return buffer == null ? ByteBuffer.allocate(capacity) : buffer.clear();
        } finally {
            lock.unlock();
        }
    }

    /// The borrower must not touch it any more.
    void giveBack(ByteBuffer buffer) {
        lock.lock();
        try {
            if (idle.size() < kept) {
                idle.addLast(buffer);
            }
        } finally {
            lock.unlock();
        }
    }
}
