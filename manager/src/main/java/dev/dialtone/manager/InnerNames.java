package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.OptionKind;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.host.Resolver.LinkDns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The search domains of a connection: of the entry, and of what the peer's network told. Its name servers are
/// [dev.dialtone.carriers.NameServers]'.
final class InnerNames {
    private InnerNames() {}

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
