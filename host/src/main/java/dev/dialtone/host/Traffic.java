package dev.dialtone.host;

import java.net.Inet6Address;
import java.net.InetAddress;

/// What a policy rule leads into a routing table. IPv4 and IPv6 have rules of their own.
public sealed interface Traffic {
    boolean ipv6();

    /// Packets from one address.
    ///
    /// @param address never the unspecified one, which is the source of all packets that have none yet
    record From(InetAddress address) implements Traffic {
        public From {
            if (address.isAnyLocalAddress()) {
                throw new IllegalArgumentException("not an address: " + address);
            }
        }

        @Override
        public boolean ipv6() {
            return address instanceof Inet6Address;
        }
    }

    /// Packets of sockets that are bound to an interface (`SO_BINDTODEVICE`, `IP_UNICAST_IF`).
    record BoundTo(String link, boolean ipv6) implements Traffic {}

    /// Packets that carry a firewall mark, all bits of it.
    ///
    /// @param mark unsigned, not 0
    record Marked(int mark, boolean ipv6) implements Traffic {}
}
