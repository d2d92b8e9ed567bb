package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.carriers.LearningRequest;
import dev.dialtone.carriers.LearningRequest.Names;
import dev.dialtone.carriers.NameServers;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver.LinkDns;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Works out what a projection and an entry want of the host: link, addresses, routes, names.
final class NetworkPlanner {
    // newest connection wins: it gets the lowest metric (RAS: the last dialled takes the default route)
    private static final int METRIC_BASE = 1000;

    private NetworkPlanner() {}

    /// @param server  outer address of the server; null when these routes are not those that the carrier goes by
    /// @param nextHop how the server is reached now
    /// @param rank    1, 2, …: how many connections were projected before in this run, for the metric
    static NetworkPlan plan(
            Entry entry,
            TunnelProjection projection,
            String link,
            @Nullable InetAddress server,
            Optional<NextHop> nextHop,
            int rank) {
        List<HostChange> changes = new ArrayList<>();
        int metric = METRIC_BASE - Math.floorMod(rank, METRIC_BASE - 1);
        changes.add(new HostChange.LinkUp(link, InterfaceMtu.of(projection).bytes()));
        Inet4Address ipv4 = projection.ipv4();
        if (ipv4 != null) {
            Inet4Address peer = projection.ipv4Peer();
            boolean usable = peer != null && !peer.isAnyLocalAddress() && !peer.equals(ipv4);
            changes.add(new HostChange.Address(link, ipv4, 32, usable ? peer : null));
        }
        if (projection.ipv6() != null) {
            changes.add(new HostChange.Address(link, projection.ipv6(), 64, null));
            // alone: what else has the prefix is reached as the routes say
            projection
                    .learned()
                    .addresses()
                    .forEach(address -> changes.add(new HostChange.Address(link, address, 128, null)));
        }
        RoutePlan destinations = RoutePlan.of(entry, projection, server, nextHop.isPresent(), metric);
        if (server != null && destinations.covers(server) && nextHop.isPresent()) {
            // the carrier itself must not go through the tunnel it carries
            InetAddress gateway = nextHop.get().gateway();
            changes.add(new HostChange.Route(
                    server, server.getAddress().length * 8, nextHop.get().link(), gateway, 0));
        }
        destinations.takes().forEach(taken -> changes.add(destinations.route(taken, link)));
        return new NetworkPlan(changes, destinations, names(entry, projection, link));
    }

    /// What the connection is to ask of its network.
    static LearningRequest request(Entry entry, TunnelProjection projection) {
        Names names = !InnerNames.areUsed(entry)
                ? Names.UNUSED
                : entry.flag(EntryOption.REQUIRE_NAMES) ? Names.REQUIRED : Names.ASKED;
        String domain = entry.list(EntryOption.DOMAINS).stream()
                .map(name -> name.startsWith(LinkDns.ROUTING_ONLY) ? name.substring(1) : name)
                .findFirst()
                .orElse("");
        return new LearningRequest(
                lacks(entry, projection),
                names,
                domain,
                projection.givenDns(),
                GivenAddress.of(entry).map(GivenAddress::address).orElse(null));
    }

    /// Whether the connection is of little use without what its network has yet to tell: a split one does not
    /// know where it leads, nobody resolves names, or there is IPv6 alone, without an address.
    static boolean lacks(Entry entry, TunnelProjection projection) {
        boolean leadsNowhere = !entry.flag(EntryOption.DEFAULT_ROUTE)
                && entry.flag(EntryOption.SERVER_ROUTES)
                && !entry.flag(EntryOption.CLASS_ROUTE)
                && entry.list(EntryOption.ROUTES).isEmpty();
        boolean nameless = entry.flag(EntryOption.DNS)
                && projection.givenDns().isEmpty()
                && projection.dns().isEmpty();
        return leadsNowhere || nameless || projection.ipv4() == null;
    }

    private static @Nullable LinkDns names(Entry entry, TunnelProjection projection, String link) {
        List<InetAddress> servers = NameServers.inOrder(projection);
        if (!InnerNames.areUsed(entry) || servers.isEmpty()) {
            return null;
        }
        return new LinkDns(link, servers, InnerNames.domains(entry, projection), entry.flag(EntryOption.DEFAULT_ROUTE));
    }
}
