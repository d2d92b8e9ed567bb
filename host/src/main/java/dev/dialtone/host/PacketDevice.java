package dev.dialtone.host;

import dev.dialtone.core.PacketSink;

/// Where IP packets of a connection enter and leave the host: a TUN interface, or a queue in memory.
public interface PacketDevice extends PacketSink, AutoCloseable {

    /// The interface's name.
    String name();

    /// Bytes of the virtio header that stands before each packet, both ways, once [#offload] was granted: 10, struct
    /// virtio_net_hdr (Virtio 1.2 §5.1.6), little endian.
    int VIRTIO_HEADER_BYTES = 10;

    /// Waits for a packet from the host and copies it to the buffer. For one caller thread (a platform thread).
    ///
    /// @return its length, or -1 once the device is closed
    int read(byte[] buffer);

    /// As [#read], without waiting.
    ///
    /// @return 0 when the host has nothing at the moment
    default int readNow(byte[] buffer) {
        return 0;
    }

    /// Waits until the host has a packet.
    ///
    /// @return false after that time, or when the device is closed
    default boolean await(int timeoutMillis) {
        return true;
    }

    /// Has the task run once, on a thread of the host's own that it must not hold up, when the host has a packet. Not
    /// run for a device that is closed; it may still run once for one that is being closed.
    ///
    /// @return false when the device cannot tell: then a thread of the caller's has to wait in [#read]
    default boolean onReadable(Runnable ready) {
        return false;
    }

    /// From now on the host may hand over, and takes, packets that are larger than its link and lack their
    /// checksum, each
    /// behind a virtio header; [#read] then wants room for 65,545 bytes. To be asked once, before anything is read.
    ///
    /// @return false when the host does not: packets stay as they are
    default boolean offload() {
        return false;
    }

    /// Packets dropped so far because the host took none or they did not fit; callable from any thread.
    default long dropped() {
        return 0;
    }

    /// Removes the interface and wakes the reader. Safe to repeat.
    @Override
    void close();
}
