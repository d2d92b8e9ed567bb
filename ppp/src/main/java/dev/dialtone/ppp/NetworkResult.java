package dev.dialtone.ppp;

import dev.dialtone.core.Failure;
import java.net.Inet4Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the network control protocols settled.
///
/// @param ipv4         usable IPv4, or null
/// @param ipv4Failure  why not, when it was asked for and did not open
/// @param ipv6         usable IPv6 link, or null
/// @param ipv6Failure  why not, when it was asked for and did not open
public record NetworkResult(
        @Nullable Ipv4 ipv4,
        @Nullable Failure ipv4Failure,
        @Nullable Ipv6 ipv6,
        @Nullable Failure ipv6Failure) {

    /// IPv4 as IPCP settled it.
    ///
    /// @param address our address
    /// @param peer    the peer's, or null if it gave none
    /// @param dns     name servers, at most two, in the peer's order
    /// @param nbns    NetBIOS name servers, at most two
    public record Ipv4(
            Inet4Address address, @Nullable Inet4Address peer, List<Inet4Address> dns, List<Inet4Address> nbns) {
        public Ipv4 {
            dns = List.copyOf(dns);
            nbns = List.copyOf(nbns);
        }
    }

    /// RFC 5072 interface identifiers, 64 bits each.
    public record Ipv6(long localIdentifier, long peerIdentifier) {}
}
