package dev.dialtone.testkit;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the network behind an answerer says of itself to clients that ask inside the tunnel: DHCPINFORM (RFC 2131
/// §4.4.3) and IPv6 router solicitations (RFC 4861 §4.1). Made by [#answering] or [#silent], and what is chained
/// to them. Its name servers, those of IPCP included, know no name, but say so (REFUSED), unless it is silent or they
/// are named by [#silentServers] or [#failingServers].
public final class ToldNetwork {
    /// Seconds that what a router advertises holds, unless set.
    private static final int LIFETIME = 1800;

    final boolean answersDhcp;
    final boolean answersRouter;
    final List<IpPrefix> routes = new ArrayList<>();
    final List<String> domains = new ArrayList<>();
    final List<Inet4Address> dns = new ArrayList<>();
    boolean microsoft;
    int routerSeconds;
    int seconds = LIFETIME;
    final List<IpPrefix> prefixes = new ArrayList<>();
    final List<IpPrefix> routerRoutes = new ArrayList<>();
    final List<Inet6Address> routerDns = new ArrayList<>();
    final List<String> routerDomains = new ArrayList<>();
    final Set<InetAddress> untoldServers = new HashSet<>();
    final Set<InetAddress> silentServers = new HashSet<>();
    final Set<InetAddress> failingServers = new HashSet<>();
    int mtuBytes;

    private ToldNetwork(boolean answersDhcp, boolean answersRouter) {
        this.answersDhcp = answersDhcp;
        this.answersRouter = answersRouter;
    }

    /// Answers both, with nothing to say unless it is given something.
    public static ToldNetwork answering() {
        return new ToldNetwork(true, true);
    }

    /// Nobody answers, name servers neither.
    public static ToldNetwork silent() {
        return new ToldNetwork(false, false);
    }

    /// Routes by DHCP, option 121.
    public ToldNetwork routes(String... destinations) {
        add(routes, destinations);
        return this;
    }

    /// They are told by Microsoft's option, 249.
    public ToldNetwork microsoft() {
        microsoft = true;
        return this;
    }

    /// The domain by DHCP (option 15), then search domains (119).
    public ToldNetwork domains(String... names) {
        domains.addAll(List.of(names));
        return this;
    }

    /// IPv4 name servers by DHCP, option 6.
    public ToldNetwork dns(String... servers) {
        for (String server : servers) {
            dns.add(Inet4Address.ofLiteral(server));
        }
        return this;
    }

    /// Name servers that there are, and of which nobody tells.
    public ToldNetwork untoldServers(String... servers) {
        addresses(untoldServers, servers);
        return this;
    }

    /// Name servers that do not answer.
    public ToldNetwork silentServers(String... servers) {
        addresses(silentServers, servers);
        return this;
    }

    /// Name servers that say that they cannot (SERVFAIL).
    public ToldNetwork failingServers(String... servers) {
        addresses(failingServers, servers);
        return this;
    }

    /// The answerer is a default router for IPv6.
    public ToldNetwork router() {
        routerSeconds = LIFETIME;
        return this;
    }

    /// Prefixes, on this link and for addresses of it.
    public ToldNetwork prefixes(String... blocks) {
        add(prefixes, blocks);
        return this;
    }

    /// Routes by advertisement (RFC 4191).
    public ToldNetwork routerRoutes(String... destinations) {
        add(routerRoutes, destinations);
        return this;
    }

    /// Name servers and search domains by advertisement (RFC 8106).
    public ToldNetwork routerNames(String server, String... domainNames) {
        routerDns.add((Inet6Address) InetAddress.ofLiteral(server));
        routerDomains.addAll(List.of(domainNames));
        return this;
    }

    public ToldNetwork mtu(int bytes) {
        mtuBytes = bytes;
        return this;
    }

    /// How long all of an advertisement holds but the router itself; 0 takes it back.
    public ToldNetwork seconds(int lifetime) {
        seconds = lifetime;
        return this;
    }

    private static void addresses(Set<InetAddress> to, String... literals) {
        for (String literal : literals) {
            to.add(InetAddress.ofLiteral(literal));
        }
    }

    private static void add(List<IpPrefix> to, String... blocks) {
        for (String block : blocks) {
            to.add(IpPrefix.of(block));
        }
    }
}
