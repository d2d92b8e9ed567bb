package dev.dialtone.carriers;

import dev.dialtone.core.Decoded;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A router advertisement (RFC 4861 §4.2) with the options of RFC 4191 §2.3 (routes) and RFC 8106 §5 (names). Life
/// times are in seconds; [#FOREVER] has no end.
///
/// @param lifetimeSeconds how long the router will take what it is given; 0 when it does not
/// @param mtuBytes        0 when it is not told
record RouterAdvertisement(
        long lifetimeSeconds,
        int mtuBytes,
        List<Prefix> prefixes,
        List<Route> routes,
        List<Servers> servers,
        List<Domains> domains) {
    static final int TYPE = 134;
    static final long FOREVER = 0xFFFF_FFFFL;

    /// SPEC [RFC 8200 §5]
    static final int LEAST_MTU = 1280;

    private static final int OPTIONS = 16;
    private static final int PREFIX = 3;
    private static final int MTU = 5;
    private static final int ROUTE = 24;
    private static final int RDNSS = 25;
    private static final int DNSSL = 31;
    private static final int ON_LINK = 0x80;
    private static final int AUTONOMOUS = 0x40;
    private static final int RESERVED_PREFERENCE = 2;

    record Prefix(
            Inet6Address network,
            int length,
            boolean onLink,
            boolean autonomous,
            long validSeconds,
            long preferredSeconds) {}

    record Route(Inet6Address network, int length, long lifetimeSeconds) {}

    record Servers(List<Inet6Address> addresses, long lifetimeSeconds) {
        Servers {
            addresses = List.copyOf(addresses);
        }
    }

    record Domains(List<String> names, long lifetimeSeconds) {
        Domains {
            names = List.copyOf(names);
        }
    }

    RouterAdvertisement {
        prefixes = List.copyOf(prefixes);
        routes = List.copyOf(routes);
        servers = List.copyOf(servers);
        domains = List.copyOf(domains);
    }

    /// Reads an ICMPv6 message from its type on. An option of a wrong length is left out; unknown ones are too.
    static Decoded<RouterAdvertisement> decode(byte[] message) {
        if (message.length > InnerPacket.MAX_BYTES) {
            return Decoded.malformed("longer than " + InnerPacket.MAX_BYTES, InnerPacket.MAX_BYTES);
        }
        // SPEC [RFC 4861 §6.1.2]
        if (message.length < OPTIONS || (message[0] & 0xFF) != TYPE || message[1] != 0) {
            return Decoded.malformed("no router advertisement", 0);
        }
        Reader reader = new Reader(message);
        int at = OPTIONS;
        while (at < message.length) {
            int length = at + 1 < message.length ? (message[at + 1] & 0xFF) * 8 : 0;
            if (length == 0 || at + length > message.length) {
                return Decoded.malformed("an option without its end", at);
            }
            reader.option(at, length);
            at += length;
        }
        return Decoded.ok(reader.advertisement(), at);
    }

    private static final class Reader {
        private final byte[] message;
        private final List<Prefix> prefixes = new ArrayList<>();
        private final List<Route> routes = new ArrayList<>();
        private final List<Servers> servers = new ArrayList<>();
        private final List<Domains> domains = new ArrayList<>();
        private int mtuBytes;

        Reader(byte[] message) {
            this.message = message;
        }

        RouterAdvertisement advertisement() {
            return new RouterAdvertisement(InnerPacket.u16(message, 6), mtuBytes, prefixes, routes, servers, domains);
        }

        void option(int at, int length) {
            switch (message[at] & 0xFF) {
                case PREFIX -> prefix(at, length);
                case MTU -> {
                    long mtu = length == 8 ? InnerPacket.u32(message, at + 4) : 0;
                    mtuBytes = mtu >= LEAST_MTU && mtu <= 0xFFFF ? (int) mtu : mtuBytes;
                }
                case ROUTE -> route(at, length);
                case RDNSS -> servers(at, length);
                case DNSSL -> domains(at, length);
                default -> {}
            }
        }

        private void prefix(int at, int length) {
            int bits = message[at + 2] & 0xFF;
            if (length == 32 && bits <= 128) {
                int flags = message[at + 3];
                prefixes.add(new Prefix(
                        network(at + 16, 16, bits),
                        bits,
                        (flags & ON_LINK) != 0,
                        (flags & AUTONOMOUS) != 0,
                        InnerPacket.u32(message, at + 4),
                        InnerPacket.u32(message, at + 8)));
            }
        }

        private void route(int at, int length) {
            int bits = message[at + 2] & 0xFF;
            int preference = message[at + 3] >> 3 & 3;
            // SPEC [RFC 4191 §2.3] as much of the prefix as its length asks for; a reserved preference is ignored
            if (length <= 24 && bits <= (length - 8) * 8 && preference != RESERVED_PREFERENCE) {
                routes.add(new Route(network(at + 8, length - 8, bits), bits, InnerPacket.u32(message, at + 4)));
            }
        }

        private Inet6Address network(int at, int bytes, int bits) {
            byte[] network = Arrays.copyOf(Arrays.copyOfRange(message, at, at + bytes), 16);
            return InnerAddress.ipv6(InnerAddress.masked(network, bits), 0);
        }

        private void servers(int at, int length) {
            List<Inet6Address> addresses = new ArrayList<>();
            for (int one = at + 8; one + 16 <= at + length; one += 16) {
                addresses.add(InnerAddress.ipv6(message, one));
            }
            servers.add(new Servers(addresses, InnerPacket.u32(message, at + 4)));
        }

        private void domains(int at, int length) {
            byte[] list = Arrays.copyOfRange(message, at + 8, at + length);
            if (DomainNames.decode(list, false) instanceof Decoded.Ok<List<String>>(List<String> names, int _)) {
                domains.add(new Domains(names, InnerPacket.u32(message, at + 4)));
            }
        }
    }
}
