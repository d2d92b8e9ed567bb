package dev.dialtone.datapath;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.host.PacketDevice;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Sends while the carrier, not this machine, is the narrow part of the way. What the host gives then waits in a
/// [Backlog] of ours, where flows take turns and a long queue is kept short, and not in the device, which takes
/// hundreds of super-packets and drops the newest: a ping would wait behind all of them. A thread of its own
/// fills the
/// backlog, for the sender is held by the carrier.
final class SlowCarrier {
    /// Nothing to send for so long, and the carrier is not full any more.
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// What the link may hold, so that the choice which packet is next is made late.
    private static final int HELD_BYTES = 32 * 1024;

    /// How long the filling thread looks for packets before it looks whether it is still wanted.
    private static final int LOOK_MILLIS = 20;

    private final PacketDevice device;
    private final PacketLink link;
    private final int header;
    private final Cutter cutter;
    private final LongSupplier nanoTime;
    private final Consumer<RuntimeException> complaints;

    /// Puts what the device gave into a batch.
    @FunctionalInterface
    interface Cutter {
        void cut(byte[] buffer, int length, PacketBatch batch);
    }

    /// @param header bytes that the device puts before each packet
    SlowCarrier(
            PacketDevice device,
            PacketLink link,
            int header,
            Cutter cutter,
            LongSupplier nanoTime,
            Consumer<RuntimeException> complaints) {
        this.device = device;
        this.link = link;
        this.header = header;
        this.cutter = cutter;
        this.nanoTime = nanoTime;
        this.complaints = complaints;
    }

    /// Sends until there was nothing to send for a second, or the carrier is not full any more or as fast as
    /// this machine.
    ///
    /// @param most bytes of a batch
    /// @return false when the device is closed
    boolean run(PacketBatch batch, DrainRate rate, int most) {
        Backlog backlog = new Backlog();
        Filler filler = new Filler(backlog);
        Thread filling = Thread.ofPlatform()
                .daemon()
                .name("dialtone-queue-" + device.name())
                .unstarted(filler);
        filling.start();
        link.holdAtMost(HELD_BYTES);
        ThinnedBatch thinned = new ThinnedBatch(batch);
        try {
            while (!rate.isOver() && send(backlog, thinned, rate, most)) {
                // until then
            }
        } finally {
            filler.isWanted = false;
            join(filling);
        }
        while (!backlog.isEmpty() && send(backlog, thinned, rate, most)) {
            // what is left
        }
        return !backlog.isEnded();
    }

    private boolean send(Backlog backlog, ThinnedBatch batch, DrainRate rate, int most) {
        Backlog.Waiting packet = backlog.take(CALM_NANOS, nanoTime);
        if (packet == null) {
            return false;
        }
        int limit = rate.batchBytes(most);
        int taken = 0;
        while (packet != null) {
            taken += packet.length();
            put(packet, batch);
            backlog.giveBack(packet);
            packet = taken < limit ? backlog.poll(nanoTime.getAsLong()) : null;
        }
        long gathered = nanoTime.getAsLong();
        flush(batch);
        long now = nanoTime.getAsLong();
        rate.sent(taken, now - gathered, now);
        return true;
    }

    /// As one bad packet, one failed send must not end the connection's traffic.
    private void flush(PacketBatch batch) {
        try {
            batch.flush();
        } catch (RuntimeException e) {
            complaints.accept(e);
        }
    }

    private void put(Backlog.Waiting packet, ThinnedBatch batch) {
        try {
            cutter.cut(packet.buffer(), packet.length(), packet.loses() ? batch.thinned() : batch);
        } catch (RuntimeException e) {
            complaints.accept(e);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Filler implements Runnable {
        private final Backlog backlog;
        private volatile boolean isWanted = true;

        Filler(Backlog backlog) {
            this.backlog = backlog;
        }

        @Override
        public void run() {
            byte[] buffer = PacketBuffers.borrow();
            try {
                while (isWanted) {
                    boolean _ = device.await(LOOK_MILLIS);
                    int length = device.readNow(buffer);
                    while (length > 0) {
                        int flow = FlowHash.of(buffer, header, length - header);
                        backlog.add(buffer, length, flow, nanoTime.getAsLong());
                        length = device.readNow(buffer);
                    }
                    if (length < 0) {
                        backlog.end();
                        return;
                    }
                }
            } finally {
                PacketBuffers.giveBack(buffer);
            }
        }
    }
}
