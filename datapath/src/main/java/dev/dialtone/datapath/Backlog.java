package dev.dialtone.datapath;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Packets that wait for a carrier that is full. Each flow has a queue of its own and its turn, one that has
/// little to
/// send before the others; a flow whose queue stays long loses packets, so that its sender slows down. What is
/// held is
/// bounded: beyond that the longest queue loses its oldest. One thread adds, one takes.
// SPEC [RFC 8290 §4]
final class Backlog {
    /// Of buffers, at most: those of half of it hold packets of any size.
    static final int MOST_BYTES = 4 * 1024 * 1024;

    /// Sizes of buffers: of a packet of the link, of what Linux sends at once on a slow way, and of the longest.
    private static final int[] SIZES = {2_048, 16_384, VirtioHeader.BYTES + 0xFFFF};

    private static final int FLOWS = 64;
    private static final int QUANTUM = 4_096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Flow[] flows = new Flow[FLOWS];
    private final ArrayDeque<Flow> fresh = new ArrayDeque<>();
    private final ArrayDeque<Flow> old = new ArrayDeque<>();
    private final Count dropped = new Count();

    /// Buffers of each size that were given back.
    private final List<ArrayDeque<Waiting>> idle = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());

    private int held;
    private int waiting;
    private boolean ended;

    /// A packet that waits, with whatever the device gave before it.
    static final class Waiting {
        private final byte[] buffer;
        private int length;
        private long since;
        private boolean loses;

        private Waiting(byte[] buffer) {
            this.buffer = buffer;
        }

        byte[] buffer() {
            return buffer;
        }

        int length() {
            return length;
        }

        /// Whether the flow is to lose something of it.
        boolean loses() {
            return loses;
        }
    }

    private static final class Flow {
        private final ArrayDeque<Waiting> packets = new ArrayDeque<>();
        private final CoDel codel = new CoDel();
        private int bytes;
        private int deficit;
        private boolean listed;
    }

    Backlog() {
        for (int i = 0; i < FLOWS; i++) {
            flows[i] = new Flow();
        }
    }

    /// Copies a packet in.
    ///
    /// @param flow see [FlowHash]
    void add(byte[] from, int length, int flow, long nowNanos) {
        lock.lock();
        try {
            Waiting packet = buffer(length);
            System.arraycopy(from, 0, packet.buffer, 0, length);
            packet.length = length;
            packet.since = nowNanos;
            Flow to = flows[flow & FLOWS - 1];
            to.packets.addLast(packet);
            to.bytes += length;
            waiting++;
            held += packet.buffer.length;
            if (!to.listed) {
                to.listed = true;
                to.deficit = QUANTUM;
                fresh.addLast(to);
            }
            while (held > MOST_BYTES) {
                dropOfLongest();
            }
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    private Waiting buffer(int length) {
        int size = 0;
        while (SIZES[size] < length) {
            size++;
        }
        Waiting given = idle.get(size).pollLast();
        return given == null ? new Waiting(new byte[SIZES[size]]) : given;
    }

    private void dropOfLongest() {
        Flow longest = flows[0];
        for (Flow flow : flows) {
            if (flow.bytes > longest.bytes) {
                longest = flow;
            }
        }
        Waiting oldest = longest.packets.removeFirst();
        longest.bytes -= oldest.length;
        waiting--;
        release(oldest);
        dropped.add();
    }

    private void release(Waiting packet) {
        held -= packet.buffer.length;
        int size = 0;
        while (SIZES[size] < packet.buffer.length) {
            size++;
        }
        idle.get(size).addLast(packet);
    }

    /// What was taken has been sent: its buffer is free.
    void giveBack(Waiting packet) {
        lock.lock();
        try {
            release(packet);
        } finally {
            lock.unlock();
        }
    }

    /// The next to be sent, to be given back; waits for one.
    ///
    /// @return null after that time, or when nothing more comes
    @Nullable
    Waiting take(long timeoutNanos, LongSupplier nanoTime) {
        lock.lock();
        try {
            long left = timeoutNanos;
            Waiting next = next(nanoTime.getAsLong());
            while (next == null && !ended && left > 0) {
                left = added.awaitNanos(left);
                next = next(nanoTime.getAsLong());
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// The next to be sent, to be given back, or null.
    @Nullable
    Waiting poll(long nowNanos) {
        lock.lock();
        try {
            return next(nowNanos);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Waiting next(long nowNanos) {
        while (true) {
            boolean isFresh = !fresh.isEmpty();
            Flow flow = isFresh ? fresh.peekFirst() : old.peekFirst();
            if (flow == null) {
                return null;
            }
            if (flow.deficit <= 0 || flow.packets.isEmpty()) {
                (isFresh ? fresh : old).removeFirst();
                if (flow.deficit <= 0) {
                    flow.deficit += QUANTUM;
                    old.addLast(flow);
                } else if (isFresh) {
                    // once more behind the others, so that it is not new again with its next packet
                    old.addLast(flow);
                } else {
                    flow.listed = false;
                }
                continue;
            }
            Waiting packet = flow.packets.removeFirst();
            flow.bytes -= packet.length;
            flow.deficit -= packet.length;
            waiting--;
            packet.loses = flow.codel.loses(nowNanos - packet.since, flow.packets.isEmpty(), nowNanos);
            return packet;
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting == 0;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more comes.
    void end() {
        lock.lock();
        try {
            ended = true;
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Packets that were lost because there was no room.
    long dropped() {
        return dropped.get();
    }
}
