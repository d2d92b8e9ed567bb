package dev.dialtone.host;

import java.nio.ByteBuffer;
import java.util.Optional;

/// An interface as the kernel reports it (struct ifinfomsg and attributes).
///
/// @param kind what made it, for example `tun`; empty for hardware
record LinkEntry(int index, String name, String kind, int mtuBytes, boolean up) {
    private static final int FIXED_BYTES = 16;
    private static final int IFF_UP = 1;
    private static final int MAX_NAME = 16;
    private static final int MAX_KIND = 64;
    private static final int MAX_ALIAS = 256;

    boolean isTun() {
        return kind.equals("tun");
    }

    Host.Link toLink(boolean ours) {
        return new Host.Link(name, kind, mtuBytes, ours);
    }

    /// The alias (IFLA_IFALIAS) of the link that the message is about, if it has one.
    static Optional<String> alias(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (message.type() != RouteNetlink.RTM_NEWLINK || body.remaining() < FIXED_BYTES) {
            return Optional.empty();
        }
        return NetlinkAttributes.after(body, FIXED_BYTES)
                .flatMap(attributes -> attributes.text(RouteNetlink.IFLA_IFALIAS, MAX_ALIAS));
    }

    /// Empty when the message is not a link with a name.
    static Optional<LinkEntry> from(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (message.type() != RouteNetlink.RTM_NEWLINK || body.remaining() < FIXED_BYTES) {
            return Optional.empty();
        }
        int index = body.getInt(4);
        boolean up = (body.getInt(8) & IFF_UP) != 0;
        return NetlinkAttributes.after(body, FIXED_BYTES)
                .flatMap(attributes -> attributes
                        .text(RouteNetlink.IFLA_IFNAME, MAX_NAME)
                        .map(name -> new LinkEntry(
                                index,
                                name,
                                attributes
                                        .nested(RouteNetlink.IFLA_LINKINFO)
                                        .flatMap(info -> info.text(RouteNetlink.IFLA_INFO_KIND, MAX_KIND))
                                        .orElse(""),
                                attributes.u32(RouteNetlink.IFLA_MTU).orElse(0),
                                up)));
    }
}
