package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection;
import dev.dialtone.api.RasError;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.AddressText;
import dev.dialtone.core.Failure;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tunnel negotiated, in the words of the API.
final class Projections {
    private Projections() {}

    static Projection of(Entry entry, TunnelProjection tunnel, String link, CarrierInfo carrier) {
        return new Projection(
                link,
                namespace(entry),
                text(tunnel.ipv4()),
                text(tunnel.ipv4Peer()),
                error(tunnel.ipv4(), tunnel.ipv4Failure()),
                text(tunnel.ipv6()),
                text(tunnel.ipv6Peer()),
                error(tunnel.ipv6(), tunnel.ipv6Failure()),
                texts(tunnel.dns()),
                texts(tunnel.nbns()),
                entry.list(EntryOption.DOMAINS),
                List.of(),
                tunnel.mtuBytes(),
                tunnel.authMethod(),
                carrier.tlsProtocol(),
                carrier.tlsCipher(),
                carrier.serverSubject(),
                carrier.serverFingerprint());
    }

    static Projection withRoutes(Projection p, List<String> routes) {
        return new Projection(
                p.link(),
                p.namespace(),
                p.ipv4(),
                p.ipv4Peer(),
                p.ipv4Error(),
                p.ipv6(),
                p.ipv6Peer(),
                p.ipv6Error(),
                p.dns(),
                p.nbns(),
                p.domains(),
                routes,
                p.mtuBytes(),
                p.authMethod(),
                p.tlsProtocol(),
                p.tlsCipher(),
                p.serverSubject(),
                p.serverFingerprint());
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
