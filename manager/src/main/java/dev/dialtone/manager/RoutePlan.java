package dev.dialtone.manager;

import dev.dialtone.api.DefaultRoutes;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.NameServers;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.HostChange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What destinations a connection takes into its tunnel, and which it leaves outside although one of those covers
/// them (docs/adr/0024). The longer prefix decides, as in the kernel; of the same the exclusion. Only the entry's own
/// words may take a part of what it excludes: what the peer tells may not.
///
/// @param takes  in the order in which they are made
/// @param leaves excluded destinations that the tunnel would take otherwise
/// @param metric of what has none of its own
/// @param table  number of the routing table that all of it is in; 0 for the main one
record RoutePlan(List<Taken> takes, List<Prefix> leaves, int metric, int table) {
    static final RoutePlan NONE = new RoutePlan(List.of(), List.of(), 0, 0);

    RoutePlan {
        takes = List.copyOf(takes);
        leaves = List.copyOf(leaves);
    }

    /// A destination through the tunnel.
    ///
    /// @param metric its own, or 0 for the connection's
    record Taken(Prefix to, int metric) {
        /// Reads the canonical text of an entry's option, like `10.1.0.0/16@50`.
        static Taken parse(String text) {
            int at = text.indexOf('@');
            return at < 0
                    ? new Taken(Prefix.parse(text), 0)
                    : new Taken(Prefix.parse(text.substring(0, at)), Integer.parseInt(text.substring(at + 1)));
        }

        @Override
        public String toString() {
            return metric == 0 ? to.toString() : to + "@" + metric;
        }
    }

    /// @param server      its outer address; null when the carrier goes by other routes than these
    /// @param canBePinned whether the way to the server is known, so that routes may cover it
    /// @param automatic   the metric, if the entry has none
    static RoutePlan of(
            Entry entry,
            TunnelProjection projection,
            @Nullable InetAddress server,
            boolean canBePinned,
            int automatic) {
        Set<Prefix> excluded = new LinkedHashSet<>();
        entry.list(EntryOption.ROUTE_EXCLUDE).forEach(text -> excluded.add(Prefix.parse(text)));
        Map<Prefix, Integer> takes = new LinkedHashMap<>();
        own(entry, projection).forEach(taken -> takes.putIfAbsent(taken.to(), taken.metric()));
        takes.keySet().removeAll(excluded);
        told(entry, projection, server, canBePinned).stream()
                .filter(prefix -> excluded.stream().noneMatch(outside -> outside.contains(prefix)))
                .forEach(prefix -> takes.putIfAbsent(prefix, 0));
        if (InnerNames.areUsed(entry)) {
            nameServers(entry, projection, takes.keySet(), excluded).forEach(host -> takes.putIfAbsent(host, 0));
        }
        // SECURITY: nor may the peer's words lead the carrier into the tunnel
        takes.keySet().removeIf(prefix -> server != null && LearnedRoutes.isServer(prefix, server));
        InetAddress peer = projection.ipv4Peer();
        List<Prefix> leaves = excluded.stream()
                .filter(outside -> takes.keySet().stream().anyMatch(prefix -> prefix.contains(outside)))
                // the other end of the tunnel is inside by its nature
                .filter(outside -> peer == null || !outside.equals(Prefix.host(peer)))
                .toList();
        int metric = entry.number(EntryOption.METRIC);
        int metric6 = entry.number(EntryOption.METRIC_IPV6);
        List<Taken> all = new ArrayList<>();
        takes.forEach((prefix, ownMetric) ->
                all.add(new Taken(prefix, ownMetric == 0 && !prefix.isIpv4() ? metric6 : ownMetric)));
        return new RoutePlan(all, leaves, metric == 0 ? automatic : metric, 0);
    }

    private static List<Taken> own(Entry entry, TunnelProjection projection) {
        List<Taken> own = new ArrayList<>();
        if (DefaultRoutes.ipv4(entry) && projection.ipv4() != null) {
            // two halves win over any default route without touching it (docs/adr/0008)
            own.add(Taken.parse("0.0.0.0/1"));
            own.add(Taken.parse("128.0.0.0/1"));
        }
        entry.list(EntryOption.ROUTES).stream()
                .map(Taken::parse)
                .filter(taken -> !DefaultRoutes.of(entry, taken.to().isIpv4()))
                .filter(taken -> taken.to().isIpv4() ? projection.ipv4() != null : projection.ipv6() != null)
                .forEach(own::add);
        GivenAddress.of(entry)
                .filter(given -> !DefaultRoutes.ipv6(entry) && projection.ipv6() != null)
                .filter(given -> given.length() < GivenAddress.ALONE)
                .map(given -> new Taken(given.prefix(), 0))
                .ifPresent(own::add);
        return own;
    }

    private static Set<Prefix> told(
            Entry entry, TunnelProjection projection, @Nullable InetAddress server, boolean canBePinned) {
        Set<Prefix> told = new LinkedHashSet<>();
        boolean classful = entry.flag(EntryOption.CLASS_ROUTE) && !entry.flag(EntryOption.DEFAULT_ROUTE);
        if (classful && projection.ipv4() != null) {
            // SECURITY: the address is the peer's word, and so is its network
            ClassfulNetwork.of(projection.ipv4())
                    .filter(network -> canBePinned || server == null || !network.contains(server))
                    .ifPresent(told::add);
        }
        told.addAll(LearnedRoutes.of(entry, projection, server, canBePinned));
        return told;
    }

    /// Those of the connection are asked inside, or its names are wrong: each that the rest would lead elsewhere is a
    /// destination of its own. Who excludes a server's very address means it.
    private static List<Prefix> nameServers(
            Entry entry, TunnelProjection projection, Set<Prefix> takes, Set<Prefix> excluded) {
        return NameServers.of(projection).stream()
                .filter(server -> !server.isLinkLocalAddress() && !server.equals(projection.ipv4Peer()))
                .filter(server -> {
                    int inside = longest(takes, server);
                    boolean leadsOutside = inside <= longest(excluded, server);
                    boolean everything = DefaultRoutes.of(entry, server instanceof Inet4Address);
                    return everything ? inside >= 0 && leadsOutside : leadsOutside;
                })
                .map(Prefix::host)
                .filter(host -> !excluded.contains(host))
                .toList();
    }

    private static int longest(Set<Prefix> prefixes, InetAddress address) {
        return prefixes.stream()
                .filter(prefix -> prefix.contains(address))
                .mapToInt(Prefix::length)
                .max()
                .orElse(-1);
    }

    /// Whether the way to an address leads into the tunnel, if nothing else is done.
    boolean covers(InetAddress address) {
        return takes.stream().anyMatch(taken -> taken.to().contains(address));
    }

    /// The route of one that is taken.
    HostChange.Route route(Taken taken, String link) {
        Prefix to = taken.to();
        return new HostChange.Route(
                to.network(), to.length(), link, null, taken.metric() == 0 ? metric : taken.metric(), table);
    }

    /// The same with some of what it takes.
    RoutePlan only(Predicate<Taken> some) {
        return new RoutePlan(takes.stream().filter(some).toList(), leaves, metric, table);
    }
}
