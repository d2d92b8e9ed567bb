package dev.dialtone.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Links, addresses and routes of this network namespace: one method per question or change, over one socket.
final class RoutingSocket implements AutoCloseable {
    private final NetlinkSocket socket;

    RoutingSocket() throws NetlinkException {
        socket = new NetlinkSocket();
    }

    List<LinkEntry> links() throws NetlinkException {
        return ask(RouteNetlink.getLinks(socket.nextSequence()), LinkEntry::from);
    }

    Optional<LinkEntry> link(String name) throws NetlinkException {
        try {
            return ask(RouteNetlink.getLink(socket.nextSequence(), name), LinkEntry::from).stream()
                    .findFirst();
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The link's number; ENODEV when there is none of that name.
    int indexOf(String name) throws NetlinkException {
        return link(name)
                .orElseThrow(() -> new NetlinkException(Errno.ENODEV, ""))
                .index();
    }

    void setLink(int index, int mtuBytes, boolean up) throws NetlinkException {
        tell(RouteNetlink.setLink(socket.nextSequence(), index, mtuBytes, up));
    }

    void withoutOwnLinkLocal(int index) throws NetlinkException {
        tell(RouteNetlink.withoutOwnLinkLocal(socket.nextSequence(), index));
    }

    void addAddress(AddressEntry entry) throws NetlinkException {
        tell(RouteNetlink.newAddress(socket.nextSequence(), entry));
    }

    void deleteAddress(AddressEntry entry) throws NetlinkException {
        tell(RouteNetlink.deleteAddress(socket.nextSequence(), entry));
    }

    boolean hasAddress(AddressEntry entry) throws NetlinkException {
        int family = RouteNetlink.family(entry.local());
        return ask(RouteNetlink.getAddresses(socket.nextSequence(), family), AddressEntry::from)
                .contains(entry);
    }

    void addRoute(RouteEntry route) throws NetlinkException {
        tell(RouteNetlink.newRoute(socket.nextSequence(), route));
    }

    void deleteRoute(RouteEntry route) throws NetlinkException {
        tell(RouteNetlink.deleteRoute(socket.nextSequence(), route));
    }

    /// The route of the main table that goes the same way, whoever made it.
    Optional<RouteEntry> findRoute(RouteEntry wanted) throws NetlinkException {
        int family = RouteNetlink.family(wanted.destination());
        byte[] request = RouteNetlink.getRoutes(socket.nextSequence(), family, wanted.linkIndex());
        return ask(request, message -> RouteEntry.from(message).filter(wanted::sameWay)).stream()
                .findFirst();
    }

    Optional<RouteEntry> routeTo(InetAddress destination, int linkIndex) throws NetlinkException {
        return ask(RouteNetlink.routeTo(socket.nextSequence(), destination, linkIndex), RouteEntry::from).stream()
                .findFirst();
    }

    private void tell(byte[] request) throws NetlinkException {
        socket.exchange(request, _ -> {});
    }

    private <T> List<T> ask(byte[] request, Function<NetlinkMessage, Optional<T>> read) throws NetlinkException {
        List<T> found = new ArrayList<>();
        socket.exchange(request, message -> read.apply(message).ifPresent(found::add));
        return found;
    }

    @Override
    public void close() {
        socket.close();
    }
}
