package dev.dialtone.host;

import dev.dialtone.core.PacketSink;

/// Where IP packets of a connection enter and leave the host: a TUN interface, or a queue in memory.
public interface PacketDevice extends PacketSink, AutoCloseable {

    /// The interface's name.
    String name();

    /// Waits for a packet from the host and copies it to the buffer. For one caller thread (a platform thread).
    ///
    /// @return its length, or -1 once the device is closed
    int read(byte[] buffer);

    /// Packets dropped so far because the host took none or they did not fit; callable from any thread.
    default long dropped() {
        return 0;
    }

    /// Removes the interface and wakes the reader. Safe to repeat.
    @Override
    void close();
}
