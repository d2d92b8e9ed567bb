package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps the sessions alive that are logged in to this host over SSH, the administrator's own perhaps: a tunnel that
/// takes everything would take the answers to them too. Each peer gets a route of its own the way it is reached now,
/// as the server itself does ([PinnedRoutes]); made before the routes into the tunnel, and gone with the connection.
final class SshGuard {
    private static final String LOOPBACK = "lo";

    private SshGuard() {}

    /// The plan with the guard in it, if its entry wants one.
    ///
    /// @param link the connection's own
    static NetworkPlan guarded(NetworkPlan plan, Entry entry, String link, HostLedger ledger) {
        if (!entry.flag(EntryOption.KEEP_SSH)) {
            return plan;
        }
        List<HostChange> changes = new ArrayList<>(plan.changes());
        int first = 0;
        while (first < changes.size() && taken(changes.get(first), link).isEmpty()) {
            first++;
        }
        if (first == changes.size()) {
            return plan;
        }
        for (InetAddress peer : ledger.sshPeers()) {
            boolean swallowed = plan.changes().stream()
                    .flatMap(change -> taken(change, link).stream())
                    .anyMatch(prefix -> prefix.contains(peer));
            boolean pinned = plan.changes().stream()
                    .anyMatch(change -> change instanceof HostChange.Route route
                            && !route.link().equals(link)
                            && route.destination().equals(peer));
            Optional<NextHop> now =
                    ledger.routeTo(peer).filter(hop -> !hop.link().equals(LOOPBACK));
            if (swallowed && !pinned && now.isPresent()) {
                changes.add(first, pin(peer, now.get()));
            }
        }
        return new NetworkPlan(changes, plan.routes(), plan.dns());
    }

    private static HostChange pin(InetAddress peer, NextHop hop) {
        return new HostChange.Route(peer, peer.getAddress().length * 8, hop.link(), hop.gateway(), 0);
    }

    /// What a change leads into the tunnel.
    private static Optional<Prefix> taken(HostChange change, String link) {
        return change instanceof HostChange.Route route && route.link().equals(link)
                ? Optional.of(new Prefix(route.destination(), route.prefixLength()))
                : Optional.empty();
    }
}
