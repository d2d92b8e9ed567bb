package dev.dialtone.host;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses from a dump of the main table the route to the whole of one destination, as the kernel would if we had made
/// none: the longest prefix, then the lowest metric, then the first. Routes for some traffic only (by type of service
/// or source) are left out, and rules that lead to other tables are not known here.
final class OuterRoutes {
    private static final int FIXED_BYTES = 12;
    private static final int TABLE_MAIN = 254;
    private static final int TYPE_UNICAST = 1;

    private final InetAddress destination;
    private final int prefixLength;
    private final Set<Integer> links;

    private @Nullable RouteEntry best;
    private boolean bestLeadsOut;

    /// @param links numbers of the links that may be taken
    OuterRoutes(InetAddress destination, int prefixLength, Set<Integer> links) {
        this.destination = destination;
        this.prefixLength = prefixLength;
        this.links = links;
    }

    void offer(NetlinkMessage message) {
        List<RouteEntry> routes = RouteEntry.allFrom(message);
        if (routes.isEmpty() || !forAllTraffic(message.body())) {
            return;
        }
        boolean leadsOut = message.body().get(7) == TYPE_UNICAST;
        for (RouteEntry route : routes) {
            boolean foreign = route.protocol() != RouteNetlink.PROTOCOL_DIALTONE;
            // what blocks a destination (`unreachable`) needs no link
            boolean usable = !leadsOut || links.contains(route.linkIndex());
            boolean covers = route.prefixLength() <= prefixLength && route.covers(destination);
            if (foreign && usable && covers && better(route)) {
                best = route;
                bestLeadsOut = leadsOut;
            }
        }
    }

    private static boolean forAllTraffic(ByteBuffer body) {
        return body.remaining() >= FIXED_BYTES
                && body.get(2) == 0
                && body.get(3) == 0
                && Byte.toUnsignedInt(body.get(4)) == TABLE_MAIN;
    }

    private boolean better(RouteEntry route) {
        RouteEntry soFar = best;
        if (soFar == null || route.prefixLength() != soFar.prefixLength()) {
            return soFar == null || route.prefixLength() > soFar.prefixLength();
        }
        return Integer.compareUnsigned(route.metric(), soFar.metric()) < 0;
    }

    /// Empty when nothing leads there, or what is best refuses the destination.
    Optional<RouteEntry> best() {
        return bestLeadsOut ? Optional.ofNullable(best) : Optional.empty();
    }
}
