package dev.dialtone.carriers;

import dev.dialtone.carriers.LearnedNetwork.Domain;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.carriers.LearnedNetwork.Server;
import dev.dialtone.core.Decoded;
import dev.dialtone.core.Step;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Asks for IPv6 routers on the link to the peer and keeps what they advertise for as long as it holds (RFC 4861
/// §6.3), with an address made of each prefix that offers one and the interface identifier of IPV6CP (RFC 4862
/// §5.5).
final class RouterDiscovery {
    private static final Inet6Address ALL_ROUTERS = InnerAddress.ipv6(0xFF02_0000_0000_0000L, 2);
    private static final byte SOLICITATION = (byte) 133;

    // SPEC [RFC 4861 §10]
    private static final int MAX_SOLICITATIONS = 3;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long TWO_HOURS = TimeUnit.HOURS.toSeconds(2);

    private static final int IDENTIFIER_BITS = 64;

    // SECURITY: what a peer may have us keep
    private static final int MAX_ROUTERS = 8;
    private static final int MAX_ADDRESSES = 8;
    private static final int MAX_SERVERS = 8;

    private final Lifetimes<Inet6Address> routers = new Lifetimes<>(MAX_ROUTERS);
    private final Lifetimes<Inet6Address> addresses = new Lifetimes<>(MAX_ADDRESSES);
    private final Lifetimes<Route> onLink = new Lifetimes<>(LearnedNetwork.MAX_ROUTES / 2);
    private final Lifetimes<Route> routes = new Lifetimes<>(LearnedNetwork.MAX_ROUTES / 2);
    private final Lifetimes<Server> servers = new Lifetimes<>(MAX_SERVERS);
    private final Lifetimes<Domain> domains = new Lifetimes<>(DomainNames.MAX_NAMES);
    private @Nullable Long identifier;
    private int asked;
    private long nextQuestion = Step.NEVER;
    private boolean heard;
    private int mtuBytes;

    /// We have an IPv6 link.
    void open(long own) {
        identifier = own;
    }

    boolean isOpen() {
        return identifier != null;
    }

    /// A solicitation, when it is time for one.
    Optional<byte[]> ask(long now) {
        Long own = identifier;
        if (own == null || heard || asked == MAX_SOLICITATIONS || (asked > 0 && now < nextQuestion)) {
            return Optional.empty();
        }
        asked++;
        nextQuestion = asked == MAX_SOLICITATIONS ? Step.NEVER : now + INTERVAL_NANOS;
        byte[] message = ByteBuffer.allocate(8).put(SOLICITATION).array();
        return Optional.of(InnerPacket.icmpv6(InnerAddress.linkLocal(own), ALL_ROUTERS, message));
    }

    /// Takes a packet that may be an advertisement; any other is ignored.
    void take(byte[] packet, long now) {
        Long own = identifier;
        // SPEC [RFC 4861 §6.1.2] sent on this link, by a neighbour
        if (own == null
                || !(InnerPacket.decodeIcmpv6(packet) instanceof Decoded.Ok<InnerPacket.Message>(var message, int _))
                || message.hopLimit() != InnerPacket.HOP_LIMIT
                || !message.source().isLinkLocalAddress()) {
            return;
        }
        if (RouterAdvertisement.decode(message.message())
                instanceof Decoded.Ok<RouterAdvertisement>(RouterAdvertisement told, int _)) {
            heard = true;
            nextQuestion = Step.NEVER;
            take(message.source(), told, own, now);
        }
    }

    private void take(Inet6Address router, RouterAdvertisement told, long own, long now) {
        routers.put(router, told.lifetimeSeconds(), now);
        mtuBytes = told.mtuBytes() == 0 ? mtuBytes : told.mtuBytes();
        for (RouterAdvertisement.Prefix prefix : told.prefixes()) {
            if (prefix.onLink() && prefix.length() > 0) {
                onLink.put(new Route(prefix.network(), prefix.length(), Origin.ROUTER), prefix.validSeconds(), now);
            }
            // SPEC [RFC 4862 §5.5.3] a, b, c, d: what makes no address with our identifier is ignored
            if (prefix.autonomous()
                    && prefix.length() == IDENTIFIER_BITS
                    && !prefix.network().isLinkLocalAddress()
                    && !prefix.network().isMulticastAddress()
                    // SECURITY: nor one that is the loopback's or reads as an IPv4 address (RFC 4291 §2.5)
                    && prefix.network().getAddress()[0] != 0
                    && prefix.preferredSeconds() <= prefix.validSeconds()) {
                form(address(prefix.network(), own), prefix, now);
            }
        }
        for (RouterAdvertisement.Route route : told.routes()) {
            if (route.length() > 0) {
                routes.put(new Route(route.network(), route.length(), Origin.ROUTER), route.lifetimeSeconds(), now);
            } else {
                // SPEC [RFC 4191 §2.3, §3.1] ::/0 is a default router by another option, and has the last word
                routers.put(router, route.lifetimeSeconds(), now);
            }
        }
        told.servers()
                .forEach(list -> list.addresses()
                        .forEach(
                                server -> servers.put(new Server(server, Origin.ROUTER), list.lifetimeSeconds(), now)));
        told.domains()
                .forEach(list -> list.names()
                        .forEach(name -> domains.put(new Domain(name, Origin.ROUTER), list.lifetimeSeconds(), now)));
    }

    private void form(Inet6Address address, RouterAdvertisement.Prefix prefix, long now) {
        if (!addresses.contains(address)) {
            // one that is deprecated from the start is of no use
            addresses.put(address, prefix.preferredSeconds() == 0 ? 0 : prefix.validSeconds(), now);
            return;
        }
        // SPEC [RFC 4862 §5.5.3 e] SECURITY: nobody can end an address with one packet
        long left = addresses.secondsLeft(address, now);
        if (prefix.validSeconds() > TWO_HOURS || prefix.validSeconds() > left) {
            addresses.put(address, prefix.validSeconds(), now);
        } else if (left > TWO_HOURS) {
            addresses.put(address, TWO_HOURS, now);
        }
    }

    private static Inet6Address address(Inet6Address network, long own) {
        return InnerAddress.ipv6(ByteBuffer.wrap(network.getAddress()).getLong(), own);
    }

    void expire(long now) {
        routers.expire(now);
        addresses.expire(now);
        onLink.expire(now);
        routes.expire(now);
        servers.expire(now);
        domains.expire(now);
    }

    /// Whether any router has spoken.
    boolean isHeard() {
        return heard;
    }

    long wakeNanos() {
        return LongStream.of(
                        nextQuestion,
                        routers.wakeNanos(),
                        addresses.wakeNanos(),
                        onLink.wakeNanos(),
                        routes.wakeNanos(),
                        servers.wakeNanos(),
                        domains.wakeNanos())
                .min()
                .orElse(Step.NEVER);
    }

    /// What holds now, behind what DHCP found.
    LearnedNetwork with(DhcpConfiguration dhcp) {
        return new LearnedNetwork(
                joined(joined(dhcp.routes(), onLink.all()), routes.all()),
                !routers.all().isEmpty(),
                addresses.all(),
                joined(dhcp.dns(), servers.all()),
                joined(dhcp.domains(), domains.all()),
                mtuBytes);
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        Set<T> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
