package dev.dialtone.datapath;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.host.PacketDevice;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Carries packets between a packet device and a link, both ways, until it is stopped. From the link to the device it
/// runs on the link's own thread; from the device to the link on one platform thread, because a native read
/// would pin a
/// virtual one.
///
/// Where the device has offloads, what the host hands over as one large packet is cut to the link's size here
/// ([Segmenter]), and what arrives together is merged again ([Coalescer]): the host is asked once for forty packets.
///
/// While the carrier is slower than this machine, what the host gives waits in a queue of ours ([SlowCarrier]).
///
/// [#start] and [#stop] are for one owner; they may be on different threads, but not at once.
public final class PacketPump {
    /// How long [#stop] waits for the thread at most.
    static final Duration STOP_LIMIT = Duration.ofMillis(100);

    /// With `kernel`, packets wait in the device however narrow the way is: to see what our own queue does.
    private static final String QUEUE_PROPERTY = "dialtone.tun.queue";

    private static final boolean OWN_QUEUE = !"kernel".equals(System.getProperty(QUEUE_PROPERTY));
    private static final System.Logger LOG = System.getLogger(PacketPump.class.getName());

    /// After so long without a packet from the host there is no traffic.
    private static final int CALM_MILLIS = 2_000;

    /// What is hardly worth a write while others wait for the processor.
    private static final int FEW_BYTES = 16 * 1024;

    /// What the link may hold while there could be a narrow way behind it: enough to keep it busy, and when it
    /// is more
    /// the way is narrow.
    private static final int WATCHED_BYTES = 256 * 1024;

    /// What is taken from the device before it goes to the carrier, at most.
    private static final int BATCH_BYTES = 256 * 1024;

    private final PacketDevice device;
    private final PacketLink link;
    private final LongSupplier nanoTime;
    private final Segmenter segmenter = new Segmenter();
    // of the thread that sends
    private DrainRate rate;
    private boolean watched;
    private volatile @Nullable Thread thread;
    private boolean started;
    private boolean offloads;
    private volatile boolean complained;

    public PacketPump(PacketDevice device, PacketLink link) {
        this(device, link, System::nanoTime);
    }

    PacketPump(PacketDevice device, PacketLink link, LongSupplier nanoTime) {
        this.device = device;
        this.link = link;
        this.nanoTime = nanoTime;
        this.rate = new DrainRate(nanoTime.getAsLong());
    }

    /// Begins to carry packets. Call it on the connection's loop, once the tunnel is projected.
    ///
    /// @throws IllegalStateException when it was started before
    public void start() {
        if (started) {
            throw new IllegalStateException("started already: " + device.name());
        }
        started = true;
        offloads = device.offload();
        link.deliverTo(offloads ? new Coalescer(device) : device);
        if (!device.onReadable(() -> begin(true))) {
            begin(false);
        }
    }

    /// @param canRest whether the thread may end when there is no traffic, since the device tells when it begins
    private void begin(boolean canRest) {
        Thread pumping = Thread.ofPlatform()
                .daemon()
                .name("dialtone-pump-" + device.name())
                .unstarted(() -> pump(canRest));
        thread = pumping;
        pumping.start();
    }

    /// Closes the device, which ends the thread, and waits for that; 100 ms at most. Should the carrier be full and
    /// hold the thread longer, the thread ends when the carrier lets go of it. Safe to repeat, and without
    /// [#start].
    public void stop() {
        device.close();
        Thread pumping = thread;
        if (pumping == null || pumping.equals(Thread.currentThread())) {
            return;
        }
        try {
            // never interrupted: an interrupt that reaches a channel's write closes the channel
            if (!pumping.join(STOP_LIMIT)) {
                LOG.log(System.Logger.Level.WARNING, "pump.stop.late device={0}", device.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(boolean canRest) {
        PacketBatch batch = link.batch();
        while (true) {
            if (canRest && OWN_QUEUE && rate.isSlow() && !slowly(batch)) {
                return;
            }
            boolean comes = !canRest || device.await(CALM_MILLIS);
            if (!comes && device.onReadable(() -> begin(true))) {
                return;
            }
            byte[] buffer = PacketBuffers.borrow();
            try {
                int length = canRest ? device.readNow(buffer) : device.read(buffer);
                if (length < 0) {
                    return;
                }
                carry(buffer, length, batch);
            } catch (RuntimeException e) {
                complainOnce(e);
            } finally {
                PacketBuffers.giveBack(buffer);
            }
        }
    }

    /// At full speed what the link holds is gone in a moment, and a limit would cost more than it gains.
    private void watch() {
        if (!OWN_QUEUE) {
            return;
        }
        if (!watched && rate.isModerate()) {
            watched = true;
            link.holdAtMost(WATCHED_BYTES);
        } else if (watched && rate.isFast()) {
            watched = false;
            link.holdAtMost(PacketLink.NO_LIMIT);
        }
    }

    /// @return false when the device is closed
    private boolean slowly(PacketBatch batch) {
        int header = offloads ? PacketDevice.VIRTIO_HEADER_BYTES : 0;
        SlowCarrier slow = new SlowCarrier(device, link, header, this::cut, nanoTime, this::complainOnce);
        boolean goesOn = slow.run(batch, rate, BATCH_BYTES);
        watched = true;
        link.holdAtMost(WATCHED_BYTES);
        rate = new DrainRate(nanoTime.getAsLong());
        return goesOn;
    }

    private void cut(byte[] buffer, int length, PacketBatch batch) {
        if (offloads) {
            segmenter.cut(buffer, 0, length, batch);
        } else {
            batch.add(buffer, 0, length);
        }
    }

    /// Sends the packet that was read and all that wait behind it, a batch at most.
    private void carry(byte[] buffer, int first, PacketBatch batch) {
        int taken = 0;
        long gathered = 0;
        try {
            taken = gather(buffer, first, batch);
        } finally {
            gathered = nanoTime.getAsLong();
            batch.flush();
        }
        long now = nanoTime.getAsLong();
        if (rate.sent(taken, now - gathered, now)) {
            watch();
        }
    }

    /// @return how many bytes
    private int gather(byte[] buffer, int first, PacketBatch batch) {
        int length = first;
        int taken = 0;
        boolean yielded = false;
        while (length > 0) {
            taken += length;
            cut(buffer, length, batch);
            length = taken < BATCH_BYTES ? device.readNow(buffer) : 0;
            if (length == 0 && taken < FEW_BYTES && !yielded) {
                // whoever waits for this processor may be about to send more: it goes out with the same write, and
                // nobody is woken for a single acknowledgment; nothing is waited for when nobody does
                yielded = true;
                Thread.yield();
                length = device.readNow(buffer);
            }
        }
        return taken;
    }

    /// One bad packet must not end the connection's traffic, nor a series of them fill the log.
    private void complainOnce(RuntimeException e) {
        if (!complained) {
            complained = true;
            LOG.log(System.Logger.Level.ERROR, "pump.send.failed device=" + device.name(), e);
        }
    }
}
