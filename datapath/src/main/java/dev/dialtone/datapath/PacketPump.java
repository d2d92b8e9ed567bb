package dev.dialtone.datapath;

import dev.dialtone.carriers.Tunnel;
import dev.dialtone.host.PacketDevice;

/// Moves packets between a host's device and a tunnel, both ways, until stopped.
public final class PacketPump {
    public PacketPump(PacketDevice device, Tunnel tunnel) {
        throw new UnsupportedOperationException("being written: " + device + tunnel);
    }

    /// Starts both directions and returns.
    public void start() {
        throw new UnsupportedOperationException("being written");
    }

    /// Ends both; the device stays open. Returns within 100 ms. Safe to repeat.
    public void stop() {
        throw new UnsupportedOperationException("being written");
    }
}
