package dev.dialtone.core;

/// A peer that IP packets are exchanged with: all that the data path knows of a carrier, whatever its framing.
public interface PacketLink {

    /// From now on packets from the peer go to the sink, on a thread of the link's own, with a
    /// [PacketSink#flush] when what came together was delivered.
    void deliverTo(PacketSink sink);

    /// A way to send packets, for one thread at a time and not for the connection's [Loop]: it blocks while the
    /// carrier
    /// is full. It holds buffers from the first packet after a flush to the next one.
    PacketBatch batch();

    /// No limit to [#holdAtMost].
    int NO_LIMIT = -1;

    /// How much may wait in the link for a narrow way to the peer; a flush blocks beyond that, and the rest waits
    /// where the caller can still choose among it. A link that cannot do that holds what it does. Callable from any
    /// thread.
    ///
    /// @param bytes 1 or more, or [#NO_LIMIT]
    default void holdAtMost(int bytes) {}
}
