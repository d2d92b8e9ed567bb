package dev.dialtone.host;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Tells from the kernel's notifications what others changed. Ours are routes with our mark and everything about
/// TUN interfaces we hold. In doubt it is a change of others: a call too many costs a look, a missed one a
/// connection.
final class OthersChanges {
    private static final int ADDRESS_BYTES = 8;
    private static final int ROUTE_BYTES = 12;
    private static final int LINK_BYTES = 16;

    private final Predicate<String> ourNames;
    private final Set<Integer> ourLinks = new HashSet<>();

    /// @param ourNames whether this process holds, or is about to make, the TUN of that name
    OthersChanges(Predicate<String> ourNames) {
        this.ourNames = ourNames;
    }

    /// Begins anew with the links there are.
    void links(Collection<LinkEntry> links) {
        ourLinks.clear();
        links.stream().filter(this::ours).map(LinkEntry::index).forEach(ourLinks::add);
    }

    boolean concerns(NetlinkMessage message) {
        return switch (message.type()) {
            case NetlinkMessage.NOOP, NetlinkMessage.DONE -> false;
            case RouteNetlink.RTM_NEWLINK -> !appearedIsOurs(message);
            case RouteNetlink.RTM_DELLINK -> !goneWasOurs(message);
            case RouteNetlink.RTM_NEWADDR, RouteNetlink.RTM_DELADDR ->
                !(holds(message, ADDRESS_BYTES)
                        && ourLinks.contains(message.body().getInt(4)));
            case RouteNetlink.RTM_NEWROUTE, RouteNetlink.RTM_DELROUTE ->
                !(holds(message, ROUTE_BYTES) && routeIsOurs(message.body()));
            default -> true;
        };
    }

    private boolean appearedIsOurs(NetlinkMessage message) {
        Optional<LinkEntry> link = LinkEntry.from(message);
        link.filter(this::ours).ifPresent(ours -> ourLinks.add(ours.index()));
        // by number: a message on the way out may have a name that is not ours any more
        return link.filter(known -> ourLinks.contains(known.index())).isPresent();
    }

    private boolean goneWasOurs(NetlinkMessage message) {
        return holds(message, LINK_BYTES) && ourLinks.remove(message.body().getInt(4));
    }

    private boolean routeIsOurs(ByteBuffer body) {
        return Byte.toUnsignedInt(body.get(5)) == RouteNetlink.PROTOCOL_DIALTONE
                || NetlinkAttributes.after(body, ROUTE_BYTES)
                        .filter(attributes -> ourLinks.contains(
                                attributes.u32(RouteNetlink.RTA_OIF).orElse(0)))
                        .isPresent();
    }

    private boolean ours(LinkEntry link) {
        return link.isTun() && ourNames.test(link.name());
    }

    private static boolean holds(NetlinkMessage message, int bytes) {
        return message.body().remaining() >= bytes;
    }
}
