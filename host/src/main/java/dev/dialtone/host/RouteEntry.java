package dev.dialtone.host;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A route as the kernel has it (struct rtmsg and attributes).
///
/// @param gateway next router, or null when on the link
/// @param protocol who made it (rtm_protocol)
/// @param source  preferred source address, or null
record RouteEntry(
        InetAddress destination,
        int prefixLength,
        int linkIndex,
        @Nullable InetAddress gateway,
        int metric,
        int protocol,
        @Nullable InetAddress source) {
    private static final int FIXED_BYTES = 12;

    /// What the kernel makes of metric 0 for IPv6 (IP6_RT_PRIO_USER).
    private static final int IPV6_DEFAULT_METRIC = 1024;

    /// The same destination the same way, whoever made it.
    boolean sameWay(RouteEntry other) {
        return destination.equals(other.destination)
                && prefixLength == other.prefixLength
                && linkIndex == other.linkIndex
                && Objects.equals(gateway, other.gateway)
                && kernelMetric() == other.kernelMetric();
    }

    /// The metric as the kernel stores it.
    int kernelMetric() {
        return metric == 0 && destination instanceof Inet6Address ? IPV6_DEFAULT_METRIC : metric;
    }

    /// Empty when the message is not a route of IPv4 or IPv6.
    static Optional<RouteEntry> from(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (message.type() != RouteNetlink.RTM_NEWROUTE || body.remaining() < FIXED_BYTES) {
            return Optional.empty();
        }
        int family = body.get(0);
        if (family != RouteNetlink.AF_INET && family != RouteNetlink.AF_INET6) {
            return Optional.empty();
        }
        int prefixLength = Byte.toUnsignedInt(body.get(1));
        int protocol = Byte.toUnsignedInt(body.get(5));
        return NetlinkAttributes.after(body, FIXED_BYTES)
                .map(attributes -> new RouteEntry(
                        attributes.address(RouteNetlink.RTA_DST).orElseGet(() -> any(family)),
                        prefixLength,
                        attributes.u32(RouteNetlink.RTA_OIF).orElse(0),
                        attributes
                                .address(RouteNetlink.RTA_GATEWAY)
                                .or(() -> attributes.addressWithFamily(RouteNetlink.RTA_VIA))
                                .orElse(null),
                        attributes.u32(RouteNetlink.RTA_PRIORITY).orElse(0),
                        protocol,
                        attributes.address(RouteNetlink.RTA_PREFSRC).orElse(null)));
    }

    private static InetAddress any(int family) {
        try {
            return family == RouteNetlink.AF_INET
                    ? Inet4Address.getByAddress(new byte[4])
                    : Inet6Address.getByAddress(new byte[16]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are always an address", e);
        }
    }
}
