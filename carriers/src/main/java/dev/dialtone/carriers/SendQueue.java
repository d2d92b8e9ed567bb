package dev.dialtone.carriers;

import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The plain bytes between those who send and the one thread that writes: two buffers that change places, so
/// that the writer gets all there is at once and nothing is allocated per packet.
final class SendQueue {
    /// Above this nothing is taken: the peer does not read.
    static final int LIMIT_BYTES = 4 * 1024 * 1024;

    // control frames are few and small, and a thousand idle connections have two of these each: they grow with
    // what is sent
    private static final int START_BYTES = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private byte[] filling = new byte[START_BYTES];
    private byte[] spare = new byte[START_BYTES];
    private int filled;
    private int taken;
    private boolean flush;
    private boolean ending;
    private boolean dead;
    private boolean waiting;

    /// What the writer is to do.
    enum Job {
        WRITE,
        FLUSH,
        END,
        DIE
    }

    /// Adds bytes; false when the limit is reached. What comes after [#end] or [#die] is dropped.
    boolean add(byte[] buffer, int offset, int length) {
        lock.lock();
        try {
            if (ending || dead) {
                return true;
            }
            if (filled + length > LIMIT_BYTES) {
                return false;
            }
            if (filled + length > filling.length) {
                filling = Arrays.copyOf(filling, Math.max(2 * filling.length, filled + length));
            }
            System.arraycopy(buffer, offset, filling, filled, length);
            filled += length;
            wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next job; the bytes of [Job#WRITE] are then [#taken] bytes of [#buffer].
    Job take() {
        lock.lock();
        try {
            taken = 0;
            idle.signalAll();
            while (filled == 0 && !flush && !ending && !dead) {
                waiting = true;
                work.awaitUninterruptibly();
            }
            waiting = false;
            if (dead) {
                return Job.DIE;
            }
            if (filled > 0) {
                byte[] full = filling;
                filling = spare;
                spare = full;
                taken = filled;
                filled = 0;
                return Job.WRITE;
            }
            if (flush) {
                flush = false;
                return Job.FLUSH;
            }
            return Job.END;
        } finally {
            lock.unlock();
        }
    }

    /// The writer's own until its next [#take].
    byte[] buffer() {
        return spare;
    }

    int taken() {
        return taken;
    }

    /// Has the writer let TLS say what it has to say by itself (RFC 8446 §4.6.3), and waits until it did.
    void flushAndWait() {
        lock.lock();
        try {
            flush = true;
            wake();
            while (flush && !ending && !dead) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The same without waiting.
    void flush() {
        lock.lock();
        try {
            flush = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// What is queued is still written, then the stream is ended.
    void end() {
        lock.lock();
        try {
            ending = true;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more is written.
    void die() {
        lock.lock();
        try {
            dead = true;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (waiting) {
            waiting = false;
            work.signal();
        }
    }

    private void wakeAll() {
        wake();
        idle.signalAll();
    }
}
