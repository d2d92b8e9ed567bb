package dev.dialtone.core;

/// IP packets on their way to a peer, gathered where they will be sent from: in a carrier's own buffer, with room for
/// the carrier's framing before and after each. Nothing is allocated and nothing copied twice.
///
/// For one thread at a time. For each packet [#reserve], write it at that place of [#buffer], [#commit]; when nothing
/// more is at hand, [#flush].
public interface PacketBatch {
    /// Makes room for one packet. What was gathered is sent first when there is no room left, which blocks while the
    /// carrier is full.
    ///
    /// @param version 4 or 6; there is no room for another
    /// @param length  bytes of the packet; there is no room for none
    /// @return where in [#buffer] the packet is to be written, or -1 when the peer takes no such packet now
    ///         (not open for
    ///         it, or too long); it then counts as dropped
    int reserve(int version, int length);

    /// Where to write the packet that was reserved last; it may be another array after the next [#reserve].
    byte[] buffer();

    /// The packet that was reserved last is written.
    void commit();

    /// Copies a whole packet in; dropped as [#reserve] says, or when it is of neither version.
    default void add(byte[] packet, int offset, int length) {
        int at = reserve(length > 0 ? packet[offset] >> 4 & 0xF : 0, length);
        if (at >= 0) {
            System.arraycopy(packet, offset, buffer(), at, length);
            commit();
        }
    }

    /// Sends what was gathered, and blocks while the carrier is full.
    void flush();
}
