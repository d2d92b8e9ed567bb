package dev.dialtone.host;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An address of an interface as the kernel has it (struct ifaddrmsg and attributes).
///
/// @param peer the other end; the same as `local` when there is none
record AddressEntry(int linkIndex, InetAddress local, int prefixLength, InetAddress peer) {
    private static final int FIXED_BYTES = 8;

    /// Whether the other address is on the link by this one: in its subnet, which is the peer's where there is one.
    boolean reaches(InetAddress other) {
        return InetPrefix.covers(peer, prefixLength, other);
    }

    /// Empty when the message is not an address.
    static Optional<AddressEntry> from(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (message.type() != RouteNetlink.RTM_NEWADDR || body.remaining() < FIXED_BYTES) {
            return Optional.empty();
        }
        int prefixLength = Byte.toUnsignedInt(body.get(1));
        int linkIndex = body.getInt(4);
        // IPv6 leaves IFA_LOCAL out when there is no peer
        return NetlinkAttributes.after(body, FIXED_BYTES)
                .flatMap(attributes -> attributes
                        .address(RouteNetlink.IFA_ADDRESS)
                        .map(peer -> new AddressEntry(
                                linkIndex,
                                attributes.address(RouteNetlink.IFA_LOCAL).orElse(peer),
                                prefixLength,
                                peer)));
    }
}
