package dev.dialtone.testkit;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says what a [ToldNetwork] has to say: the server's side of DHCPINFORM, of router discovery, and of questions to
/// its name servers; written by hand from the standards, without the dialler's codecs.
final class NetworkTeller {
    private static final int SERVER_PORT = 67;
    private static final int CLIENT_PORT = 68;
    private static final int DNS_PORT = 53;
    private static final int DNS_HEADER = 12;
    private static final int RESPONSE = 0x80;
    private static final int SERVFAIL = 2;
    private static final int REFUSED = 5;
    private static final int DHCP_OPTIONS = 240;
    private static final int INFORM = 8;
    private static final int SOLICITATION = 133;
    private static final int ADVERTISEMENT = 134;
    private static final InetAddress ALL_NODES = InetAddress.ofLiteral("ff02::1");

    private final ToldNetwork told;
    private final Inet4Address own;
    private final Set<InetAddress> servers = new HashSet<>();

    /// @param own the answerer's inner address
    /// @param dns name servers that IPCP tells
    NetworkTeller(ToldNetwork told, Inet4Address own, List<Inet4Address> dns) {
        this.told = told;
        this.own = own;
        servers.addAll(dns);
        servers.addAll(told.dns);
        servers.addAll(told.routerDns);
        servers.addAll(told.untoldServers);
    }

    /// Whether it is a question, answered or not.
    boolean isQuestion(byte[] packet) {
        if (!IpPacket.whole(packet)) {
            return false;
        }
        int at = IpPacket.headerLength(packet);
        if (isForNames(packet)) {
            return true;
        }
        return IpPacket.version(packet) == 4
                ? IpPacket.protocol(packet) == IpPacket.UDP
                        && packet.length >= at + 8 + DHCP_OPTIONS
                        && IpPacket.get16(packet, at) == CLIENT_PORT
                        && IpPacket.get16(packet, at + 2) == SERVER_PORT
                : IpPacket.protocol(packet) == IpPacket.ICMPV6
                        && packet.length >= at + 8
                        && (packet[at] & 0xFF) == SOLICITATION;
    }

    private boolean isForNames(byte[] packet) {
        int at = IpPacket.headerLength(packet);
        return IpPacket.protocol(packet) == IpPacket.UDP
                && packet.length > at + 8 + DNS_HEADER
                && IpPacket.get16(packet, at + 2) == DNS_PORT
                && servers.contains(IpPacket.destination(packet));
    }

    /// The answer to a question, if there is one.
    ///
    /// @param linkLocal the answerer's own address on the link, when IPv6 is open
    Optional<byte[]> on(byte[] packet, Optional<Inet6Address> linkLocal) {
        if (!isQuestion(packet)) {
            return Optional.empty();
        }
        if (isForNames(packet)) {
            return name(packet);
        }
        if (IpPacket.version(packet) == 6) {
            return told.answersRouter ? linkLocal.map(this::advertisement) : Optional.empty();
        }
        int dhcp = IpPacket.headerLength(packet) + 8;
        boolean asks = told.answersDhcp && messageType(packet, dhcp + DHCP_OPTIONS) == INFORM;
        return asks ? Optional.of(acknowledgement(packet, dhcp)) : Optional.empty();
    }

    /// SPEC [RFC 1035 §4.1.1] the question again, with another head and no records.
    private Optional<byte[]> name(byte[] packet) {
        InetAddress server = IpPacket.destination(packet);
        if (!told.answersDhcp || told.silentServers.contains(server)) {
            return Optional.empty();
        }
        int at = IpPacket.headerLength(packet);
        byte[] message = Arrays.copyOfRange(packet, at + 8, packet.length);
        message[2] |= (byte) RESPONSE;
        message[3] = (byte) (told.failingServers.contains(server) ? SERVFAIL : REFUSED);
        return Optional.of(
                IpPacket.udp(server, DNS_PORT, IpPacket.source(packet), IpPacket.get16(packet, at), message));
    }

    /// The router's advertisement to all on the link.
    byte[] advertisement(Inet6Address from) {
        ByteArrayOutputStream options = new ByteArrayOutputStream();
        for (IpPrefix prefix : told.prefixes) {
            ByteBuffer option = option(3, 4);
            // on this link, and for addresses of it
            option.put((byte) prefix.length()).put((byte) 0xC0).putInt(told.seconds);
            option.putInt(told.seconds).putInt(0).put(prefix.network().getAddress());
            options.writeBytes(option.array());
        }
        if (told.mtuBytes > 0) {
            options.writeBytes(
                    option(5, 1).putShort((short) 0).putInt(told.mtuBytes).array());
        }
        for (IpPrefix route : told.routerRoutes) {
            ByteBuffer option = option(24, 3);
            option.put((byte) route.length()).put((byte) 0).putInt(told.seconds);
            options.writeBytes(option.put(route.network().getAddress()).array());
        }
        if (!told.routerDns.isEmpty()) {
            ByteBuffer option = option(25, 1 + 2 * told.routerDns.size());
            option.putShort((short) 0).putInt(told.seconds);
            told.routerDns.forEach(server -> option.put(server.getAddress()));
            options.writeBytes(option.array());
        }
        if (!told.routerDomains.isEmpty()) {
            byte[] names = names(told.routerDomains);
            ByteBuffer option = option(31, 1 + (names.length + 7) / 8);
            options.writeBytes(
                    option.putShort((short) 0).putInt(told.seconds).put(names).array());
        }
        ByteBuffer message = ByteBuffer.allocate(16 + options.size());
        message.put((byte) ADVERTISEMENT)
                .put((byte) 0)
                .putShort((short) 0)
                .put((byte) 64)
                .put((byte) 0);
        message.putShort((short) told.routerSeconds).putInt(0).putInt(0).put(options.toByteArray());
        byte[] bytes = message.array();
        IpPacket.put16(bytes, 2, IpPacket.transportChecksum(from, ALL_NODES, IpPacket.ICMPV6, bytes));
        byte[] packet = IpPacket.wrap(from, ALL_NODES, IpPacket.ICMPV6, bytes);
        packet[7] = (byte) 255; // SPEC [RFC 4861 §4.2] the hop limit
        return packet;
    }

    private static ByteBuffer option(int type, int eights) {
        return ByteBuffer.allocate(8 * eights).put((byte) type).put((byte) eights);
    }

    private byte[] acknowledgement(byte[] packet, int dhcp) {
        ByteArrayOutputStream options = new ByteArrayOutputStream();
        put(options, 53, new byte[] {5});
        put(options, 54, own.getAddress());
        if (!told.dns.isEmpty()) {
            ByteBuffer servers = ByteBuffer.allocate(4 * told.dns.size());
            told.dns.forEach(server -> servers.put(server.getAddress()));
            put(options, 6, servers.array());
        }
        if (!told.domains.isEmpty()) {
            put(options, 15, told.domains.getFirst().getBytes(StandardCharsets.US_ASCII));
            if (told.domains.size() > 1) {
                put(options, 119, names(told.domains.subList(1, told.domains.size())));
            }
        }
        if (!told.routes.isEmpty()) {
            put(options, told.microsoft ? 249 : 121, routes());
        }
        options.write(255);
        byte[] message = new byte[DHCP_OPTIONS + options.size()];
        message[0] = 2;
        System.arraycopy(packet, dhcp + 1, message, 1, 7); // hardware type and transaction
        System.arraycopy(packet, dhcp + 12, message, 12, 4); // the client's address
        System.arraycopy(packet, dhcp + 28, message, 28, 16); // its hardware address
        System.arraycopy(packet, dhcp + 236, message, 236, 4); // the cookie
        System.arraycopy(options.toByteArray(), 0, message, DHCP_OPTIONS, options.size());
        return IpPacket.udp(own, SERVER_PORT, IpPacket.source(packet), CLIENT_PORT, message);
    }

    /// SPEC [RFC 3442] length, as much of the destination as it covers, router.
    private byte[] routes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (IpPrefix route : told.routes) {
            all.write(route.length());
            all.write(route.network().getAddress(), 0, (route.length() + 7) / 8);
            all.writeBytes(own.getAddress());
        }
        return all.toByteArray();
    }

    /// SPEC [RFC 1035 §3.1]
    private static byte[] names(List<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            for (String label : name.split("\\.", -1)) {
                all.write(label.length());
                all.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
            all.write(0);
        }
        return all.toByteArray();
    }

    /// SPEC [RFC 3396 §5] what is longer than an option can be is split.
    private static void put(ByteArrayOutputStream options, int code, byte[] value) {
        for (int at = 0; at < value.length; at += 255) {
            int length = Math.min(255, value.length - at);
            options.write(code);
            options.write(length);
            options.write(value, at, length);
        }
    }

    private static int messageType(byte[] packet, int options) {
        int at = options;
        while (at + 2 < packet.length && (packet[at] & 0xFF) != 255) {
            if (packet[at] == 53) {
                return packet[at + 2] & 0xFF;
            }
            at += packet[at] == 0 ? 1 : 2 + (packet[at + 1] & 0xFF);
        }
        return 0;
    }
}
