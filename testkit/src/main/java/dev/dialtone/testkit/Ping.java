package dev.dialtone.testkit;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// An ICMP or ICMPv6 echo through a [MemoryDevice], as `ping` would do it through an interface.
///
/// One at a time on a device: packets that are not the reply are thrown away while it waits.
public final class Ping {
    private static final int DATA_BYTES = 56;
    private static final AtomicInteger SEQUENCE = new AtomicInteger();
    private static final int IDENTIFIER = 0x4454;

    private Ping() {}

    /// Sends a request and waits for its reply.
    ///
    /// @return the round-trip time; empty when no right reply came in time
    public static Optional<Duration> once(MemoryDevice device, InetAddress from, InetAddress to, Duration timeout)
            throws InterruptedException {
        int sequence = SEQUENCE.incrementAndGet() & 0xFFFF;
        byte[] data = new byte[DATA_BYTES];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        byte[] request = IpPacket.echoRequest(from, to, IDENTIFIER, sequence, data);
        long sent = System.nanoTime();
        if (!device.inject(request)) {
            return Optional.empty();
        }
        long left = timeout.toNanos();
        while (left > 0) {
            Optional<byte[]> packet = device.await(Duration.ofNanos(left));
            if (packet.isPresent() && isReply(request, packet.get())) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - sent));
            }
            left = timeout.toNanos() - (System.nanoTime() - sent);
        }
        return Optional.empty();
    }

    /// Whether the packet is the right answer to the request: addresses turned round, same identifier,
    /// sequence and data, right checksums.
    public static boolean isReply(byte[] request, byte[] packet) {
        if (!IpPacket.whole(packet)
                || IpPacket.version(packet) != IpPacket.version(request)
                || !IpPacket.source(packet).equals(IpPacket.destination(request))
                || !IpPacket.destination(packet).equals(IpPacket.source(request))
                || IpPacket.protocol(packet) != IpPacket.protocol(request)) {
            return false;
        }
        byte[] asked = payload(request);
        byte[] got = payload(packet);
        boolean v6 = IpPacket.version(packet) == 6;
        int sum = v6
                ? IpPacket.transportChecksum(
                        IpPacket.source(packet), IpPacket.destination(packet), IpPacket.ICMPV6, got)
                : IpPacket.checksum(got, 0, got.length, 0);
        return sum == 0
                && (v6 || IpPacket.checksum(packet, 0, IpPacket.headerLength(packet), 0) == 0)
                && got.length == asked.length
                && (got[0] & 0xFF) == (v6 ? IpPacket.ECHO_REPLY_V6 : IpPacket.ECHO_REPLY_V4)
                && Arrays.equals(got, 4, got.length, asked, 4, asked.length);
    }

    private static byte[] payload(byte[] packet) {
        return Arrays.copyOfRange(packet, IpPacket.headerLength(packet), packet.length);
    }
}
