package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.OptionKind;
import dev.dialtone.carriers.LearnedNetwork.Server;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.Resolver.LinkDns;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The name servers and search domains of a connection: of the entry, of IPCP, and of what the peer's network
/// told.
final class InnerNames {
    private InnerNames() {}

    /// IPCP's, or DHCP's when it gave none; then those of IPv6, once there is an address to ask them from.
    static List<InetAddress> servers(TunnelProjection projection) {
        Set<InetAddress> servers = new LinkedHashSet<>(projection.dns());
        servers.removeIf(server -> !isUsable(server));
        boolean fromIpcp = !servers.isEmpty();
        boolean ipv6 = !projection.learned().addresses().isEmpty();
        for (Server told : projection.learned().dns()) {
            InetAddress server = told.address();
            boolean wanted = server instanceof Inet4Address ? !fromIpcp : ipv6;
            if (wanted && isUsable(server)) {
                servers.add(server);
            }
        }
        return new ArrayList<>(servers);
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

    /// The entry's, then those told, when the entry takes the server's names at all.
    static List<String> domains(Entry entry, TunnelProjection projection) {
        Set<String> domains = new LinkedHashSet<>(entry.list(EntryOption.DOMAINS));
        if (entry.flag(EntryOption.DNS)) {
            projection.learned().domains().stream()
                    .map(domain -> domain.name())
                    .filter(InnerNames::isDomain)
                    .forEach(domains::add);
        }
        return new ArrayList<>(domains);
    }

    /// As strict as with the entry's own.
    private static boolean isDomain(String name) {
        if (name.isEmpty() || name.startsWith(LinkDns.ROUTING_ONLY)) {
            return false;
        }
        try {
            return OptionKind.DOMAINS.canonical(name).equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
