package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps outside what a tunnel's routes would take along although it must stay on its way: the carriers of other
/// connections, which need no pinned route of their own as long as they are split or in a network namespace; and
/// the sessions that are logged in to this host over SSH, the administrator's own perhaps. Each far end gets a
/// route of its own the way it is reached now, as the server itself does ([PinnedRoutes]); made before the
/// routes into the tunnel, and gone with the connection.
final class RouteGuard {
    private static final String LOOPBACK = "lo";

    private RouteGuard() {}

    /// The plan with the guard in it; of SSH sessions, if its entry wants that.
    ///
    /// @param link     the connection's own
    /// @param carriers far ends of connections' carriers
    static NetworkPlan guarded(
            NetworkPlan plan, Entry entry, String link, HostLedger ledger, Collection<InetAddress> carriers) {
        int first = 0;
        while (first < plan.changes().size()
                && taken(plan.changes().get(first), link).isEmpty()) {
            first++;
        }
        if (first == plan.changes().size()) {
            return plan;
        }
        Set<InetAddress> peers = new LinkedHashSet<>(carriers);
        if (entry.flag(EntryOption.KEEP_SSH)) {
            peers.addAll(ledger.sshPeers());
        }
        // on their link whatever is routed; and without it nobody knows which that is
        peers.removeIf(peer -> peer instanceof Inet6Address && peer.isLinkLocalAddress());
        List<HostChange> pins = new ArrayList<>();
        Set<Prefix> kept = new HashSet<>();
        for (InetAddress peer : peers) {
            boolean swallowed = plan.changes().stream()
                    .flatMap(change -> taken(change, link).stream())
                    .anyMatch(prefix -> prefix.contains(peer));
            boolean pinned = plan.changes().stream()
                    .anyMatch(change -> change instanceof HostChange.Route route
                            && !route.link().equals(link)
                            && route.prefixLength() == bits(peer)
                            && route.destination().equals(peer));
            // what comes through this tunnel has no other way to keep
            Optional<NextHop> now = ledger.routeTo(peer)
                    .filter(hop -> !hop.link().equals(LOOPBACK) && !hop.link().equals(link));
            if (swallowed && !pinned && now.isPresent()) {
                pins.add(pin(peer, now.get()));
                kept.add(new Prefix(peer, bits(peer)));
            }
        }
        return with(pins, first, plan, kept, link);
    }

    /// @param kept SECURITY: a route into the tunnel to one of these alone would be as long as the pinned one,
    ///             and in IPv6 it would win; a peer may tell it
    private static NetworkPlan with(List<HostChange> pins, int first, NetworkPlan plan, Set<Prefix> kept, String link) {
        List<HostChange> changes = new ArrayList<>(plan.changes());
        changes.addAll(first, pins);
        changes.removeIf(change -> taken(change, link).filter(kept::contains).isPresent());
        return new NetworkPlan(changes, plan.destinations().only(one -> !kept.contains(one.to())), plan.dns());
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    private static HostChange pin(InetAddress peer, NextHop hop) {
        return new HostChange.Route(peer, bits(peer), hop.link(), hop.gateway(), 0);
    }

    /// What a change leads into the tunnel.
    private static Optional<Prefix> taken(HostChange change, String link) {
        return change instanceof HostChange.Route route && route.link().equals(link)
                ? Optional.of(new Prefix(route.destination(), route.prefixLength()))
                : Optional.empty();
    }
}
