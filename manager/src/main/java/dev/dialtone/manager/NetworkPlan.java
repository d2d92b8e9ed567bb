package dev.dialtone.manager;

import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver.LinkDns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a projected connection wants of the host.
///
/// @param changes      in the order they are to be made
/// @param destinations what leads through the connection, and what does not
/// @param dns          its name servers, or null for none
record NetworkPlan(
        List<HostChange> changes,
        RoutePlan destinations,
        @Nullable LinkDns dns) {
    NetworkPlan {
        changes = List.copyOf(changes);
    }

    /// What leads through the connection, for the projection.
    List<String> routes() {
        return destinations.takes().stream().map(RoutePlan.Taken::toString).toList();
    }

    /// The same with more changes, right before the first that leads into the tunnel.
    ///
    /// @param link the connection's own
    NetworkPlan before(List<HostChange> more, String link) {
        List<HostChange> all = new ArrayList<>(changes);
        int first = 0;
        while (first < all.size() && !leadsInto(all.get(first), link)) {
            first++;
        }
        all.addAll(first, more);
        return new NetworkPlan(all, destinations, dns);
    }

    private static boolean leadsInto(HostChange change, String link) {
        return change instanceof HostChange.Route route && route.link().equals(link);
    }

    /// The same with only those of its changes that could be made.
    NetworkPlan only(List<HostChange> made, String link) {
        return new NetworkPlan(made, destinations.only(taken -> made.contains(destinations.route(taken, link))), dns);
    }
}
