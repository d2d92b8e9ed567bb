package dev.dialtone.testkit;

import dev.dialtone.host.PacketDevice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A packet device whose host is the test: [#inject] is what the host sends, [#await] what the host
/// receives.
///
/// Each way holds at most [#CAPACITY] packets; more are dropped and counted, as an interface does. Safe
/// for use by several threads.
public final class MemoryDevice implements PacketDevice {
    /// Packets held each way.
    public static final int CAPACITY = 1024;

    private final String name;
    private final Runnable onClose;
    private final ArrayDeque<byte[]> fromHost = new ArrayDeque<>();
    private final BlockingQueue<byte[]> toHost = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private @Nullable Runnable waiting;

    public MemoryDevice(String name) {
        this(name, () -> {});
    }

    MemoryDevice(String name, Runnable onClose) {
        this.name = name;
        this.onClose = onClose;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        if (closed.get() || !toHost.offer(Arrays.copyOfRange(buffer, offset, offset + length))) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public int read(byte[] buffer) {
        int length = 0;
        while (length == 0) {
            length = await(Integer.MAX_VALUE) ? readNow(buffer) : -1;
        }
        return length;
    }

    @Override
    public synchronized int readNow(byte[] buffer) {
        byte[] packet = fromHost.poll();
        while (packet != null && packet.length > buffer.length) {
            packet = fromHost.poll();
        }
        if (packet == null || closed.get()) {
            return closed.get() ? -1 : 0;
        }
        System.arraycopy(packet, 0, buffer, 0, packet.length);
        return packet.length;
    }

    @Override
    public synchronized boolean await(int timeoutMillis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try {
            while (fromHost.isEmpty() && !closed.get()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !closed.get();
    }

    @Override
    public boolean onReadable(Runnable ready) {
        synchronized (this) {
            if (closed.get()) {
                return false;
            }
            if (fromHost.isEmpty()) {
                waiting = ready;
                return true;
            }
        }
        ready.run();
        return true;
    }

    /// The host sends a packet into the device.
    ///
    /// @return false when it was dropped: the queue is full, the device is closed, or it is empty
    public boolean inject(byte[] packet) {
        Runnable ready;
        synchronized (this) {
            if (packet.length == 0 || closed.get() || fromHost.size() >= CAPACITY) {
                dropped.incrementAndGet();
                return false;
            }
            fromHost.add(packet.clone());
            notifyAll();
            ready = waiting;
            waiting = null;
        }
        if (ready != null) {
            ready.run();
        }
        return true;
    }

    /// Waits for the next packet that the device gave to the host; empty when none came in time.
    public Optional<byte[]> await(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(toHost.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            synchronized (this) {
                waiting = null;
                notifyAll();
            }
            onClose.run();
        }
    }
}
