package dev.dialtone.host;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Links, addresses and routes, made and taken back. Undoing touches exactly what the change names and nothing that
/// only resembles it; what is gone already is success.
final class NetworkChanges {
    private static final int TUN_DEFAULT_MTU = 1500;
    /// Behind every route that leads somewhere, those of other programs and of IPv6 included.
    private static final int METRIC_OF_NOWHERE = 1_000_000;

    private static final String CONFLICT_ADVICE = "Look at `ip address` and `ip route` for what is in the way.";

    void up(HostChange.LinkUp change) {
        changing("cannot take up " + change.link(), HostErrors.PORT_NOT_AVAILABLE, socket -> {
            int index = socket.indexOf(change.link());
            keepLinkLocalNegotiated(socket, index);
            socket.setLink(index, change.mtuBytes(), true);
        });
    }

    private static void keepLinkLocalNegotiated(RoutingSocket socket, int index) throws NetlinkException {
        try {
            // SPEC [RFC 5072 §5]: the link-local address is made of the negotiated interface identifier.
            socket.withoutOwnLinkLocal(index);
        } catch (NetlinkException e) {
            // a kernel without IPv6 knows no such setting, and needs none; missing rights show in the next call
        }
    }

    /// Back to how a TUN interface is born. The caller made sure that it is ours.
    void down(HostChange.LinkUp change) {
        undoing("cannot take down " + change.link(), socket -> {
            int index = socket.indexOf(change.link());
            socket.setLink(index, TUN_DEFAULT_MTU, false);
        });
    }

    void add(HostChange.Address change) {
        changing("cannot give " + words(change), HostErrors.NO_IP_ADDRESSES, socket -> {
            AddressEntry entry = entry(socket, change);
            try {
                socket.addAddress(entry);
            } catch (NetlinkException e) {
                if (e.errno() != Errno.EEXIST || !socket.hasAddress(entry)) {
                    throw e;
                }
            }
        });
    }

    void remove(HostChange.Address change) {
        undoing("cannot take back " + words(change), socket -> {
            AddressEntry entry = entry(socket, change);
            // IPv6 deletes by address and prefix alone, whatever the peer
            if (socket.hasAddress(entry)) {
                socket.deleteAddress(entry);
            }
        });
    }

    void add(HostChange.Route change) {
        changing("cannot add " + words(change), HostErrors.NO_IP_ADDRESSES, socket -> {
            RouteEntry route = entry(socket, change);
            try {
                socket.addRoute(route);
            } catch (NetlinkException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
                List<RouteEntry> there = socket.routesInPlaceOf(route);
                if (there.stream().noneMatch(route::sameWay)) {
                    if (!there.stream().allMatch(NetworkChanges::isOurs)) {
                        throw e;
                    }
                    // one that is being moved: its successor must stand before it goes
                    socket.addRouteBeside(route);
                }
            }
        });
    }

    void remove(HostChange.Route change) {
        undoing("cannot take back " + words(change), socket -> {
            RouteEntry route = entry(socket, change);
            boolean there =
                    socket.routesInPlaceOf(route).stream().anyMatch(found -> isOurs(found) && route.sameWay(found));
            if (there) {
                socket.deleteRoute(route);
            }
        });
    }

    void add(HostChange.Unreachable change) {
        changing("cannot refuse " + words(change), HostErrors.NO_IP_ADDRESSES, socket -> {
            try {
                socket.addUnreachable(entry(change));
            } catch (NetlinkException e) {
                if (e.errno() != Errno.EEXIST || !refuses(socket, change)) {
                    throw e;
                }
            }
        });
    }

    void remove(HostChange.Unreachable change) {
        undoing("cannot give back " + words(change), socket -> {
            if (refuses(socket, change)) {
                socket.deleteUnreachable(entry(change));
            }
        });
    }

    /// With that metric we make no other routes.
    private static boolean refuses(RoutingSocket socket, HostChange.Unreachable change) throws NetlinkException {
        return socket.routesInPlaceOf(entry(change)).stream().anyMatch(NetworkChanges::isOurs);
    }

    private static boolean isOurs(RouteEntry route) {
        return route.protocol() == RouteNetlink.PROTOCOL_DIALTONE;
    }

    private static AddressEntry entry(RoutingSocket socket, HostChange.Address change) throws NetlinkException {
        InetAddress peer = change.peer();
        return new AddressEntry(
                socket.indexOf(change.link()),
                change.address(),
                change.prefixLength(),
                peer == null ? change.address() : peer);
    }

    private static RouteEntry entry(RoutingSocket socket, HostChange.Route change) throws NetlinkException {
        return new RouteEntry(
                change.destination(),
                change.prefixLength(),
                socket.indexOf(change.link()),
                change.gateway(),
                change.metric(),
                RouteNetlink.PROTOCOL_DIALTONE,
                null,
                change.table() == 0 ? RouteNetlink.TABLE_MAIN : change.table());
    }

    private static RouteEntry entry(HostChange.Unreachable change) {
        return new RouteEntry(
                change.destination(),
                change.prefixLength(),
                0,
                null,
                METRIC_OF_NOWHERE,
                RouteNetlink.PROTOCOL_DIALTONE,
                null);
    }

    private static String words(HostChange.Unreachable change) {
        return "the destination " + change.destination().getHostAddress() + "/" + change.prefixLength();
    }

    private static String words(HostChange.Address change) {
        return change.link() + " the address " + change.address().getHostAddress() + "/" + change.prefixLength();
    }

    private static String words(HostChange.Route change) {
        @Nullable InetAddress gateway = change.gateway();
        return "the route to " + change.destination().getHostAddress() + "/" + change.prefixLength() + " over "
                + change.link() + (gateway == null ? "" : " via " + gateway.getHostAddress())
                + (change.table() == 0 ? "" : " in the routing table " + change.table());
    }

    @FunctionalInterface
    private interface Work {
        void on(RoutingSocket socket) throws NetlinkException;
    }

    private static void changing(String failed, int error, Work work) {
        try (RoutingSocket socket = new RoutingSocket()) {
            work.on(socket);
        } catch (NetlinkException e) {
            throw HostErrors.refused(error, failed, e, CONFLICT_ADVICE);
        }
    }

    private static void undoing(String failed, Work work) {
        try (RoutingSocket socket = new RoutingSocket()) {
            work.on(socket);
        } catch (NetlinkException e) {
            switch (e.errno()) {
                case Errno.ESRCH, Errno.ENODEV, Errno.EADDRNOTAVAIL -> {} // gone already
                default -> throw HostErrors.refused(HostErrors.NO_IP_ADDRESSES, failed, e, CONFLICT_ADVICE);
            }
        }
    }
}
