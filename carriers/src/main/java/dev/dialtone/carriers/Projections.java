package dev.dialtone.carriers;

import dev.dialtone.ppp.NetworkResult;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What PPP settled, in a tunnel's terms.
final class Projections {
    /// SPEC [RFC 5072 §5] fe80::/64 before the interface identifier.
    private static final long LINK_LOCAL = 0xFE80_0000_0000_0000L;

    private Projections() {}

    static TunnelProjection of(NetworkResult network, int mtuBytes, String authMethod) {
        NetworkResult.@Nullable Ipv4 ipv4 = network.ipv4();
        NetworkResult.@Nullable Ipv6 ipv6 = network.ipv6();
        List<InetAddress> dns = ipv4 == null ? List.of() : new ArrayList<>(ipv4.dns());
        List<InetAddress> nbns = ipv4 == null ? List.of() : new ArrayList<>(ipv4.nbns());
        return new TunnelProjection(
                ipv4 == null ? null : ipv4.address(),
                ipv4 == null ? null : ipv4.peer(),
                network.ipv4Failure(),
                ipv6 == null ? null : linkLocal(ipv6.localIdentifier()),
                ipv6 == null ? null : linkLocal(ipv6.peerIdentifier()),
                network.ipv6Failure(),
                dns,
                nbns,
                mtuBytes,
                authMethod);
    }

    private static Inet6Address linkLocal(long identifier) {
        byte[] address =
                ByteBuffer.allocate(16).putLong(LINK_LOCAL).putLong(identifier).array();
        try {
            return (Inet6Address) InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
