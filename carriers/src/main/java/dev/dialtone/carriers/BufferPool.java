package dev.dialtone.carriers;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Buffers lent for as long as there is something in them, so that a connection that is silent holds none. Of
/// the large
/// ones only so many are lent at once as the heap has room for: who gets none works with a small one, slower.
/// Safe for
/// use by several threads.
final class BufferPool {
    /// Room for the largest TLS record (RFC 8446 §5.2: 5 + 2^14 + 256 bytes) and for its plain text; never refused.
    static final BufferPool RECORDS = new BufferPool(17 * 1024, 64, Integer.MAX_VALUE);

    /// Room for a batch of frames, and for what it becomes: eighteen records.
    static final BufferPool BATCHES = ofHeap(18 * 17 * 1024);

    /// Room for what a busy reader takes at once, and for its plain text.
    static final BufferPool READS = ofHeap(40 * 17 * 1024);

    /// How much of the heap the buffers of one pool may take, as a divisor.
    private static final int SHARE = 8;

    private static final int FEW = 2;
    private static final int MANY = 64;

    private final int capacity;
    private final int kept;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private int lent;

    /// @param capacity bytes of each buffer
    /// @param kept     how many are kept while nobody wants them
    /// @param most     how many are lent at once
    BufferPool(int capacity, int kept, int most) {
        this.capacity = capacity;
        this.kept = kept;
        this.most = most;
    }

    private static BufferPool ofHeap(int capacity) {
        int most = (int) Math.clamp(Runtime.getRuntime().maxMemory() / SHARE / capacity, FEW, MANY);
        return new BufferPool(capacity, Math.min(most, 4 * FEW), most);
    }

    /// An empty buffer with an array, the borrower's own until it is given back.
    ///
    /// @throws IllegalStateException of a pool with a limit, when that is reached
    ByteBuffer borrow() {
        ByteBuffer buffer = tryBorrow();
        if (buffer == null) {
            throw new IllegalStateException("all buffers are lent");
        }
        return buffer;
    }

    /// The same, or null when as many as may be are lent.
    @Nullable
    ByteBuffer tryBorrow() {
        lock.lock();
        try {
            if (lent == most) {
                return null;
            }
            lent++;
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
            lent--;
            if (idle.size() < kept) {
                idle.addLast(buffer);
            }
        } finally {
            lock.unlock();
        }
    }
}
