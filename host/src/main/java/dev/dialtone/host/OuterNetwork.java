package dev.dialtone.host;

import dev.dialtone.host.Host.NextHop;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the host's network is without us, asked over one socket.
final class OuterNetwork {
    private static final String LOOPBACK = "lo";

    private final RoutingSocket socket;

    OuterNetwork(RoutingSocket socket) {
        this.socket = socket;
    }

    boolean hasAddress(InetAddress address) throws NetlinkException {
        return hasAddress(address, linksUp());
    }

    private boolean hasAddress(InetAddress address, Map<Integer, LinkEntry> up) throws NetlinkException {
        if (address.isLoopbackAddress()) {
            // all of 127/8, not only the one that is listed
            return up.values().stream().anyMatch(link -> link.name().equals(LOOPBACK));
        }
        int scope = scope(address);
        return socket.addresses(RouteNetlink.family(address)).stream()
                .filter(entry -> up.containsKey(entry.linkIndex()))
                .filter(entry -> scope == 0 || scope == entry.linkIndex())
                .anyMatch(entry -> entry.local().equals(address));
    }

    /// The addresses of all links, those of our tunnels too.
    Set<InetAddress> addresses() throws NetlinkException {
        Set<InetAddress> addresses = new HashSet<>();
        for (int family : new int[] {RouteNetlink.AF_INET, RouteNetlink.AF_INET6}) {
            socket.addresses(family).forEach(entry -> addresses.add(entry.local()));
        }
        return addresses;
    }

    Optional<NextHop> outerRouteTo(InetAddress destination, Predicate<LinkEntry> ours) throws NetlinkException {
        return wayAround(destination, RouteNetlink.bits(destination), ours);
    }

    Optional<NextHop> wayAround(InetAddress destination, int prefixLength, Predicate<LinkEntry> ours)
            throws NetlinkException {
        Map<Integer, LinkEntry> links = linksUp();
        links.values().removeIf(link -> link.isTun() && ours.test(link));
        if (prefixLength == RouteNetlink.bits(destination) && hasAddress(destination, links)) {
            return Optional.of(new NextHop(LOOPBACK, null, destination));
        }
        int scope = scope(destination);
        if (scope != 0) {
            links.keySet().retainAll(List.of(scope));
        }
        OuterRoutes routes = new OuterRoutes(destination, prefixLength, links.keySet());
        socket.routes(RouteNetlink.family(destination), routes::offer);
        RouteEntry route = routes.best().orElse(null);
        LinkEntry link = route == null ? null : links.get(route.linkIndex());
        return route == null || link == null
                ? Optional.empty()
                : Optional.of(new NextHop(link.name(), route.gateway(), source(route, destination)));
    }

    private @Nullable InetAddress source(RouteEntry route, InetAddress destination) throws NetlinkException {
        if (route.source() != null) {
            return route.source();
        }
        return destination instanceof Inet4Address
                ? ipv4Source(route, destination)
                : ipv6Source(route.linkIndex(), destination);
    }

    /// As the kernel does: the link's address in the subnet of the next hop, else its first.
    private @Nullable InetAddress ipv4Source(RouteEntry route, InetAddress destination) throws NetlinkException {
        InetAddress gateway = route.gateway();
        InetAddress nextHop = gateway == null ? destination : gateway;
        return socket.addresses(RouteNetlink.AF_INET).stream()
                .filter(entry -> entry.linkIndex() == route.linkIndex())
                .min(Comparator.comparing(entry -> !entry.reaches(nextHop)))
                .map(AddressEntry::local)
                .orElse(null);
    }

    /// The choice among IPv6 addresses (RFC 6724) is the kernel's. It depends on the link and the destination
    /// only, so that our own routes over the link do no harm.
    private @Nullable InetAddress ipv6Source(int linkIndex, InetAddress destination) {
        try {
            return socket.routeTo(destination, linkIndex)
                    .filter(found -> found.linkIndex() == linkIndex)
                    .map(RouteEntry::source)
                    .orElse(null);
        } catch (NetlinkException e) {
            return null; // changed since: the watch will say so
        }
    }

    private Map<Integer, LinkEntry> linksUp() throws NetlinkException {
        return socket.links().stream()
                .filter(LinkEntry::up)
                .collect(Collectors.toMap(LinkEntry::index, Function.identity(), (first, _) -> first));
    }

    private static int scope(InetAddress address) {
        return address instanceof Inet6Address v6 && v6.isLinkLocalAddress() ? v6.getScopeId() : 0;
    }
}
