package dev.dialtone.manager;

import dev.dialtone.api.Projection.Excluded;
import dev.dialtone.core.AddressText;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps what an entry excludes outside the tunnel that would take it (docs/adr/0024): each destination has a route
/// by its present next hop, which follows the way out as the server's own does ([PinnedRoutes]); without a next hop
/// it is unreachable, rather than inside. Where the ledger runs.
final class Exclusions {
    private static final Logger LOG = System.getLogger(Exclusions.class.getName());
    private static final String LOOPBACK = "lo";

    private final HostLedger ledger;
    private final boolean inside;
    private final Map<String, Set<Prefix>> kept = new LinkedHashMap<>();

    /// What is reached by rules that are not ours to know, as those of another VPN.
    private final Set<Ruled> ruled = new HashSet<>();

    private final Map<String, Consumer<List<Excluded>>> told = new HashMap<>();

    private record Ruled(String connection, Prefix prefix) {}

    /// @param inside whether the ledger is of a network namespace, where nothing is followed
    Exclusions(HostLedger ledger, boolean inside) {
        this.ledger = ledger;
        this.inside = inside;
    }

    /// The plan with the ways around the tunnel in it. Those that a connection has already stay as they are.
    ///
    /// @param link the connection's own
    NetworkPlan around(String connection, NetworkPlan plan, String link) {
        List<HostChange> ways = new ArrayList<>();
        for (Prefix prefix : plan.destinations().leaves()) {
            boolean pinned = plan.changes().stream().anyMatch(change -> isWay(change, prefix, link));
            if (!pinned) {
                way(connection, prefix, link).ifPresent(ways::add);
            }
        }
        return ways.isEmpty() ? plan : plan.before(ways, link);
    }

    private Optional<HostChange> way(String connection, Prefix prefix, String link) {
        return Optional.ofNullable(present(connection, prefix, link))
                .or(() -> Optional.of(change(prefix, nextHop(prefix, link))))
                // this host itself is never inside
                .filter(change -> !(change instanceof HostChange.Route route
                        && route.link().equals(LOOPBACK)));
    }

    /// How the destination is reached now: by the main table, unless that is not what decides. In another tunnel of
    /// ours it stays there, and where rules of others lead, too.
    private Optional<NextHop> nextHop(Prefix prefix, String link) {
        if (!inside) {
            Optional<NextHop> now = ledger.routeTo(prefix.network());
            Optional<NextHop> alone = ledger.outerRouteTo(prefix.network());
            boolean decidedElsewhere =
                    now.isPresent() && !now.get().link().equals(link) && !same(now.get(), alone.orElse(null));
            if (decidedElsewhere && takesAll(now.get().link(), prefix)) {
                return now;
            }
        }
        return ledger.wayAround(prefix);
    }

    /// Another connection may have routes to a part of it only.
    private boolean takesAll(String link, Prefix prefix) {
        return !ledger.isOurs(link) || ledger.leads(link, prefix);
    }

    private static HostChange change(Prefix prefix, Optional<NextHop> hop) {
        return hop.<HostChange>map(
                        way -> new HostChange.Route(prefix.network(), prefix.length(), way.link(), way.gateway(), 0))
                .orElseGet(() -> new HostChange.Unreachable(prefix.network(), prefix.length()));
    }

    private static boolean same(NextHop one, @Nullable NextHop other) {
        return other != null && one.link().equals(other.link()) && Objects.equals(one.gateway(), other.gateway());
    }

    /// Whether it leads to that destination, or refuses it, outside the connection's own link.
    private static boolean isWay(HostChange change, Prefix prefix, String link) {
        return change.equals(new HostChange.Unreachable(prefix.network(), prefix.length()))
                || (change instanceof HostChange.Route route
                        && !route.link().equals(link)
                        && new Prefix(route.destination(), route.prefixLength()).equals(prefix));
    }

    private @Nullable HostChange present(String connection, Prefix prefix, String link) {
        return ledger.changesOf(connection).stream()
                .filter(change -> isWay(change, prefix, link))
                .findFirst()
                .orElse(null);
    }

    /// What a plan leaves outside, for the projection.
    static List<Excluded> shown(NetworkPlan plan, String link) {
        return shown(plan.destinations().leaves(), plan.changes(), link);
    }

    private static List<Excluded> shown(Collection<Prefix> leaves, List<HostChange> changes, String link) {
        return leaves.stream()
                .flatMap(prefix -> changes.stream()
                        .filter(change -> isWay(change, prefix, link))
                        .limit(1)
                        .map(change -> shown(prefix, change)))
                .toList();
    }

    private static Excluded shown(Prefix prefix, HostChange way) {
        if (way instanceof HostChange.Route route) {
            InetAddress gateway = route.gateway();
            return new Excluded(prefix.toString(), route.link(), gateway == null ? null : AddressText.of(gateway));
        }
        return new Excluded(prefix.toString(), null, null);
    }

    /// The plan's changes were made.
    void made(String connection, NetworkPlan plan, String link) {
        for (Prefix prefix : plan.destinations().leaves()) {
            if (kept.computeIfAbsent(connection, _ -> new LinkedHashSet<>()).add(prefix)) {
                HostChange way = present(connection, prefix, link);
                if (way instanceof HostChange.Route pin && isRuled(pin, prefix)) {
                    ruled.add(new Ruled(connection, prefix));
                } else if (way instanceof HostChange.Unreachable) {
                    logNoWay(connection, prefix);
                }
            }
        }
    }

    private static void logNoWay(String connection, Prefix prefix) {
        LOG.log(
                Level.WARNING,
                "excluded_without_way connection=" + connection + " destination=" + prefix
                        + " reason=nothing outside the tunnel leads there, so that it is unreachable");
    }

    private boolean isRuled(HostChange.Route pin, Prefix prefix) {
        try {
            return !inside
                    && !ledger.isOurs(pin.link())
                    && ledger.wayAround(prefix).filter(hop -> !leads(pin, hop)).isPresent();
        } catch (HostException e) {
            LOG.log(Level.WARNING, "way_out_not_known destination=" + prefix + " reason=" + e.getMessage());
            return false;
        }
    }

    /// Whom to tell when a connection's ways are others than before.
    void tell(String connection, Consumer<List<Excluded>> moved) {
        told.put(connection, moved);
    }

    void released(String connection) {
        kept.remove(connection);
        told.remove(connection);
        ruled.removeIf(one -> one.connection().equals(connection));
    }

    /// Whether a pinned route is one of these.
    boolean keeps(String connection, HostChange.Route pin) {
        return kept.getOrDefault(connection, Set.of()).contains(new Prefix(pin.destination(), pin.prefixLength()));
    }

    /// The way out may be another: moves what goes there. What the host refuses is only logged.
    void follow(String connection) {
        if (inside) {
            return;
        }
        boolean moved = false;
        for (Prefix prefix : kept.getOrDefault(connection, Set.of())) {
            try {
                moved |= follow(connection, prefix);
            } catch (HostException e) {
                LOG.log(
                        Level.WARNING,
                        "excluded_not_followed connection=" + connection + " destination=" + prefix + " reason="
                                + e.getMessage());
            }
        }
        if (moved) {
            told.getOrDefault(connection, _ -> {}).accept(shown(connection));
        }
    }

    private List<Excluded> shown(String connection) {
        return shown(kept.getOrDefault(connection, Set.of()), ledger.changesOf(connection), ledger.linkOf(connection));
    }

    /// As above, of all connections: one of them is gone.
    void followAll() {
        List.copyOf(kept.keySet()).forEach(this::follow);
    }

    private boolean follow(String connection, Prefix prefix) {
        HostChange now = present(connection, prefix, ledger.linkOf(connection));
        if (now == null || (now instanceof HostChange.Route pin && isElsewhere(connection, prefix, pin))) {
            return false;
        }
        Optional<NextHop> way = ledger.wayAround(prefix);
        if (way.isEmpty() && now instanceof HostChange.Route && !fellInside(prefix)) {
            // the network may come back
            return false;
        }
        if (way.filter(hop -> hop.link().equals(LOOPBACK)).isPresent()) {
            // this host itself by now
            return false;
        }
        HostChange wanted = change(prefix, way);
        if (!wanted.equals(now)) {
            ledger.replace(connection, now, wanted);
            LOG.log(Level.INFO, "excluded_moved connection=" + connection + " from=" + now + " to=" + wanted);
            if (way.isEmpty()) {
                logNoWay(connection, prefix);
            }
            return true;
        }
        if (wanted instanceof HostChange.Route) {
            // somebody may have taken it away, which no single address of it would show
            ledger.remake(wanted);
        }
        return false;
    }

    private boolean isElsewhere(String connection, Prefix prefix, HostChange.Route pin) {
        return ledger.isOurs(pin.link()) || ruled.contains(new Ruled(connection, prefix));
    }

    private boolean fellInside(Prefix prefix) {
        return ledger.routeTo(prefix.network())
                .map(hop -> ledger.isOurs(hop.link()))
                .orElse(true);
    }

    private static boolean leads(HostChange.Route pin, NextHop hop) {
        return pin.link().equals(hop.link()) && Objects.equals(pin.gateway(), hop.gateway());
    }
}
