package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/// The IPv6 address that an entry gives its connection, instead of those that routers inside advertise. PPP has no
/// word for it (RFC 5072 settles the interface identifier alone): whether packets to it come is for the server to know.
///
/// @param address of this end
/// @param length  of its prefix, which lies behind the connection
record GivenAddress(Inet6Address address, int length) {
    /// The length of one that nothing else is behind.
    static final int ALONE = 128;

    static Optional<GivenAddress> of(Entry entry) {
        String text = entry.text(EntryOption.ADDRESS_IPV6);
        int slash = text.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(new GivenAddress(
                        (Inet6Address) InetAddress.ofLiteral(text.substring(0, slash)),
                        Integer.parseInt(text.substring(slash + 1))));
    }

    Prefix prefix() {
        return Prefix.around(address, length);
    }
}
