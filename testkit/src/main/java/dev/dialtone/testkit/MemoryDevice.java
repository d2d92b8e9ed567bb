package dev.dialtone.testkit;

import dev.dialtone.host.PacketDevice;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A packet device whose host is the test: [#inject] is what the host sends, [#await] what the host
/// receives.
///
/// Each way holds at most [#CAPACITY] packets; more are dropped and counted, as an interface does. Safe
/// for use by several threads.
public final class MemoryDevice implements PacketDevice {
    /// Packets held each way.
    public static final int CAPACITY = 1024;

    private static final byte[] WAKE = new byte[0];

    private final String name;
    private final Runnable onClose;
    private final BlockingQueue<byte[]> fromHost = new ArrayBlockingQueue<>(CAPACITY + 1);
    private final BlockingQueue<byte[]> toHost = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();

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
        try {
            while (!closed.get()) {
                byte[] packet = fromHost.take();
                if (packet.length > 0 && packet.length <= buffer.length) {
                    System.arraycopy(packet, 0, buffer, 0, packet.length);
                    return packet.length;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }

    /// The host sends a packet into the device.
    ///
    /// @return false when it was dropped: the queue is full, the device is closed, or it is empty
    public boolean inject(byte[] packet) {
        boolean taken =
                packet.length > 0 && !closed.get() && fromHost.size() < CAPACITY && fromHost.offer(packet.clone());
        if (!taken) {
            dropped.incrementAndGet();
        }
        return taken;
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
            onClose.run();
        }
        // again on a repeat, should the queue have been full: a reader must never be left waiting
        var _ = fromHost.offer(WAKE);
    }
}
