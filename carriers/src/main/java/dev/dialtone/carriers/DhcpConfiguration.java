package dev.dialtone.carriers;

import dev.dialtone.carriers.LearnedNetwork.Domain;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.carriers.LearnedNetwork.Server;
import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What an answer to a DHCPINFORM says. An option that cannot be read is left out, and costs only itself.
///
/// @param routes their routers do not matter: all that is behind the peer is reached by it
record DhcpConfiguration(List<Route> routes, List<Server> dns, List<Domain> domains) {
    static final DhcpConfiguration NOTHING = new DhcpConfiguration(List.of(), List.of(), List.of());

    private static final int MAX_SERVERS = 8;
    private static final byte[] ABSENT = {};

    static DhcpConfiguration of(DhcpMessage answer) {
        // SPEC [RFC 3442] the standard's number where there are both
        List<Route> routes = orNone(classlessRoutes(option(answer, DhcpMessage.CLASSLESS_ROUTES)));
        if (routes.isEmpty()) {
            routes = orNone(classlessRoutes(option(answer, DhcpMessage.MS_CLASSLESS_ROUTES)));
        }
        Set<String> names = new LinkedHashSet<>();
        String domain = new String(option(answer, DhcpMessage.DOMAIN), StandardCharsets.ISO_8859_1);
        DomainNames.of(domain).ifPresent(names::add);
        names.addAll(orNone(DomainNames.decode(option(answer, DhcpMessage.SEARCH), true)));
        return new DhcpConfiguration(
                routes,
                servers(option(answer, DhcpMessage.DNS)),
                names.stream().map(name -> new Domain(name, Origin.DHCP)).toList());
    }

    private static byte[] option(DhcpMessage answer, int code) {
        return answer.options().getOrDefault(code, ABSENT);
    }

    private static <T> List<T> orNone(Decoded<List<T>> decoded) {
        return switch (decoded) {
            case Decoded.Ok<List<T>>(List<T> value, int _) -> value;
            case Decoded.NeedMore<List<T>>() -> List.of();
            case Decoded.Malformed<List<T>>(String _, int _) -> List.of();
        };
    }

    private static List<Server> servers(byte[] option) {
        Set<Server> servers = new LinkedHashSet<>();
        for (int at = 0; at + 4 <= option.length && servers.size() < MAX_SERVERS; at += 4) {
            servers.add(new Server(InnerAddress.ipv4(option, at), Origin.DHCP));
        }
        return List.copyOf(servers);
    }

    /// Reads the destinations of RFC 3442, each followed by its router. The first [LearnedNetwork#MAX_ROUTES] are
    /// taken; a default route is none of them.
    static Decoded<List<Route>> classlessRoutes(byte[] option) {
        Set<Route> routes = new LinkedHashSet<>();
        int at = 0;
        while (at < option.length && routes.size() < LearnedNetwork.MAX_ROUTES) {
            int bits = option[at] & 0xFF;
            int bytes = (bits + 7) / 8;
            if (bits > 32) {
                return Decoded.malformed("a prefix of " + bits + " bits", at);
            }
            if (at + 1 + bytes + 4 > option.length) {
                return Decoded.malformed("a route without its router", at);
            }
            byte[] network = Arrays.copyOf(Arrays.copyOfRange(option, at + 1, at + 1 + bytes), 4);
            if (bits > 0) {
                InetAddress masked = InnerAddress.ipv4(InnerAddress.masked(network, bits), 0);
                routes.add(new Route(masked, bits, Origin.DHCP));
            }
            at += 1 + bytes + 4;
        }
        return Decoded.ok(new ArrayList<>(routes), at);
    }
}
