package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import dev.dialtone.core.PacketSink;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The two paths of a tunnel's packets: IP packets go past the loop without being copied or counted in tasks,
/// all else is copied to the loop, in order. Fed by the transport's reader; sends for one data thread.
final class TunnelTraffic implements SstpFramer.Sink {
    /// Bytes before an IP packet: SSTP header, PPP address, control and protocol.
    static final int OVERHEAD_BYTES = SstpPacket.HEADER_BYTES + 4;

    /// Largest IP packet that one SSTP packet carries.
    static final int MAX_PACKET_BYTES = SstpPacket.MAX_BYTES - OVERHEAD_BYTES;

    // SECURITY: how many frames may wait for the loop before a flooding peer is cut short
    private static final int MAX_WAITING = 256;

    private static final long REPORT_NANOS = 4_000_000L;

    private static final int IPV4 = 0x0021;
    private static final int IPV6 = 0x0057;

    private final Loop loop;
    private final Control control;
    private final SstpFramer framer = SstpFramer.ofAnswers();
    private final AtomicInteger waiting = new AtomicInteger();
    private final byte[] out = new byte[SstpPacket.MAX_BYTES];
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong packetsSent = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong packetsReceived = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable PacketSink sink;
    private volatile @Nullable Transport carrier;
    private volatile boolean ipv4;
    private volatile boolean ipv6;
    private volatile long lastHeard;
    private volatile boolean reportsSends;
    private long lastReport;

    /// Takes what is not IP, on the loop.
    interface Control {
        void head(byte[] head);

        void control(byte[] packet);

        void frame(byte[] frame);

        /// Packets were sent; only after [TunnelTraffic#reportSends].
        void dataSent();

        void malformed(String reason);
    }

    TunnelTraffic(Loop loop, Control control) {
        this.loop = loop;
        this.control = control;
        this.lastHeard = loop.nanoTime();
        out[4] = (byte) 0xFF;
        out[5] = 0x03;
    }

    /// From now on the families that are true pass, over this transport; none pass without one.
    void open(@Nullable Transport transport, boolean ipv4Open, boolean ipv6Open) {
        ipv4 = ipv4Open;
        ipv6 = ipv6Open;
        carrier = transport;
    }

    void deliverTo(PacketSink packetSink) {
        sink = packetSink;
    }

    /// From now on [Control#dataSent] is told of sent packets, at most once in [#REPORT_NANOS].
    void reportSends() {
        lastReport = loop.nanoTime() - REPORT_NANOS;
        reportsSends = true;
    }

    /// When the peer was last heard.
    long lastHeard() {
        return lastHeard;
    }

    TunnelCounters counters() {
        return new TunnelCounters(
                bytesSent.get(), bytesReceived.get(), packetsSent.get(), packetsReceived.get(), dropped.sum());
    }

    void received(byte[] buffer, int offset, int length) {
        lastHeard = loop.nanoTime();
        framer.feed(buffer, offset, length, this);
    }

    @Override
    public void head(byte[] head) {
        loop.execute(() -> control.head(head));
    }

    @Override
    public void malformed(String reason) {
        loop.execute(() -> control.malformed(reason));
    }

    @Override
    public void packet(byte[] buffer, int offset, int length) {
        int at = offset + SstpPacket.HEADER_BYTES;
        int end = offset + length;
        boolean isControl = (buffer[offset + 1] & 1) != 0;
        if (isControl) {
            byte[] copy = Arrays.copyOfRange(buffer, offset, end);
            post(() -> control.control(copy));
            return;
        }
        if (at + 1 < end && buffer[at] == (byte) 0xFF && buffer[at + 1] == 0x03) {
            at += 2;
        }
        int protocol = at < end ? buffer[at++] & 0xFF : 0;
        // SPEC [RFC 1661 §6.5] an odd first byte is a whole protocol number
        if ((protocol & 1) == 0 && at < end) {
            protocol = (protocol << 8) | (buffer[at++] & 0xFF);
        }
        if (protocol == IPV4 || protocol == IPV6) {
            deliver(protocol, buffer, at, end - at);
        } else {
            byte[] copy = Arrays.copyOfRange(buffer, offset + SstpPacket.HEADER_BYTES, end);
            post(() -> control.frame(copy));
        }
    }

    private void deliver(int protocol, byte[] buffer, int offset, int length) {
        PacketSink to = sink;
        boolean open = protocol == IPV4 ? ipv4 : ipv6;
        if (to == null || !open || length == 0) {
            dropped.increment();
            return;
        }
        to.packet(buffer, offset, length);
        bytesReceived.setRelease(bytesReceived.getPlain() + length);
        packetsReceived.setRelease(packetsReceived.getPlain() + 1);
    }

    private void post(Runnable task) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            dropped.increment();
            return;
        }
        loop.execute(() -> {
            waiting.decrementAndGet();
            task.run();
        });
    }

    void sendPacket(byte[] buffer, int offset, int length) {
        Transport to = carrier;
        int version = length > 0 ? buffer[offset] >> 4 & 0xF : 0;
        boolean open = (version == 4 && ipv4) || (version == 6 && ipv6);
        if (to == null || !open || length > MAX_PACKET_BYTES) {
            dropped.increment();
            return;
        }
        SstpPacket.putDataHeader(out, 0, length + 4);
        out[7] = (byte) (version == 4 ? IPV4 : IPV6);
        System.arraycopy(buffer, offset, out, OVERHEAD_BYTES, length);
        to.send(out, 0, OVERHEAD_BYTES + length);
        bytesSent.setRelease(bytesSent.getPlain() + length);
        packetsSent.setRelease(packetsSent.getPlain() + 1);
        if (reportsSends) {
            report();
        }
    }

    private void report() {
        long now = loop.nanoTime();
        if (now - lastReport >= REPORT_NANOS) {
            lastReport = now;
            loop.execute(control::dataSent);
        }
    }
}
