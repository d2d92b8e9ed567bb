package dev.dialtone.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the network negotiation gave and what was done to the host with it. Addresses are literals.
///
/// @param link        interface name on the host
/// @param namespace   network namespace that the interface and all that follows is in, or null for the host's own
/// @param ipv4        our address, or null
/// @param ipv4Peer    the server's inner address, or null
/// @param ipv4Error   0, or the RAS number why there is no IPv4 although it was asked for
/// @param ipv6        our address, or null
/// @param ipv6Peer    the server's, or null
/// @param ipv6Error   as for IPv4
/// @param dns         name servers in order
/// @param nbns        NetBIOS name servers
/// @param domains     search domains
/// @param routes      destinations sent through the connection, as prefixes
/// @param mtuBytes    of the interface
/// @param authMethod  `mschapv2`, `chap-md5`, `pap`, `none`
/// @param tlsProtocol for example `TLSv1.3`
/// @param tlsCipher   suite name
/// @param serverSubject     subject of the server's certificate
/// @param serverFingerprint SHA-256, lower-case hex
/// @param learned     what the server's network told inside the connection, used or not; of routes the first 64
public record Projection(
        String link,
        @Nullable String namespace,
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
        List<Learned> learned) {

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
    }

    /// One to which nothing was told.
    public Projection(
            String link,
            @Nullable String namespace,
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
                List.of());
    }
}
