package dev.dialtone.host;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A route as the kernel has it (struct rtmsg and attributes).
///
/// @param gateway next router, or null when on the link
/// @param protocol who made it (rtm_protocol)
/// @param source  preferred source address, or null
/// @param table   number of the routing table
record RouteEntry(
        InetAddress destination,
        int prefixLength,
        int linkIndex,
        @Nullable InetAddress gateway,
        int metric,
        int protocol,
        @Nullable InetAddress source,
        int table) {
    private static final int FIXED_BYTES = 12;
    private static final int NEXT_HOP_BYTES = 8;

    /// What the kernel makes of metric 0 for IPv6 (IP6_RT_PRIO_USER).
    private static final int IPV6_DEFAULT_METRIC = 1024;

    /// One of the main table.
    RouteEntry(
            InetAddress destination,
            int prefixLength,
            int linkIndex,
            @Nullable InetAddress gateway,
            int metric,
            int protocol,
            @Nullable InetAddress source) {
        this(destination, prefixLength, linkIndex, gateway, metric, protocol, source, RouteNetlink.TABLE_MAIN);
    }

    /// The same destination the same way, whoever made it.
    boolean sameWay(RouteEntry other) {
        return table == other.table
                && destination.equals(other.destination)
                && prefixLength == other.prefixLength
                && linkIndex == other.linkIndex
                && Objects.equals(gateway, other.gateway)
                && kernelMetric() == other.kernelMetric();
    }

    /// The metric as the kernel stores it.
    int kernelMetric() {
        return metric == 0 && destination instanceof Inet6Address ? IPV6_DEFAULT_METRIC : metric;
    }

    /// The same destination with the same metric: the place in the table where the kernel wants one route.
    boolean samePlace(RouteEntry other) {
        return table == other.table
                && destination.equals(other.destination)
                && prefixLength == other.prefixLength
                && kernelMetric() == other.kernelMetric();
    }

    /// Whether the address is within the destination.
    boolean covers(InetAddress address) {
        return InetPrefix.covers(destination, prefixLength, address);
    }

    /// The route, or the first of its ways. Empty when the message is not a route of IPv4 or IPv6.
    static Optional<RouteEntry> from(NetlinkMessage message) {
        return allFrom(message).stream().findFirst();
    }

    /// The route once for each way it takes. The kernel tells IPv6 routes that differ by their gateway alone as one
    /// route with several ways.
    static List<RouteEntry> allFrom(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (message.type() != RouteNetlink.RTM_NEWROUTE || body.remaining() < FIXED_BYTES) {
            return List.of();
        }
        int family = body.get(0);
        int prefixLength = Byte.toUnsignedInt(body.get(1));
        if ((family != RouteNetlink.AF_INET && family != RouteNetlink.AF_INET6)
                || prefixLength > (family == RouteNetlink.AF_INET ? 32 : 128)) {
            return List.of();
        }
        int shortTable = Byte.toUnsignedInt(body.get(4));
        int protocol = Byte.toUnsignedInt(body.get(5));
        return NetlinkAttributes.after(body, FIXED_BYTES).stream()
                .flatMap(attributes -> ways(attributes).stream()
                        .map(way -> new RouteEntry(
                                attributes.address(RouteNetlink.RTA_DST).orElseGet(() -> any(family)),
                                prefixLength,
                                way.linkIndex(),
                                way.gateway(),
                                attributes.u32(RouteNetlink.RTA_PRIORITY).orElse(0),
                                protocol,
                                attributes.address(RouteNetlink.RTA_PREFSRC).orElse(null),
                                attributes.u32(RouteNetlink.RTA_TABLE).orElse(shortTable))))
                .filter(route -> RouteNetlink.family(route.destination()) == family)
                .toList();
    }

    private record Way(int linkIndex, @Nullable InetAddress gateway) {
        static Way of(int linkIndex, NetlinkAttributes attributes) {
            return new Way(
                    linkIndex,
                    attributes
                            .address(RouteNetlink.RTA_GATEWAY)
                            .or(() -> attributes.addressWithFamily(RouteNetlink.RTA_VIA))
                            .orElse(null));
        }
    }

    private static List<Way> ways(NetlinkAttributes attributes) {
        return attributes
                .bytes(RouteNetlink.RTA_MULTIPATH)
                .map(RouteEntry::severalWays)
                .orElseGet(() ->
                        List.of(Way.of(attributes.u32(RouteNetlink.RTA_OIF).orElse(0), attributes)));
    }

    /// A list of struct rtnexthop: 16-bit length (header included), flags, hops, link; then attributes.
    private static List<Way> severalWays(ByteBuffer in) {
        List<Way> ways = new ArrayList<>();
        int at = 0;
        while (in.limit() - at >= NEXT_HOP_BYTES) {
            int length = Short.toUnsignedInt(in.getShort(at));
            if (length < NEXT_HOP_BYTES || length > in.limit() - at) {
                break;
            }
            int linkIndex = in.getInt(at + 4);
            NetlinkAttributes.after(in.slice(at, length).order(ByteOrder.nativeOrder()), NEXT_HOP_BYTES)
                    .ifPresent(attributes -> ways.add(Way.of(linkIndex, attributes)));
            at = Math.min(in.limit(), at + NetlinkAttributes.padded(length));
        }
        return ways;
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
