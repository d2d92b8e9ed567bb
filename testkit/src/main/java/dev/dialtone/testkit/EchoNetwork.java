package dev.dialtone.testkit;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The network behind the answerer, in user space: the addresses of its prefixes answer ICMP and ICMPv6
/// echo and UDP echo (RFC 862, port 7); everything else is counted.
///
/// Safe for use by several threads.
final class EchoNetwork {
    private static final int ECHO_PORT = 7;
    private static final int UDP_HEADER = 8;

    private final List<IpPrefix> reachable;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong ignored = new AtomicLong();

    EchoNetwork(List<IpPrefix> reachable) {
        this.reachable = List.copyOf(reachable);
    }

    long answered() {
        return answered.get();
    }

    long ignored() {
        return ignored.get();
    }

    /// The answer to a packet, if it gets one.
    Optional<byte[]> on(byte[] packet) {
        Optional<byte[]> answer = answer(packet);
        (answer.isPresent() ? answered : ignored).incrementAndGet();
        return answer;
    }

    private Optional<byte[]> answer(byte[] packet) {
        if (!IpPacket.whole(packet)) {
            return Optional.empty();
        }
        InetAddress from = IpPacket.source(packet);
        InetAddress to = IpPacket.destination(packet);
        // an address of any link is the server's own when it is link-local: there is nobody else on the link
        if (!to.isLinkLocalAddress() && reachable.stream().noneMatch(prefix -> prefix.contains(to))) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOfRange(packet, IpPacket.headerLength(packet), packet.length);
        if (payload.length < UDP_HEADER) {
            return Optional.empty();
        }
        return switch (IpPacket.protocol(packet)) {
            case IpPacket.ICMP -> echo(from, to, payload, false);
            case IpPacket.ICMPV6 -> echo(from, to, payload, true);
            case IpPacket.UDP -> udp(from, to, payload);
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> echo(InetAddress from, InetAddress to, byte[] message, boolean v6) {
        int sum = v6
                ? IpPacket.transportChecksum(from, to, IpPacket.ICMPV6, message)
                : IpPacket.checksum(message, 0, message.length, 0);
        int request = v6 ? IpPacket.ECHO_REQUEST_V6 : IpPacket.ECHO_REQUEST_V4;
        if (sum != 0 || (message[0] & 0xFF) != request) {
            return Optional.empty();
        }
        byte[] reply = message.clone();
        reply[0] = (byte) (v6 ? IpPacket.ECHO_REPLY_V6 : IpPacket.ECHO_REPLY_V4);
        IpPacket.put16(reply, 2, 0);
        int protocol = v6 ? IpPacket.ICMPV6 : IpPacket.ICMP;
        IpPacket.put16(
                reply,
                2,
                v6
                        ? IpPacket.transportChecksum(to, from, protocol, reply)
                        : IpPacket.checksum(reply, 0, reply.length, 0));
        return Optional.of(IpPacket.wrap(to, from, protocol, reply));
    }

    private static Optional<byte[]> udp(InetAddress from, InetAddress to, byte[] datagram) {
        boolean summed = IpPacket.get16(datagram, 6) != 0;
        if (IpPacket.get16(datagram, 2) != ECHO_PORT
                || IpPacket.get16(datagram, 4) != datagram.length
                || (summed && IpPacket.transportChecksum(from, to, IpPacket.UDP, datagram) != 0)) {
            return Optional.empty();
        }
        byte[] data = Arrays.copyOfRange(datagram, UDP_HEADER, datagram.length);
        return Optional.of(IpPacket.udp(to, ECHO_PORT, from, IpPacket.get16(datagram, 0), data));
    }
}
