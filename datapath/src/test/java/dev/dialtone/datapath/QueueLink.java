package dev.dialtone.datapath;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.core.PacketSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A link in memory: keeps what is sent, hands packets to the sink when told.
final class QueueLink implements PacketLink {
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
    public PacketBatch batch() {
        return new Batch();
    }

    private final class Batch implements PacketBatch {
        private final byte[] room = new byte[4096];
        private final List<byte[]> gathered = new ArrayList<>();
        private int length;

        @Override
        public int reserve(int version, int packetLength) {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalArgumentException("bad packet");
            }
            length = packetLength;
            return 8;
        }

        @Override
        public byte[] buffer() {
            return room;
        }

        @Override
        public void commit() {
            gathered.add(Arrays.copyOfRange(room, 8, 8 + length));
        }

        @Override
        public void flush() {
            sender.set(Thread.currentThread());
            sending.countDown();
            try {
                full.get().await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("the pump must not be interrupted", e);
            }
            sent.addAll(gathered);
            gathered.clear();
        }
    }
}
