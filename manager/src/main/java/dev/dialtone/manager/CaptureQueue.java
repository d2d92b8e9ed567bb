package dev.dialtone.manager;

import dev.dialtone.core.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Frames on their way to whoever captures them. Who brings them is never held up: what finds no room is
/// counted and lost. Any number of threads bring, one takes.
final class CaptureQueue {
    /// Room for frames, in bytes; a reader that stands still costs no more.
    static final int MOST_BYTES = 2 * 1024 * 1024;

    /// Most frames that are taken at once.
    static final int MOST_TAKEN = 64;

    /// What a frame costs beside its bytes.
    private static final int FRAME_BYTES = 64;

    private final InstantSource wall;
    private final boolean controlOnly;
    private final int mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();

    // guarded by the lock
    private final Deque<Frame> waiting = new ArrayDeque<>();
    private long framesLeft;
    private int bytes;
    private long seen;
    private long dropped;
    private long droppedSinceLast;
    private boolean ended;

    /// A frame as it lies in the file.
    ///
    /// @param data    the byte of direction, then the frame, its secrets overwritten
    /// @param dropped how many were lost before it
    record Frame(long epochNanos, byte[] data, long dropped) {}

    /// Numbers of the whole capture so far.
    record Count(long seen, long dropped) {}

    /// @param mostFrames after which it ends by itself
    CaptureQueue(InstantSource wall, boolean controlOnly, long mostFrames, int mostBytes) {
        this.wall = wall;
        this.controlOnly = controlOnly;
        this.framesLeft = mostFrames;
        this.mostBytes = mostBytes;
    }

    /// Copies a frame and overwrites what is secret in it, if there is room.
    ///
    /// @param direction [Pcapng#SENT] or [Pcapng#RECEIVED]
    void offer(byte direction, byte[] buffer, int offset, int length) {
        offer(direction, buffer, offset, length, List.of());
    }

    /// @param secrets what the peer was told and may say again
    void offer(byte direction, byte[] buffer, int offset, int length, List<Secret> secrets) {
        if (controlOnly && !FrameMask.isControl(buffer, offset, offset + length)) {
            return;
        }
        lock.lock();
        try {
            if (ended) {
                return;
            }
            seen++;
            int cost = length + FRAME_BYTES;
            if (bytes + cost > mostBytes) {
                dropped++;
                droppedSinceLast++;
                return;
            }
            byte[] data = new byte[length + 1];
            data[0] = direction;
            System.arraycopy(buffer, offset, data, 1, length);
            // SECURITY: before anybody can take it
            FrameMask.mask(data, 1, data.length, controlOnly);
            FrameMask.hide(data, 1, data.length, secrets);
            waiting.add(new Frame(nanos(wall.instant()), data, droppedSinceLast));
            droppedSinceLast = 0;
            bytes += cost;
            framesLeft--;
            if (framesLeft == 0) {
                ended = true;
            }
            if (waiting.size() == 1 || ended) {
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes what is there; waits while there is nothing, it has not ended and the time is not over.
    List<Frame> take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (waiting.isEmpty() && !ended && left > 0) {
                left = news.awaitNanos(left);
            }
            List<Frame> taken = new ArrayList<>();
            while (!waiting.isEmpty() && taken.size() < MOST_TAKEN) {
                Frame frame = waiting.remove();
                bytes -= frame.data.length - 1 + FRAME_BYTES;
                taken.add(frame);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more in; what is there can still be taken. No frame is being masked any more on return.
    void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// As [#end], and forgets what is there.
    void abandon() {
        lock.lock();
        try {
            waiting.clear();
            bytes = 0;
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing more comes in; something may still be there.
    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    Count count() {
        lock.lock();
        try {
            return new Count(seen, dropped);
        } finally {
            lock.unlock();
        }
    }

    static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
