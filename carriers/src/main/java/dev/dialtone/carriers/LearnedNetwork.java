package dev.dialtone.carriers;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/// What the peer's network told of itself inside the tunnel, beyond PPP: by DHCP (RFC 2131 §4.4.3) and by router
/// advertisements (RFC 4861 §6.3.4). It is what was said, within limits of number and form; what of it is to be
/// done is for the owner of the tunnel to decide.
///
/// @param routes    destinations behind the peer, no default among them; at most [#MAX_ROUTES] from each origin
/// @param router    whether a router there takes whatever IPv6 packets are given to it
/// @param addresses our IPv6 addresses (RFC 4862), made of its prefixes and our interface identifier; or the one that
///                  [LearningRequest#address] gives
/// @param dns       name servers in the order they were told
/// @param domains   search domains, lower case, without a dot at the end
/// @param mtuBytes  largest packet of that network, 1280 or more, or 0 when it was not told
/// @param names     the connection's name servers that were asked whether they answer, in the order of
///                  [NameServers#of]
public record LearnedNetwork(
        List<Route> routes,
        boolean router,
        List<Inet6Address> addresses,
        List<Server> dns,
        List<Domain> domains,
        int mtuBytes,
        List<NameServer> names) {
    // SECURITY: how many routes a peer may tell
    public static final int MAX_ROUTES = 256;

    /// Nothing was told.
    public static final LearnedNetwork NONE = new LearnedNetwork(List.of(), false, List.of(), List.of(), List.of(), 0);

    /// Who told it.
    public enum Origin {
        DHCP("dhcp"),
        ROUTER("ra");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        /// As in JSON and text.
        public String word() {
            return word;
        }
    }

    /// @param network      its bits behind the prefix are 0
    /// @param prefixLength at least 1
    public record Route(InetAddress network, int prefixLength, Origin origin) {}

    public record Server(InetAddress address, Origin origin) {}

    public record Domain(String name, Origin origin) {}

    public LearnedNetwork {
        routes = List.copyOf(routes);
        addresses = List.copyOf(addresses);
        dns = List.copyOf(dns);
        domains = List.copyOf(domains);
        names = List.copyOf(names);
    }

    /// One in which no name server was asked.
    public LearnedNetwork(
            List<Route> routes,
            boolean router,
            List<Inet6Address> addresses,
            List<Server> dns,
            List<Domain> domains,
            int mtuBytes) {
        this(routes, router, addresses, dns, domains, mtuBytes, List.of());
    }

    /// The same with an IPv6 address that nobody advertised instead of ours.
    public LearnedNetwork at(Inet6Address given) {
        return new LearnedNetwork(routes, router, List.of(given), dns, domains, mtuBytes, names);
    }

    /// The same with what became of the question to its name servers.
    public LearnedNetwork with(List<NameServer> asked) {
        return new LearnedNetwork(routes, router, addresses, dns, domains, mtuBytes, asked);
    }
}
