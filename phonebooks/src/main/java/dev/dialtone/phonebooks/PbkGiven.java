package dev.dialtone.phonebooks;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Name servers and an IPv6 address of its own that a `.pbk` entry gives instead of the server's. Each counts only
/// where the entry says that it is given.
final class PbkGiven {
    private static final int GIVEN = 2;
    private static final int SLOTS = 2;

    private static final Family IPV4 = new Family("IpNameAssign", List.of("IpDnsAddress", "IpDns2Address"), "0.0.0.0");
    private static final Family IPV6 = new Family("Ipv6NameAssign", List.of("Ipv6DnsAddress", "Ipv6Dns2Address"), "::");

    private static final String ASSIGN6 = "Ipv6Assign";
    private static final String ADDRESS6 = "Ipv6Address";
    private static final String LENGTH6 = "Ipv6PrefixLength";

    private PbkGiven() {}

    /// The lines of one family of name servers.
    private record Family(String assign, List<String> keys, String unset) {
        boolean has(String server) {
            return (server.indexOf(':') >= 0) == unset.equals("::");
        }
    }

    static void read(PbkReading reading) {
        List<TextLine> lines = new ArrayList<>();
        for (Family family : List.of(IPV4, IPV6)) {
            boolean given = isGiven(reading, family.assign);
            for (String key : family.keys) {
                reading.head(key)
                        .filter(line -> given
                                && !line.value().isEmpty()
                                && !line.value().equals(family.unset))
                        .ifPresent(lines::add);
            }
            if (given) {
                reading.head(family.assign).ifPresent(line -> reading.carried(line, EntryOption.DNS_SERVERS.key()));
            }
        }
        List<String> servers = new ArrayList<>();
        for (TextLine line : lines) {
            reading.carried(line, EntryOption.DNS_SERVERS, line.value());
            if (reading.isCarried(line)) {
                servers.add(reading.text(EntryOption.DNS_SERVERS));
            }
        }
        if (!servers.isEmpty()) {
            reading.options().put(EntryOption.DNS_SERVERS, String.join(",", servers));
        }
        address(reading);
    }

    private static void address(PbkReading reading) {
        if (!isGiven(reading, ASSIGN6)) {
            return;
        }
        OptionalLong length = reading.number(LENGTH6, 1, 128);
        reading.head(ADDRESS6)
                .filter(line -> !line.value().isEmpty() && !line.value().equals("::"))
                .ifPresent(line -> {
                    reading.carried(line, EntryOption.ADDRESS_IPV6, line.value() + "/" + length.orElse(64));
                    reading.head(ASSIGN6).ifPresent(assign -> reading.carried(assign, EntryOption.ADDRESS_IPV6.key()));
                });
    }

    private static boolean isGiven(PbkReading reading, String key) {
        return reading.head(key).filter(line -> line.value().equals("" + GIVEN)).isPresent();
    }

    /// Whether the lines of the section hold all of the entry's name servers.
    static boolean fits(Entry entry) {
        List<String> servers = entry.list(EntryOption.DNS_SERVERS);
        return servers.stream().filter(IPV4::has).count() <= SLOTS
                && servers.stream().filter(IPV6::has).count() <= SLOTS;
    }

    static PbkSection servers(PbkSection section, Entry entry) {
        PbkSection changed = section;
        for (Family family : List.of(IPV4, IPV6)) {
            List<String> servers = entry.list(EntryOption.DNS_SERVERS).stream()
                    .filter(family::has)
                    .toList();
            changed = changed.with(family.assign, servers.isEmpty() ? "1" : "" + GIVEN);
            for (int i = 0; i < SLOTS; i++) {
                changed = changed.with(family.keys.get(i), i < servers.size() ? servers.get(i) : family.unset);
            }
        }
        return changed;
    }

    static PbkSection address(PbkSection section, Entry entry) {
        String text = entry.text(EntryOption.ADDRESS_IPV6);
        if (text.isEmpty()) {
            return section.with(ASSIGN6, "1").with(ADDRESS6, "::").with(LENGTH6, "0");
        }
        int slash = text.indexOf('/');
        return section.with(ASSIGN6, "" + GIVEN)
                .with(ADDRESS6, text.substring(0, slash))
                .with(LENGTH6, text.substring(slash + 1));
    }
}
