package dev.dialtone.core;

/// Takes IP packets one at a time.
@FunctionalInterface
public interface PacketSink {
    /// Takes one whole IPv4 or IPv6 packet; the bytes belong to the caller again after the return. Called by
    /// one thread
    /// at a time; may block for back-pressure; never throws for a packet it cannot take (it drops and counts it).
    void packet(byte[] buffer, int offset, int length);

    /// Nothing more comes for the moment: what was held back, to be merged with what follows, goes out now. Same
    /// thread as [#packet].
    default void flush() {}
}
