package dev.dialtone.host;

import dev.dialtone.host.HostChange.Rule;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/// Policy rules, made and taken back. As with routes, undoing touches exactly what the change names, and what is gone
/// already is success.
final class PolicyRules {
    private static final String ADVICE =
            "Look at `ip rule` for what is in the way. The kernel needs policy routing (CONFIG_IP_MULTIPLE_TABLES,"
                    + " CONFIG_IPV6_MULTIPLE_TABLES).";

    private PolicyRules() {}

    static void add(Rule change) {
        RuleEntry rule = RuleEntry.of(change);
        try (RoutingSocket socket = new RoutingSocket()) {
            try {
                socket.addRule(rule);
            } catch (NetlinkException e) {
                if (e.errno() != Errno.EEXIST || !isThere(socket, rule)) {
                    throw e;
                }
            }
        } catch (NetlinkException e) {
            throw HostErrors.refused(HostErrors.NO_IP_ADDRESSES, "cannot add " + words(change), e, ADVICE);
        }
    }

    static void remove(Rule change) {
        RuleEntry rule = RuleEntry.of(change);
        try (RoutingSocket socket = new RoutingSocket()) {
            if (isThere(socket, rule)) {
                socket.deleteRule(rule);
            }
        } catch (NetlinkException e) {
            switch (e.errno()) {
                // gone already, or of a kernel that can have none
                case Errno.ENOENT, Errno.ESRCH, Errno.EAFNOSUPPORT, Errno.EOPNOTSUPP -> {}
                default ->
                    throw HostErrors.refused(
                            HostErrors.NO_IP_ADDRESSES, "cannot take back " + words(change), e, ADVICE);
            }
        }
    }

    private static boolean isThere(RoutingSocket socket, RuleEntry rule) throws NetlinkException {
        return socket.rules(rule.ipv6()).stream().anyMatch(rule::isOurs);
    }

    /// Asks the kernel for its rules, which takes no right.
    ///
    /// @throws NetlinkException it has none
    static void probe() throws NetlinkException {
        try (RoutingSocket socket = new RoutingSocket()) {
            List<RuleEntry> _ = socket.rules(false);
        }
    }

    /// How many routes others have in a table; empty when rules cannot lead into it here.
    static OptionalInt othersIn(int table) {
        int[] others = new int[1];
        try (RoutingSocket socket = new RoutingSocket()) {
            List<RuleEntry> _ = socket.rules(false);
            for (int family : List.of(RouteNetlink.AF_INET, RouteNetlink.AF_INET6)) {
                socket.routes(
                        family,
                        table,
                        message -> RouteEntry.from(message)
                                .filter(route ->
                                        route.table() == table && route.protocol() != RouteNetlink.PROTOCOL_DIALTONE)
                                .ifPresent(_ -> others[0]++));
            }
            return OptionalInt.of(others[0]);
        } catch (NetlinkException e) {
            return OptionalInt.empty();
        }
    }

    private static String words(Rule change) {
        String what = switch (change.traffic()) {
            case Traffic.From(InetAddress address) -> "from " + address.getHostAddress();
            case Traffic.BoundTo(String link, boolean ipv6) -> "for " + (ipv6 ? "IPv6" : "IPv4") + " bound to " + link;
            case Traffic.Marked(int mark, boolean ipv6) ->
                "for " + (ipv6 ? "IPv6" : "IPv4") + " with the mark " + Integer.toUnsignedString(mark);
        };
        return "the rule " + what + " into the routing table " + change.table();
    }
}
