package dev.dialtone.datapath;

import dev.dialtone.host.PacketDevice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A packet device in memory that tells when its host has something. Its clock is the test's: a wait for
/// nothing is over
/// at once.
final class TellingDevice implements PacketDevice {
    final List<byte[]> toHost = new ArrayList<>();

    /// The tasks that wait to be told.
    final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    private final ArrayDeque<byte[]> fromHost = new ArrayDeque<>();
    private boolean closed;

    @Override
    public String name() {
        return "dial1";
    }

    /// The host has packets; who waits is told.
    void give(byte[]... packets) throws InterruptedException {
        Runnable task = waiting.take();
        synchronized (this) {
            fromHost.addAll(Arrays.asList(packets));
        }
        task.run();
    }

    @Override
    public synchronized int readNow(byte[] buffer) {
        byte @Nullable [] packet = fromHost.poll();
        if (packet == null) {
            return closed ? -1 : 0;
        }
        System.arraycopy(packet, 0, buffer, 0, packet.length);
        return packet.length;
    }

    @Override
    public int read(byte[] buffer) {
        throw new IllegalStateException("nobody must wait here");
    }

    @Override
    public synchronized boolean await(int timeoutMillis) {
        return !closed && !fromHost.isEmpty();
    }

    @Override
    public synchronized boolean onReadable(Runnable ready) {
        return !closed && waiting.add(ready);
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        toHost.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
