package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;
import dev.dialtone.host.Host.Link;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Links of other VPN software, and whether everything goes through one of them.
final class OtherVpnLinks implements HostCheck {
    private static final String SUBJECT = "other vpn";
    private static final int MOST_NAMED = 8;

    /// Addresses of documentation (RFC 5737, RFC 3849): nobody has a route of their own to them.
    private static final List<InetAddress> ANYWHERE =
            List.of(InetAddress.ofLiteral("198.51.100.1"), InetAddress.ofLiteral("2001:db8::1"));

    private final Predicate<String> ours;

    OtherVpnLinks(Predicate<String> ours) {
        this.ours = ours;
    }

    @Override
    public HostFinding look() {
        try (RoutingSocket socket = new RoutingSocket()) {
            List<LinkEntry> all = socket.links();
            List<Link> tunnels = all.stream()
                    .filter(LinkEntry::up)
                    .map(entry -> entry.toLink(ours.test(entry.name())))
                    .filter(link -> link.isTunnel() && !link.ours())
                    .toList();
            return judge(tunnels, waysOut(socket, all));
        } catch (NetlinkException e) {
            return HostFinding.warning(SUBJECT, "The links cannot be listed: " + Errno.words(e.errno()) + ".", "");
        }
    }

    /// The links that traffic to anywhere leaves by, policy routing included.
    private static Set<String> waysOut(RoutingSocket socket, List<LinkEntry> links) {
        Set<String> ways = new TreeSet<>();
        for (InetAddress anywhere : ANYWHERE) {
            try {
                socket.routeTo(anywhere, 0)
                        .flatMap(route -> links.stream()
                                .filter(link -> link.index() == route.linkIndex())
                                .findFirst())
                        .ifPresent(link -> ways.add(link.name()));
            } catch (NetlinkException e) {
                // no way to there is no way through a VPN
                continue;
            }
        }
        return ways;
    }

    static HostFinding judge(List<Link> tunnels, Set<String> waysOut) {
        if (tunnels.isEmpty()) {
            return HostFinding.ok(SUBJECT, "No link of other VPN software is up.");
        }
        String seen = tunnels.stream()
                .limit(MOST_NAMED)
                .map(link -> link.name() + " (" + link.kind() + ")")
                .collect(Collectors.joining(", "));
        List<String> through = new ArrayList<>(waysOut);
        through.retainAll(tunnels.stream().map(Link::name).toList());
        return through.isEmpty()
                ? HostFinding.ok(SUBJECT, "Up beside Dialtone: " + seen + ". Not everything goes through them.")
                : HostFinding.warning(
                        SUBJECT,
                        "Everything goes through " + String.join(" and ", through) + " of another VPN (seen: " + seen
                                + "): a dial would run inside it, and compete with it for the default route and DNS.",
                        "Take the other VPN down first, unless you want one inside the other.");
    }
}
