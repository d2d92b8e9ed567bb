package dev.dialtone.manager;

import dev.dialtone.carriers.Tunnel;
import dev.dialtone.host.PacketDevice;

/// Moves packets between a device and a tunnel until it is stopped. A port: the simulator moves none.
@FunctionalInterface
public interface Pump {
    /// Closes the device and ends the moving. Safe to repeat.
    void stop();

    /// Starts pumps.
    @FunctionalInterface
    interface Starter {
        /// Called on the connection's loop once the settings are applied.
        Pump start(PacketDevice device, Tunnel tunnel);
    }
}
