package dev.dialtone.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the network negotiation gave and what was done to the host with it. Addresses are literals.
///
/// @param link        interface name on the host
/// @param namespace   network namespace that the interface and all that follows is in, or null for the host's own
/// @param table       number of the routing table that its routes are in, or 0 for the main one
/// @param ipv4        our address, or null
/// @param ipv4Peer    the server's inner address, or null
/// @param ipv4Error   0, or the RAS number why there is no IPv4 although it was asked for
/// @param ipv6        our address, or null
/// @param ipv6Peer    the server's, or null
/// @param ipv6Error   as for IPv4
/// @param dns         name servers in order
/// @param nbns        NetBIOS name servers
/// @param domains     search domains
/// @param routes      destinations sent through the connection, as prefixes; one with a metric of its own as
///                    `10.1.0.0/16@50`
/// @param mtuBytes    of the interface
/// @param authMethod  `mschapv2`, `chap-md5`, `pap`, `none`
/// @param tlsProtocol for example `TLSv1.3`
/// @param tlsCipher   suite name
/// @param serverSubject     subject of the server's certificate
/// @param serverFingerprint SHA-256, lower-case hex
/// @param metric      of the routes that have none of their own; 0 before there are any
/// @param excluded    destinations that stay outside although a route covers them
/// @param mtuLimits   what limits the MTU, in order; empty when it is not known
/// @param outerPacket sum of a full packet's bytes on its way outside, written out, or empty
/// @param learned     what the server's network told inside the connection, used or not; of routes the first 64
/// @param names       whether names work, or null when the connection leaves them alone
public record Projection(
        String link,
        @Nullable String namespace,
        int table,
        @Nullable String ipv4,
        @Nullable String ipv4Peer,
        int ipv4Error,
        @Nullable String ipv6,
        @Nullable String ipv6Peer,
        int ipv6Error,
        List<String> dns,
        List<String> nbns,
        List<String> domains,
        List<String> routes,
        int mtuBytes,
        String authMethod,
        String tlsProtocol,
        String tlsCipher,
        String serverSubject,
        String serverFingerprint,
        List<Learned> learned,
        int metric,
        List<Excluded> excluded,
        List<MtuLimit> mtuLimits,
        String outerPacket,
        @Nullable NameService names) {

    /// A destination outside.
    ///
    /// @param destination as a prefix
    /// @param link        interface it is reached by, or null when there is no way: it is unreachable then
    /// @param gateway     next router, or null
    public record Excluded(
            String destination,
            @Nullable String link,
            @Nullable String gateway) {}

    /// One limit of the MTU.
    ///
    /// @param what    [#ENTRY], [#PEER], [#CARRIER] or [#ROUTER]
    /// @param bytes   of an IP packet in the tunnel
    /// @param decides whether this is the one that the interface has
    public record MtuLimit(String what, int bytes, boolean decides) {
        /// The entry's option `mtu`.
        public static final String ENTRY = "entry";

        /// The peer's MRU (RFC 1661 §6.1).
        public static final String PEER = "peer";

        /// What one packet of the tunnel's protocol carries.
        public static final String CARRIER = "carrier";

        /// What a router behind the peer advertised (RFC 4861 §4.6.4).
        public static final String ROUTER = "ra";
    }

    /// One thing that was told.
    ///
    /// @param what  `route`, `router`, `address`, `dns`, `domain` or `mtu`
    /// @param value as text
    /// @param from  `dhcp` or `ra`, a router's advertisement
    public record Learned(String what, String value, String from) {}

    public Projection {
        dns = List.copyOf(dns);
        nbns = List.copyOf(nbns);
        domains = List.copyOf(domains);
        routes = List.copyOf(routes);
        learned = List.copyOf(learned);
        excluded = List.copyOf(excluded);
        mtuLimits = List.copyOf(mtuLimits);
    }

    /// One to which nothing was told, before it has routes, and that leaves names alone.
    public Projection(
            String link,
            @Nullable String namespace,
            int table,
            @Nullable String ipv4,
            @Nullable String ipv4Peer,
            int ipv4Error,
            @Nullable String ipv6,
            @Nullable String ipv6Peer,
            int ipv6Error,
            List<String> dns,
            List<String> nbns,
            List<String> domains,
            List<String> routes,
            int mtuBytes,
            String authMethod,
            String tlsProtocol,
            String tlsCipher,
            String serverSubject,
            String serverFingerprint) {
        this(
                link,
                namespace,
                table,
                ipv4,
                ipv4Peer,
                ipv4Error,
                ipv6,
                ipv6Peer,
                ipv6Error,
                dns,
                nbns,
                domains,
                routes,
                mtuBytes,
                authMethod,
                tlsProtocol,
                tlsCipher,
                serverSubject,
                serverFingerprint,
                List.of(),
                0,
                List.of(),
                List.of(),
                "",
                null);
    }

    /// The same with other routes.
    public Projection with(List<String> newRoutes, int newMetric, List<Excluded> newExcluded) {
        return with(newRoutes, newMetric, newExcluded, names);
    }

    /// The same with what is known of names.
    public Projection with(@Nullable NameService known) {
        return with(routes, metric, excluded, known);
    }

    private Projection with(
            List<String> newRoutes, int newMetric, List<Excluded> newExcluded, @Nullable NameService newNames) {
        return new Projection(
                link,
                namespace,
                table,
                ipv4,
                ipv4Peer,
                ipv4Error,
                ipv6,
                ipv6Peer,
                ipv6Error,
                dns,
                nbns,
                domains,
                newRoutes,
                mtuBytes,
                authMethod,
                tlsProtocol,
                tlsCipher,
                serverSubject,
                serverFingerprint,
                learned,
                newMetric,
                newExcluded,
                mtuLimits,
                outerPacket,
                newNames);
    }
}
