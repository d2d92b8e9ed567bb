package dev.dialtone.carriers;

/// What can happen to an [SstpClient] or an [SstpServer].
public sealed interface SstpEvent {

    /// The TLS stream stands.
    record TransportUp() implements SstpEvent {}

    /// The peer's HTTP head.
    record Head(byte[] bytes) implements SstpEvent {}

    /// A whole control packet from the peer.
    record Control(byte[] packet) implements SstpEvent {}

    /// The stream stopped being SSTP.
    record Malformed(String reason) implements SstpEvent {}

    /// Something came from the peer, at that monotonic time: it lives. Owed only before a [Tick].
    record Heard(long whenNanos) implements SstpEvent {}

    /// The inner sign-in waits for a person: the time for the negotiation stands still.
    record Pause() implements SstpEvent {}

    /// The person has answered; the negotiation has its whole time again.
    record Resume() implements SstpEvent {}

    /// The inner sign-in succeeded.
    ///
    /// @param hlak        the higher-layer authentication key, see [CryptoBinding#hlak]; wiped by the receiver
    /// @param certificate DER of the server's own certificate
    record Authenticated(byte[] hlak, byte[] certificate) implements SstpEvent {
        @Override
        public String toString() {
            return "Authenticated[redacted]";
        }
    }

    /// The network inside is up; so the peer has taken our crypto binding.
    record Projected() implements SstpEvent {}

    /// End it in good order.
    record Disconnect() implements SstpEvent {}

    /// The time given by the last step has come.
    record Tick() implements SstpEvent {}
}
