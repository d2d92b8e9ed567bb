package dev.dialtone.ppp;

import java.util.List;

/// A packet of LCP or of a network control protocol (RFC 1661 §5). [ControlPacketCodec] reads and writes it.
sealed interface ControlPacket {

    int identifier();

    record ConfigureRequest(int identifier, List<ConfigureOption> options) implements ControlPacket {}

    record ConfigureAck(int identifier, List<ConfigureOption> options) implements ControlPacket {}

    record ConfigureNak(int identifier, List<ConfigureOption> options) implements ControlPacket {}

    record ConfigureReject(int identifier, List<ConfigureOption> options) implements ControlPacket {}

    /// The sender wants to end.
    ///
    /// @param data the peer's words, if any
    record TerminateRequest(int identifier, byte[] data) implements ControlPacket {}

    record TerminateAck(int identifier, byte[] data) implements ControlPacket {}

    /// A code was not understood.
    ///
    /// @param rejected the packet that was not understood, perhaps cut
    record CodeReject(int identifier, byte[] rejected) implements ControlPacket {}

    /// A protocol is not spoken.
    ///
    /// @param protocol    the protocol that is not spoken
    /// @param information what its frame held, perhaps cut
    record ProtocolReject(int identifier, int protocol, byte[] information) implements ControlPacket {}

    record EchoRequest(int identifier, int magic, byte[] data) implements ControlPacket {}

    record EchoReply(int identifier, int magic, byte[] data) implements ControlPacket {}

    record DiscardRequest(int identifier, int magic, byte[] data) implements ControlPacket {}

    /// A code nobody here knows.
    ///
    /// @param whole the packet from its code on, for the Code-Reject
    record Unknown(int code, int identifier, byte[] whole) implements ControlPacket {}
}
