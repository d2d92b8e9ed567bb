package dev.dialtone.api;

/// Whether an entry leads everything of a family of addresses through its connection.
public final class DefaultRoutes {
    private static final String SAME = "same";

    private DefaultRoutes() {}

    /// IPv4's.
    public static boolean ipv4(Entry entry) {
        return entry.flag(EntryOption.DEFAULT_ROUTE);
    }

    /// IPv6's, which are those of IPv4 unless the entry says otherwise.
    public static boolean ipv6(Entry entry) {
        String own = entry.text(EntryOption.DEFAULT_ROUTE_IPV6);
        return own.equals(SAME) ? ipv4(entry) : Boolean.parseBoolean(own);
    }

    /// Those of one family.
    ///
    /// @param ipv4 whether it is IPv4's, else IPv6's
    public static boolean of(Entry entry, boolean ipv4) {
        return ipv4 ? ipv4(entry) : ipv6(entry);
    }
}
