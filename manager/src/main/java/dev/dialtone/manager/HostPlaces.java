package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where connections are: in the host's own network, or in network namespaces. What is changed in one has a ledger of
/// its own, so that connections may have the same addresses and routes in two of them. Where the ledger runs.
final class HostPlaces {

    /// One place.
    ///
    /// @param inside whether it is a namespace
    record Place(HostLedger ledger, PinnedRoutes pinned, Exclusions exclusions, boolean inside) {
        static Place of(HostLedger ledger, boolean inside) {
            Exclusions exclusions = new Exclusions(ledger, inside);
            return new Place(ledger, new PinnedRoutes(ledger, exclusions), exclusions, inside);
        }

        /// The next hop to the server, which the tunnel's routes must not swallow. In a namespace they cannot: the
        /// carrier is not in it.
        Optional<NextHop> wayTo(InetAddress server) {
            return inside ? Optional.empty() : ledger.routeTo(server);
        }
    }

    private final Place outside;
    private final Map<String, Place> namespaces = new HashMap<>();
    private final Map<String, Place> placed = new HashMap<>();

    HostPlaces(HostLedger ledger) {
        this.outside = Place.of(ledger, false);
    }

    HostLedger outside() {
        return outside.ledger();
    }

    /// Creates the packet device of a connection, in its namespace if it has one, which is made when there is none.
    ///
    /// @throws HostException also 5 when the namespace is not the user's for whom it is to be, and 633 when it is
    ///     one's and shall be the machine's
    PacketDevice open(String connection, Placement placement) {
        if (placement.namespace().isEmpty()) {
            return outside().open(connection);
        }
        outside().needNamespace(connection, placement);
        Place place = namespaces.computeIfAbsent(
                placement.namespace(), name -> Place.of(outside().inside(name), true));
        placed.put(connection, place);
        return place.ledger().open(connection);
    }

    /// What a kill switch comes to in a namespace: in one that is ours the loopback and tunnels are all there
    /// is, with or without a connection. Of somebody else's nobody here knows what else leads out of it
    /// (docs/adr/0021).
    ///
    /// @throws HostException 716 in somebody else's
    void needNoOtherWayOut(String connection, String namespace) {
        if (!outside().ownsNamespace(connection, namespace)) {
            throw new HostException(Failure.of(
                            RasError.IP_CONFIGURATION,
                            Layer.HOST,
                            "kill-switch: the network namespace " + namespace
                                    + " was not made by Dialtone, so that there may be other ways out of it than the"
                                    + " tunnel, which no switch closes")
                    .advise("Name a namespace that is not there yet (netns=NAME): nothing leaves it but through the"
                            + " tunnel. Or keep this one closed yourself, and set kill-switch=false."));
        }
    }

    Place of(String connection) {
        return placed.getOrDefault(connection, outside);
    }

    /// Takes back everything of the connection, what is inside its namespace before the namespace itself.
    ///
    /// @param keepsNamespace leaves that to another call: its next attempt will be in the same one
    void release(String connection, boolean keepsNamespace) {
        Place place = placed.get(connection);
        if (place != null) {
            release(place, connection);
            if (keepsNamespace) {
                return;
            }
            placed.remove(connection);
            // users choose names: those of namespaces in which nothing is left must not pile up
            if (!placed.containsValue(place)) {
                namespaces.values().remove(place);
            }
        }
        release(outside, connection);
        // what was in its tunnel, by another connection's exclusion, is not any more
        outside.exclusions().followAll();
    }

    private static void release(Place place, String connection) {
        place.pinned().released(connection);
        place.exclusions().released(connection);
        place.ledger().release(connection);
    }
}
