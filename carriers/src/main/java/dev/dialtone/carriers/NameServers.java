package dev.dialtone.carriers;

import dev.dialtone.carriers.LearnedNetwork.Server;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which name servers are a connection's: those that its owner gives, else of those that were told.
public final class NameServers {
    private NameServers() {}

    /// IPCP's, or DHCP's when it gave none; then those of IPv6, once there is an address to ask them from.
    public static List<InetAddress> of(TunnelProjection projection) {
        return projection.givenDns().isEmpty()
                ? of(projection.dns(), projection.learned())
                : given(projection.givenDns(), projection.ipv4() != null, projection.learned());
    }

    /// Of those that are given, the ones of whose family there is an address to ask them from.
    static List<InetAddress> given(Collection<? extends InetAddress> all, boolean ipv4, LearnedNetwork learned) {
        boolean ipv6 = !learned.addresses().isEmpty();
        List<InetAddress> servers = new ArrayList<>(new LinkedHashSet<>(all));
        servers.removeIf(server -> !isUsable(server) || !(server instanceof Inet4Address ? ipv4 : ipv6));
        return servers;
    }

    static List<InetAddress> of(Collection<? extends InetAddress> fromIpcp, LearnedNetwork learned) {
        Set<InetAddress> servers = new LinkedHashSet<>(fromIpcp);
        servers.removeIf(server -> !isUsable(server));
        boolean none = servers.isEmpty();
        boolean ipv6 = !learned.addresses().isEmpty();
        for (Server told : learned.dns()) {
            InetAddress server = told.address();
            boolean wanted = server instanceof Inet4Address ? none : ipv6;
            if (wanted && isUsable(server)) {
                servers.add(server);
            }
        }
        return new ArrayList<>(servers);
    }

    /// The same in the order in which to use them: a resolver waits seconds for each before it asks the next, so
    /// those that answer come first.
    public static List<InetAddress> inOrder(TunnelProjection projection) {
        Map<InetAddress, NameServer.Standing> standings = projection.learned().names().stream()
                .collect(Collectors.toMap(NameServer::address, NameServer::standing, (one, _) -> one));
        return of(projection).stream()
                .sorted(Comparator.comparing(server -> standings.getOrDefault(server, NameServer.Standing.ASKED)))
                .toList();
    }

    // SECURITY: a peer does not choose what is asked of this host itself, or of all at once
    private static boolean isUsable(InetAddress server) {
        return !server.isLoopbackAddress()
                && !server.isAnyLocalAddress()
                && !server.isMulticastAddress()
                // in IPv6 the loopback, and what reads as an IPv4 address, be it the loopback's (RFC 4291 §2.5)
                && !(server instanceof Inet6Address && server.getAddress()[0] == 0)
                && !(server instanceof Inet4Address && (server.getAddress()[0] & 0xF0) == 0xF0);
    }
}
