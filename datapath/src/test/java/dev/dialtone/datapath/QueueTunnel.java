package dev.dialtone.datapath;

import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelCounters;
import dev.dialtone.core.PacketSink;
import dev.dialtone.core.Secret;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A tunnel that is projected for ever: keeps what is sent, hands packets to the sink when told.
final class QueueTunnel implements Tunnel {
    final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    final AtomicReference<PacketSink> sink = new AtomicReference<>();
    final AtomicReference<Thread> sender = new AtomicReference<>();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicReference<CountDownLatch> full = new AtomicReference<>(new CountDownLatch(0));
    final CountDownLatch sending = new CountDownLatch(1);

    @Override
    public void deliverTo(PacketSink newSink) {
        sink.set(newSink);
    }

    @Override
    public void sendPacket(byte[] buffer, int offset, int length) {
        sender.set(Thread.currentThread());
        sending.countDown();
        try {
            full.get().await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the pump must not be interrupted", e);
        }
        if (failures.getAndDecrement() > 0) {
            throw new IllegalArgumentException("bad packet");
        }
        sent.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void connect() {}

    @Override
    public void establish() {}

    @Override
    public void authenticate() {}

    @Override
    public void respond() {}

    @Override
    public void retry(String user, Secret password) {}

    @Override
    public void changePassword(Secret newPassword) {}

    @Override
    public void project() {}

    @Override
    public void probe() {}

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public TunnelCounters counters() {
        return new TunnelCounters(0, 0, 0, 0, 0);
    }
}
