package dev.dialtone.datapath;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/// Buffers of 64 KB for a packet of the TUN, to be cut or being merged. They are lent for as long as the packet
/// is there: a
/// silent connection has none, however much it carried before. Safe for use by several threads.
final class PacketBuffers {
    private static final int KEPT = 32;
    private static final int BYTES = VirtioHeader.BYTES + 0xFFFF;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final ArrayDeque<byte[]> IDLE = new ArrayDeque<>(KEPT + 1);

    private PacketBuffers() {}

    /// Room for a virtio header and the longest packet.
    static byte[] borrow() {
        LOCK.lock();
        try {
            byte[] buffer = IDLE.pollLast();
            return buffer == null ? new byte[BYTES] : buffer;
        } finally {
            LOCK.unlock();
        }
    }

    /// The borrower must not touch it any more.
    static void giveBack(byte[] buffer) {
        LOCK.lock();
        try {
            if (IDLE.size() < KEPT) {
                IDLE.addLast(buffer);
            }
        } finally {
            LOCK.unlock();
        }
    }
}
