package dev.dialtone.carriers;

/// How large an IP packet of the tunnel may be, in bytes, and who says so.
///
/// @param wantedBytes  asked for on this side
/// @param peerMruBytes what the peer takes (RFC 1661 §6.1); 1500 when it did not say
/// @param carrierBytes what fits into one packet of the carrier
public record TunnelMtu(int wantedBytes, int peerMruBytes, int carrierBytes) {
    /// The least of them.
    public int bytes() {
        return Math.min(Math.min(wantedBytes, peerMruBytes), carrierBytes);
    }
}
