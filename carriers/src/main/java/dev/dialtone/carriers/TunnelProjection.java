package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the network negotiation gave, and what the peer's network told beyond it.
///
/// @param ipv4        our IPv4 address, or null
/// @param ipv4Peer    the server's inner IPv4 address, or null
/// @param ipv4Failure why there is no IPv4 although it was asked for
/// @param ipv6        our link-local IPv6 address, or null
/// @param ipv6Peer    the server's link-local IPv6 address, or null
/// @param ipv6Failure why there is no IPv6 although it was asked for
/// @param dns         name servers in the peer's order
/// @param nbns        NetBIOS name servers
/// @param mtu         largest IP packet that fits both directions
/// @param authMethod  the authentication method's word
/// @param learned     what was told inside the tunnel so far
/// @param givenDns    name servers that the owner of the tunnel gives, to be used instead of all that are told; empty
///                    for those that are told
public record TunnelProjection(
        @Nullable Inet4Address ipv4,
        @Nullable Inet4Address ipv4Peer,
        @Nullable Failure ipv4Failure,
        @Nullable Inet6Address ipv6,
        @Nullable Inet6Address ipv6Peer,
        @Nullable Failure ipv6Failure,
        List<InetAddress> dns,
        List<InetAddress> nbns,
        TunnelMtu mtu,
        String authMethod,
        LearnedNetwork learned,
        List<InetAddress> givenDns) {
    public TunnelProjection {
        dns = List.copyOf(dns);
        nbns = List.copyOf(nbns);
        givenDns = List.copyOf(givenDns);
    }

    /// With the name servers that are told.
    public TunnelProjection(
            @Nullable Inet4Address ipv4,
            @Nullable Inet4Address ipv4Peer,
            @Nullable Failure ipv4Failure,
            @Nullable Inet6Address ipv6,
            @Nullable Inet6Address ipv6Peer,
            @Nullable Failure ipv6Failure,
            List<InetAddress> dns,
            List<InetAddress> nbns,
            TunnelMtu mtu,
            String authMethod,
            LearnedNetwork learned) {
        this(ipv4, ipv4Peer, ipv4Failure, ipv6, ipv6Peer, ipv6Failure, dns, nbns, mtu, authMethod, learned, List.of());
    }

    /// Before anything was told inside, with one limit for all packets.
    public TunnelProjection(
            @Nullable Inet4Address ipv4,
            @Nullable Inet4Address ipv4Peer,
            @Nullable Failure ipv4Failure,
            @Nullable Inet6Address ipv6,
            @Nullable Inet6Address ipv6Peer,
            @Nullable Failure ipv6Failure,
            List<InetAddress> dns,
            List<InetAddress> nbns,
            int mtuBytes,
            String authMethod) {
        this(
                ipv4,
                ipv4Peer,
                ipv4Failure,
                ipv6,
                ipv6Peer,
                ipv6Failure,
                dns,
                nbns,
                new TunnelMtu(mtuBytes, mtuBytes, mtuBytes),
                authMethod,
                LearnedNetwork.NONE);
    }

    public int mtuBytes() {
        return mtu.bytes();
    }

    /// The same with what was told inside.
    public TunnelProjection with(LearnedNetwork told) {
        return new TunnelProjection(
                ipv4, ipv4Peer, ipv4Failure, ipv6, ipv6Peer, ipv6Failure, dns, nbns, mtu, authMethod, told, givenDns);
    }

    /// The same with name servers to use instead of those that are told.
    public TunnelProjection withDns(List<InetAddress> given) {
        return new TunnelProjection(
                ipv4, ipv4Peer, ipv4Failure, ipv6, ipv6Peer, ipv6Failure, dns, nbns, mtu, authMethod, learned, given);
    }
}
