package dev.dialtone.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
        return link(RouteNetlink.getLink(socket.nextSequence(), name));
    }

    Optional<LinkEntry> link(int index) throws NetlinkException {
        return link(RouteNetlink.getLink(socket.nextSequence(), index));
    }

    private Optional<LinkEntry> link(byte[] request) throws NetlinkException {
        try {
            return ask(request, LinkEntry::from).stream().findFirst();
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

    void setAlias(int index, String alias) throws NetlinkException {
        tell(RouteNetlink.setAlias(socket.nextSequence(), index, alias));
    }

    /// What somebody wrote beside the link's name; empty when nobody did.
    String aliasOf(String link) throws NetlinkException {
        return ask(RouteNetlink.getLink(socket.nextSequence(), link), LinkEntry::alias).stream()
                .findFirst()
                .orElse("");
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
        return addresses(RouteNetlink.family(entry.local())).contains(entry);
    }

    List<AddressEntry> addresses(int family) throws NetlinkException {
        return ask(RouteNetlink.getAddresses(socket.nextSequence(), family), AddressEntry::from);
    }

    void addRoute(RouteEntry route) throws NetlinkException {
        tell(RouteNetlink.newRoute(socket.nextSequence(), route));
    }

    void addRouteBeside(RouteEntry route) throws NetlinkException {
        tell(RouteNetlink.newRouteBeside(socket.nextSequence(), route));
    }

    void deleteRoute(RouteEntry route) throws NetlinkException {
        tell(RouteNetlink.deleteRoute(socket.nextSequence(), route));
    }

    void addUnreachable(RouteEntry nowhere) throws NetlinkException {
        tell(RouteNetlink.newUnreachable(socket.nextSequence(), nowhere));
    }

    void deleteUnreachable(RouteEntry nowhere) throws NetlinkException {
        tell(RouteNetlink.deleteUnreachable(socket.nextSequence(), nowhere));
    }

    void addRule(RuleEntry rule) throws NetlinkException {
        tell(RuleNetlink.newRule(socket.nextSequence(), rule));
    }

    void deleteRule(RuleEntry rule) throws NetlinkException {
        tell(RuleNetlink.deleteRule(socket.nextSequence(), rule));
    }

    /// The policy rules of a family, of the kind that is made here.
    List<RuleEntry> rules(boolean ipv6) throws NetlinkException {
        return ask(RuleNetlink.getRules(socket.nextSequence(), ipv6), RuleEntry::from);
    }

    /// The routes of the same table with the same destination and metric, whoever made them.
    List<RouteEntry> routesInPlaceOf(RouteEntry wanted) throws NetlinkException {
        List<RouteEntry> found = new ArrayList<>();
        routes(
                RouteNetlink.family(wanted.destination()),
                wanted.table(),
                message -> RouteEntry.allFrom(message).stream()
                        .filter(wanted::samePlace)
                        .forEach(found::add));
        return found;
    }

    /// Hands over the main table; nothing is kept, as it may be a large one.
    void routes(int family, Consumer<NetlinkMessage> each) throws NetlinkException {
        routes(family, RouteNetlink.TABLE_MAIN, each);
    }

    /// The same of another table; from an old kernel all tables. One that nobody has used yet is empty.
    void routes(int family, int table, Consumer<NetlinkMessage> each) throws NetlinkException {
        try {
            socket.exchange(RouteNetlink.getRoutes(socket.nextSequence(), family, table), each);
        } catch (NetlinkException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
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
