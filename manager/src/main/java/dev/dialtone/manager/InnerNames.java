package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.OptionKind;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.Resolver.LinkDns;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The names of a connection: search domains of the entry, and of what the peer's network told; whether name servers
/// are used, and those that the entry gives. Which they are then is [dev.dialtone.carriers.NameServers]'.
final class InnerNames {
    private InnerNames() {}

    /// Whether the connection has name servers: the server's, or such as the entry gives.
    static boolean areUsed(Entry entry) {
        return entry.flag(EntryOption.DNS)
                || !entry.list(EntryOption.DNS_SERVERS).isEmpty();
    }

    /// The name servers that the entry gives, to be used instead of the server's; often none.
    static List<InetAddress> given(Entry entry) {
        return entry.list(EntryOption.DNS_SERVERS).stream()
                .map(InetAddress::ofLiteral)
                .toList();
    }

    /// The entry's, then those told, when the entry takes them.
    static List<String> domains(Entry entry, TunnelProjection projection) {
        Set<String> domains = new LinkedHashSet<>(entry.list(EntryOption.DOMAINS));
        if (entry.flag(EntryOption.DNS) && entry.flag(EntryOption.SERVER_DOMAINS)) {
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
