package dev.dialtone.phonebooks;

import dev.dialtone.api.DefaultRoutes;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NotBuilt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The lines of a `.pbk` entry that say an option: one writer for each option that there is a line for.
final class PbkWriters {
    private static final Map<EntryOption, Writer> ALL = new LinkedHashMap<>();

    /// Says an option of the entry in its section.
    private interface Writer {
        PbkSection write(PbkSection section, Entry entry);
    }

    static {
        ALL.put(EntryOption.PROTOCOL, PbkWriters::strategy);
        ALL.put(EntryOption.SERVER, PbkWriters::server);
        ALL.put(EntryOption.PORT, PbkWriters::server);
        ALL.put(EntryOption.AUTHENTICATION, PbkWriters::methods);
        ALL.put(EntryOption.IPV4, (section, entry) -> family(section, entry, EntryOption.IPV4, PbkRules.IPV4));
        ALL.put(EntryOption.IPV6, (section, entry) -> family(section, entry, EntryOption.IPV6, PbkRules.IPV6));
        ALL.put(EntryOption.ADDRESS, PbkWriters::address);
        ALL.put(EntryOption.DEFAULT_ROUTE, PbkWriters::defaultRoute);
        ALL.put(EntryOption.CLASS_ROUTE, PbkWriters::classRoute);
        ALL.put(EntryOption.METRIC, PbkWriters::metric);
        ALL.put(EntryOption.METRIC_IPV6, PbkWriters::metric);
        ALL.put(EntryOption.ROUTES, PbkRoutes::write);
        ALL.put(EntryOption.ALTERNATES, PbkAlternates::write);
        ALL.put(EntryOption.PROMOTE_ALTERNATES, PbkAlternates::promotion);
        ALL.put(EntryOption.PREREQUISITE, text(PbkRules.FIRST, EntryOption.PREREQUISITE));
        ALL.put(EntryOption.DOMAINS, PbkWriters::suffix);
        ALL.put(EntryOption.REDIAL_ATTEMPTS, text("RedialAttempts", EntryOption.REDIAL_ATTEMPTS));
        ALL.put(EntryOption.REDIAL_SECONDS, text("RedialSeconds", EntryOption.REDIAL_SECONDS));
        ALL.put(EntryOption.IDLE_TIMEOUT, text("IdleDisconnectSeconds", EntryOption.IDLE_TIMEOUT));
        ALL.put(EntryOption.RECONNECT, flag("RedialOnLinkFailure", EntryOption.RECONNECT));
        ALL.put(EntryOption.REMEMBER, flag("CacheCredentials", EntryOption.REMEMBER));
        ALL.put(EntryOption.ONE_TIME, flag("AuthTypeOTP", EntryOption.ONE_TIME));
        ALL.put(EntryOption.ALWAYS_ON, flag("AlwaysOnCapable", EntryOption.ALWAYS_ON));
        ALL.put(EntryOption.DEFAULT_ROUTE_IPV6, PbkWriters::defaultRoute);
        ALL.put(EntryOption.DNS_SERVERS, PbkGiven::servers);
        ALL.put(EntryOption.ADDRESS_IPV6, PbkGiven::address);
        PbkPlain.ALL.forEach(plain -> ALL.put(plain.option(), plain::write));
    }

    private PbkWriters() {}

    /// Whether a phone book has a line for this option of this entry.
    static boolean knows(EntryOption option, Entry entry) {
        String protocol = entry.text(EntryOption.PROTOCOL);
        boolean vpn = PbkKind.of(protocol) == PbkKind.VPN;
        boolean built = NotBuilt.hasProtocol(protocol);
        boolean fits = switch (option.key()) {
            case "server" -> vpn;
            case "alternates", "promote-alternates" ->
                vpn && !entry.text(EntryOption.SERVER).isEmpty();
            case "routes", "class-route" -> !entry.flag(EntryOption.DEFAULT_ROUTE);
            case "port", "always-on" -> built;
            case "dns-servers" -> PbkGiven.fits(entry);
            default -> true;
        };
        return fits && ALL.containsKey(option);
    }

    /// The section with this option as the entry has it.
    static PbkSection write(PbkSection section, Entry entry, EntryOption option) {
        Writer writer = ALL.get(option);
        return writer == null || !knows(option, entry) ? section : writer.write(section, entry);
    }

    static Iterable<EntryOption> options() {
        return ALL.keySet();
    }

    private static Writer text(String key, EntryOption option) {
        return (section, entry) -> section.with(key, entry.text(option));
    }

    private static Writer flag(String key, EntryOption option) {
        return (section, entry) -> section.with(key, entry.flag(option) ? "1" : "0");
    }

    private static PbkSection strategy(PbkSection section, Entry entry) {
        int strategy = PbkKind.strategy(entry.text(EntryOption.PROTOCOL));
        PbkSection changed = section.with(PbkKind.STRATEGY, Integer.toString(strategy));
        // only some protocols have their server's port in its number
        return server(changed, entry);
    }

    private static PbkSection server(PbkSection section, Entry entry) {
        List<TextLine> numbers = section.firstMedium(PbkKind.NUMBER);
        String number = PbkServers.number(entry);
        if (numbers.isEmpty()) {
            List<TextLine> devices = section.firstMedium(PbkSection.DEVICE);
            return devices.isEmpty() || number.isEmpty()
                    ? section
                    : section.after(devices.getFirst(), PbkKind.NUMBER + "=" + number);
        }
        return numbers.getFirst().value().equals(number)
                ? section
                : section.with(numbers.getFirst(), numbers.getFirst().withValue(number));
    }

    private static PbkSection methods(PbkSection section, Entry entry) {
        int bits = PbkRules.restrictions(number(section, "AuthRestrictions"), entry.list(EntryOption.AUTHENTICATION));
        return section.with("AuthRestrictions", Integer.toString(bits));
    }

    private static PbkSection family(PbkSection section, Entry entry, EntryOption option, int bit) {
        int bits = number(section, "ExcludedProtocols");
        int changed = entry.flag(option) ? bits & ~bit : bits | bit;
        return section.with("ExcludedProtocols", Integer.toString(changed));
    }

    private static PbkSection address(PbkSection section, Entry entry) {
        String address = entry.text(EntryOption.ADDRESS);
        return address.isEmpty()
                ? section.with("IpAssign", "1").with("IpAddress", "0.0.0.0")
                : section.with("IpAssign", "2").with("IpAddress", address);
    }

    private static PbkSection defaultRoute(PbkSection section, Entry entry) {
        String value = entry.flag(EntryOption.DEFAULT_ROUTE) ? "1" : "0";
        PbkSection changed = section.with("IpPrioritizeRemote", value)
                .with("Ipv6PrioritizeRemote", DefaultRoutes.ipv6(entry) ? "1" : "0");
        // what it says without a default route it did not say with one
        return entry.flag(EntryOption.DEFAULT_ROUTE) ? changed : classRoute(changed, entry);
    }

    private static PbkSection classRoute(PbkSection section, Entry entry) {
        return section.with(PbkRules.CLASSLESS, entry.flag(EntryOption.CLASS_ROUTE) ? "0" : "1");
    }

    private static PbkSection metric(PbkSection section, Entry entry) {
        String metric = entry.text(EntryOption.METRIC);
        String six = entry.text(EntryOption.METRIC_IPV6);
        return section.with(PbkRules.METRIC4, metric).with(PbkRules.METRIC6, six.equals("0") ? metric : six);
    }

    private static PbkSection suffix(PbkSection section, Entry entry) {
        return section.with("IpDnsSuffix", suffix(entry));
    }

    /// The one suffix that there is a line for; empty for none.
    static String suffix(Entry entry) {
        return entry.list(EntryOption.DOMAINS).stream()
                .filter(domain -> !domain.startsWith("~"))
                .findFirst()
                .orElse("");
    }

    private static int number(PbkSection section, String key) {
        OptionalLong number =
                section.head(key).map(TextLine::value).filter(value -> value.matches("[0-9]{1,9}")).stream()
                        .mapToLong(Long::parseLong)
                        .findFirst();
        return (int) number.orElse(0);
    }
}
