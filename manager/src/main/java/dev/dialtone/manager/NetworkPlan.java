package dev.dialtone.manager;

import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver.LinkDns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a projected connection wants of the host.
///
/// @param changes in the order they are to be made
/// @param routes  destinations through the connection, for the projection
/// @param dns     its name servers, or null for none
record NetworkPlan(
        List<HostChange> changes,
        List<String> routes,
        @Nullable LinkDns dns) {
    NetworkPlan {
        changes = List.copyOf(changes);
        routes = List.copyOf(routes);
    }

    /// The same with only those of its changes that could be made.
    NetworkPlan only(List<HostChange> made, String link) {
        List<String> stand = made.stream()
                .filter(change ->
                        change instanceof HostChange.Route route && route.link().equals(link))
                .map(change -> (HostChange.Route) change)
                .map(route -> new Prefix(route.destination(), route.prefixLength()).toString())
                .toList();
        return new NetworkPlan(made, stand, dns);
    }
}
