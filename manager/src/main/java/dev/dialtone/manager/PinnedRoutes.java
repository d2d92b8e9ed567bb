package dev.dialtone.manager;

import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the routes that are pinned to servers, and to what else stays outside a tunnel ([RouteGuard]), where the
/// host's way out is (docs/adr/0008 and 0020). Where the ledger runs.
final class PinnedRoutes {
    private static final Logger LOG = System.getLogger(PinnedRoutes.class.getName());

    private final HostLedger ledger;
    private final Exclusions exclusions;

    /// What is reached by rules that are not ours to know, as those of another VPN.
    private final Set<Pin> ruled = new HashSet<>();

    private record Pin(String connection, InetAddress destination) {}

    /// @param exclusions which look after their own
    PinnedRoutes(HostLedger ledger, Exclusions exclusions) {
        this.ledger = ledger;
        this.exclusions = exclusions;
    }

    /// A connection's changes were made. A route that leads elsewhere than the main table by itself would is
    /// left where it is: moved out of another VPN it would break the connection, or expose it.
    ///
    /// @param before routes that were made earlier: that the way out has moved since does not make them another's
    void made(String connection, Collection<HostChange.Route> before) {
        for (HostChange.Route pin : ledger.pinsOf(connection)) {
            try {
                if (!before.contains(pin)
                        && ledger.outerRouteTo(pin.destination())
                                .filter(hop -> !leads(pin, hop))
                                .isPresent()) {
                    ruled.add(new Pin(connection, pin.destination()));
                }
            } catch (HostException e) {
                LOG.log(Level.WARNING, "way_out_not_known connection=" + connection + " reason=" + e.getMessage());
            }
        }
    }

    void released(String connection) {
        ruled.removeIf(pin -> pin.connection().equals(connection));
    }

    /// Looks how a connection stands, and moves its pinned route after the way out. What the host refuses is only
    /// logged: the link itself shows what that comes to.
    ///
    /// @param local  the outer address the carrier was made from
    /// @param server the outer address of its server
    Outlook follow(String connection, InetAddress local, InetAddress server) {
        try {
            if (!ledger.hasAddress(local)) {
                return Outlook.ADDRESS_GONE;
            }
            followPeers(connection, server);
            exclusions.follow(connection);
            HostChange.Route pin = ledger.pinOf(connection, server);
            if (pin == null || !isFollowed(connection, pin)) {
                // a split tunnel; or one in another tunnel, which goes where that one goes
                return Outlook.STANDS;
            }
            Optional<NextHop> wayOut = ledger.outerRouteTo(server);
            wayOut.ifPresent(hop -> follow(connection, pin, hop));
            return wayOut.isEmpty() ? Outlook.NO_WAY : Outlook.STANDS;
        } catch (HostException e) {
            LOG.log(Level.WARNING, "network_not_followed connection=" + connection + " reason=" + e.getMessage());
            return Outlook.STANDS;
        }
    }

    private boolean isFollowed(String connection, HostChange.Route pin) {
        return !ledger.isOurs(pin.link()) && !ruled.contains(new Pin(connection, pin.destination()));
    }

    /// A peer that cannot be reached any more keeps its route: the network may come back.
    private void followPeers(String connection, InetAddress server) {
        for (HostChange.Route pin : ledger.pinsOf(connection)) {
            boolean isPeers = !pin.destination().equals(server) && !exclusions.keeps(connection, pin);
            if (isPeers && isFollowed(connection, pin)) {
                try {
                    ledger.outerRouteTo(pin.destination()).ifPresent(hop -> follow(connection, pin, hop));
                } catch (HostException e) {
                    LOG.log(
                            Level.WARNING,
                            "pinned_route_not_followed connection=" + connection + " route=" + pin + " reason="
                                    + e.getMessage());
                }
            }
        }
    }

    private void follow(String connection, HostChange.Route pin, NextHop wayOut) {
        if (!leads(pin, wayOut)) {
            HostChange.Route moved = new HostChange.Route(
                    pin.destination(), pin.prefixLength(), wayOut.link(), wayOut.gateway(), pin.metric(), pin.table());
            ledger.replace(connection, pin, moved);
            LOG.log(Level.INFO, "pinned_route_moved connection=" + connection + " from=" + pin + " to=" + moved);
        } else if (!leads(pin, ledger.routeTo(pin.destination()).orElse(null))) {
            // somebody took it away: a link that went down and up, a network manager that tidied up
            ledger.remake(pin);
            LOG.log(Level.INFO, "pinned_route_made_again connection=" + connection + " route=" + pin);
        }
    }

    private static boolean leads(HostChange.Route pin, @Nullable NextHop hop) {
        return hop != null && pin.link().equals(hop.link()) && Objects.equals(pin.gateway(), hop.gateway());
    }
}
