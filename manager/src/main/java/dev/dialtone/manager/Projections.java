package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection;
import dev.dialtone.api.Projection.Learned;
import dev.dialtone.api.RasError;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.NameServers;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.AddressText;
import dev.dialtone.core.Failure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tunnel negotiated, in the words of the API.
final class Projections {
    /// How many routes are told again as learned: a thousand statuses go into one answer.
    private static final int MOST_ROUTES = 64;

    private Projections() {}

    static Projection of(Entry entry, TunnelProjection tunnel, String link, CarrierInfo carrier) {
        InterfaceMtu mtu = InterfaceMtu.of(tunnel);
        return new Projection(
                link,
                namespace(entry),
                TablePlan.table(entry),
                text(tunnel.ipv4()),
                text(tunnel.ipv4Peer()),
                error(tunnel.ipv4(), tunnel.ipv4Failure()),
                text(ipv6(tunnel)),
                text(tunnel.ipv6Peer()),
                error(tunnel.ipv6(), tunnel.ipv6Failure()),
                texts(NameServers.inOrder(tunnel)),
                texts(tunnel.nbns()),
                InnerNames.domains(entry, tunnel),
                List.of(),
                mtu.bytes(),
                tunnel.authMethod(),
                carrier.tlsProtocol(),
                carrier.tlsCipher(),
                carrier.serverSubject(),
                carrier.serverFingerprint(),
                learned(entry, tunnel.learned()),
                0,
                List.of(),
                mtu.limits(),
                outerPacket(mtu.bytes(), carrier),
                null);
    }

    /// What is not done yet stands as before.
    static Projection withRoutes(Projection fresh, Projection before) {
        return fresh.with(before.routes(), before.metric(), before.excluded());
    }

    static Projection withRoutes(Projection p, NetworkPlan applied) {
        return p.with(applied.routes(), applied.destinations().metric(), Exclusions.shown(applied, p.link()));
    }

    /// A full packet's, or empty for a carrier without TLS.
    private static String outerPacket(int mtuBytes, CarrierInfo carrier) {
        return carrier.tlsProtocol().isEmpty()
                ? ""
                : PacketOverhead.of(
                                carrier.tlsProtocol(),
                                carrier.tlsCipher(),
                                carrier.remote().getAddress())
                        .sum(mtuBytes);
    }

    /// The one that reaches beyond the link, when there is one.
    private static @Nullable InetAddress ipv6(TunnelProjection tunnel) {
        List<Inet6Address> made = tunnel.learned().addresses();
        return made.isEmpty() ? tunnel.ipv6() : made.getFirst();
    }

    private static List<Learned> learned(Entry entry, LearnedNetwork network) {
        List<Learned> all = new ArrayList<>();
        network.routes().stream()
                .limit(MOST_ROUTES)
                .forEach(route -> all.add(new Learned(
                        "route",
                        new Prefix(route.network(), route.prefixLength()).toString(),
                        route.origin().word())));
        String router = Origin.ROUTER.word();
        if (network.router()) {
            all.add(new Learned("router", "::/0", router));
        }
        if (GivenAddress.of(entry).isEmpty()) {
            network.addresses().forEach(address -> all.add(new Learned("address", AddressText.of(address), router)));
        }
        network.dns()
                .forEach(server -> all.add(new Learned(
                        "dns", AddressText.of(server.address()), server.origin().word())));
        network.domains()
                .forEach(domain -> all.add(
                        new Learned("domain", domain.name(), domain.origin().word())));
        if (network.mtuBytes() > 0) {
            all.add(new Learned("mtu", Integer.toString(network.mtuBytes()), router));
        }
        return all;
    }

    // S2: a protocol that was not negotiated is 731, one that failed has its own number
    private static int error(@Nullable InetAddress address, @Nullable Failure failure) {
        if (address != null) {
            return 0;
        }
        return failure == null ? RasError.PROTOCOL_NOT_CONFIGURED : failure.error();
    }

    private static @Nullable String namespace(Entry entry) {
        String name = entry.text(EntryOption.NETNS);
        return name.isEmpty() ? null : name;
    }

    private static @Nullable String text(@Nullable InetAddress address) {
        return address == null ? null : AddressText.of(address);
    }

    private static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(AddressText::of).toList();
    }
}
