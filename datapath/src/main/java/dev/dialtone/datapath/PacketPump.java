package dev.dialtone.datapath;

import dev.dialtone.carriers.Tunnel;
import dev.dialtone.host.PacketDevice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Carries packets between a packet device and a tunnel, both ways, until it is stopped. From the tunnel to the
/// device it runs on the tunnel's own thread; from the device to the tunnel on one platform thread, because a
/// native read would pin a virtual one.
///
/// [#start] and [#stop] are for one owner; they may be on different threads, but not at once.
public final class PacketPump {
    /// How long [#stop] waits for the thread at most.
    static final Duration STOP_LIMIT = Duration.ofMillis(100);

    private static final System.Logger LOG = System.getLogger(PacketPump.class.getName());

    // Twice the largest frame of any carrier (SSTP: 4,095): what is longer is cut off here and dropped there
    // all the same.
    private static final int MAX_PACKET = 8_192;

    private final PacketDevice device;
    private final Tunnel tunnel;
    private @Nullable Thread thread;
    private boolean complained;

    public PacketPump(PacketDevice device, Tunnel tunnel) {
        this.device = device;
        this.tunnel = tunnel;
    }

    /// Begins to carry packets. Call it on the connection's loop, once the tunnel is projected.
    ///
    /// @throws IllegalStateException when it was started before
    public void start() {
        if (thread != null) {
            throw new IllegalStateException("started already: " + device.name());
        }
        tunnel.deliverTo(device);
        thread = Thread.ofPlatform()
                .daemon()
                .name("dialtone-pump-" + device.name())
                .start(this::pump);
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

    private void pump() {
        byte[] buffer = new byte[MAX_PACKET];
        for (int length = device.read(buffer); length >= 0; length = device.read(buffer)) {
            try {
                tunnel.sendPacket(buffer, 0, length);
            } catch (RuntimeException e) {
                complainOnce(e);
            }
        }
    }

    /// One bad packet must not end the connection's traffic, nor a series of them fill the log.
    private void complainOnce(RuntimeException e) {
        if (!complained) {
            complained = true;
            LOG.log(System.Logger.Level.ERROR, "pump.send.failed device=" + device.name(), e);
        }
    }
}
