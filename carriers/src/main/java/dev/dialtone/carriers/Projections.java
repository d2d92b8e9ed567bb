package dev.dialtone.carriers;

import dev.dialtone.ppp.NetworkResult;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What PPP settled, in a tunnel's terms.
final class Projections {
    private Projections() {}

    static TunnelProjection of(NetworkResult network, LearnedNetwork learned, TunnelMtu mtu, String authMethod) {
        NetworkResult.@Nullable Ipv4 ipv4 = network.ipv4();
        NetworkResult.@Nullable Ipv6 ipv6 = network.ipv6();
        List<InetAddress> dns = ipv4 == null ? List.of() : new ArrayList<>(ipv4.dns());
        List<InetAddress> nbns = ipv4 == null ? List.of() : new ArrayList<>(ipv4.nbns());
        return new TunnelProjection(
                ipv4 == null ? null : ipv4.address(),
                ipv4 == null ? null : ipv4.peer(),
                network.ipv4Failure(),
                ipv6 == null ? null : InnerAddress.linkLocal(ipv6.localIdentifier()),
                ipv6 == null ? null : InnerAddress.linkLocal(ipv6.peerIdentifier()),
                network.ipv6Failure(),
                dns,
                nbns,
                mtu,
                authMethod,
                learned);
    }
}
