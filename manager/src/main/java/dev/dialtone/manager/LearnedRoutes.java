package dev.dialtone.manager;

import dev.dialtone.api.DefaultRoutes;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.TunnelProjection;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which of the destinations that a peer's network told a connection takes. Windows does as much: with a default
/// route of its own they do not matter, without they say what goes through the connection.
final class LearnedRoutes {
    // SECURITY: with default-route=false the peer is not to become the default route in two halves or a few pieces
    private static final int SHORTEST_IPV4 = 8;
    private static final int SHORTEST_IPV6 = 7;

    // SECURITY: what belongs to this host, to the link it is on, or to nobody
    private static final List<Prefix> REFUSED = List.of(
            Prefix.parse("0.0.0.0/8"),
            Prefix.parse("127.0.0.0/8"),
            Prefix.parse("169.254.0.0/16"),
            Prefix.parse("224.0.0.0/3"),
            Prefix.parse("::/8"),
            Prefix.parse("fe80::/10"),
            Prefix.parse("ff00::/8"));

    private LearnedRoutes() {}

    /// Beside what the entry itself asks for; at most [LearnedNetwork#MAX_ROUTES].
    ///
    /// @param server      its outer address; null when the carrier goes by other routes than these
    /// @param canBePinned whether the way to the server is known, so that it can be kept while routes change
    ///                    around it
    static Set<Prefix> of(Entry entry, TunnelProjection projection, @Nullable InetAddress server, boolean canBePinned) {
        Set<Prefix> taken = of(entry, projection);
        // SECURITY: else the carrier would go into the tunnel it carries
        taken.removeIf(prefix -> server != null && !canBePinned && prefix.contains(server));
        return taken;
    }

    private static Set<Prefix> of(Entry entry, TunnelProjection projection) {
        LearnedNetwork learned = projection.learned();
        Set<Prefix> taken = new LinkedHashSet<>();
        boolean all4 = DefaultRoutes.ipv4(entry);
        boolean all6 = DefaultRoutes.ipv6(entry);
        // with an address that the entry gives, the other end is the router
        boolean routable = learned.router() || GivenAddress.of(entry).isPresent();
        boolean routed6 = all6 && routable && !learned.addresses().isEmpty();
        if (routed6) {
            // as for IPv4 (docs/adr/0008)
            taken.add(Prefix.parse("::/1"));
            taken.add(Prefix.parse("8000::/1"));
        }
        boolean some = entry.flag(EntryOption.SERVER_ROUTES);
        if (some || all6) {
            learned.routes().stream()
                    .map(route -> new Prefix(route.network(), route.prefixLength()))
                    // what lies behind the default route is inside already; without a router the pieces are all there
                    // is
                    .filter(prefix -> prefix.isIpv4() ? some && !all4 : !routed6 && (some || all6))
                    .filter(LearnedRoutes::isAllowed)
                    .limit(LearnedNetwork.MAX_ROUTES)
                    .forEach(taken::add);
        }
        return taken;
    }

    static boolean isAllowed(Prefix prefix) {
        return prefix.length() >= (prefix.isIpv4() ? SHORTEST_IPV4 : SHORTEST_IPV6)
                && REFUSED.stream()
                        .noneMatch(refused -> refused.contains(prefix.network()) || prefix.contains(refused.network()));
    }

    /// Whether it is the server's outer address and nothing else. Into the tunnel that it carries it must not go;
    /// the pinned route would be of the same length, and need not win.
    static boolean isServer(Prefix prefix, InetAddress server) {
        return prefix.length() == server.getAddress().length * 8 && prefix.contains(server);
    }
}
