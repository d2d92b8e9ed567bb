package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.core.PacketSink;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The two paths of what one SSTP stream carries: IP packets go past the loop, in batches, without being copied or
/// counted in tasks; all else is copied to the loop, in order. Fed by the transport's reader; sends for one
/// data thread.
public final class SstpTraffic implements PacketLink {

    // SECURITY: how many frames may wait for the loop before a flooding peer is cut short
    private static final int MAX_WAITING = 256;

    private static final long REPORT_NANOS = 4_000_000L;

    /// PPP's protocol numbers of the two.
    static final int IPV4 = 0x0021;

    static final int IPV6 = 0x0057;

    private final Loop loop;
    private final Control control;
    private final SstpFramer framer;
    private final FromPeer fromPeer = new FromPeer();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong packetsSent = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong packetsReceived = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable PacketSink sink;
    private volatile @Nullable Transport carrier;
    private volatile boolean ipv4;
    private volatile boolean ipv6;
    private volatile Overheard overheard = Overheard.NOTHING;
    private volatile long lastHeard;
    private volatile boolean reportsSends;
    // set before any byte moves
    private FrameTap tap = FrameTap.NONE;
    private long lastReport;
    // of the reader: whether what it was given now is looked at
    private boolean tapped;
    // of the reader, since its last flush
    private long deliveredBytes;
    private int delivered;

    /// Takes what is not IP, on the loop.
    public interface Control {
        /// The HTTP head; once, first.
        void head(byte[] head);

        /// A control packet of SSTP, whole.
        void control(byte[] packet);

        /// A PPP frame that is no IP packet, without the SSTP header.
        void frame(byte[] frame);

        /// An IP packet that [SstpTraffic#overhear] asked for.
        default void packet(byte[] packet) {}

        /// Packets were sent; only after [SstpTraffic#reportSends].
        void dataSent();

        /// The stream is not SSTP from here on.
        void malformed(String reason);
    }

    /// @param framer for what the peer is
    /// @param loop   where control is told
    public SstpTraffic(SstpFramer framer, Loop loop, Control control) {
        this.framer = framer;
        this.loop = loop;
        this.control = control;
        this.lastHeard = loop.nanoTime();
    }

    /// From now on the families that are true pass, over this transport; none pass without one.
    public void open(@Nullable Transport transport, boolean ipv4Open, boolean ipv6Open) {
        ipv4 = ipv4Open;
        ipv6 = ipv6Open;
        carrier = transport;
    }

    /// From now on PPP frames may be looked at. Before the first byte comes or goes.
    public void tap(FrameTap frames) {
        tap = frames;
    }

    @Override
    public void deliverTo(PacketSink packetSink) {
        sink = packetSink;
    }

    /// From now on [Control#dataSent] is told of sent packets, at most once in [#REPORT_NANOS].
    public void reportSends() {
        lastReport = loop.nanoTime() - REPORT_NANOS;
        reportsSends = true;
    }

    /// From now on these packets go to [Control#packet] and not to the sink.
    void overhear(Overheard packets) {
        overheard = packets;
    }

    /// When the peer was last heard.
    public long lastHeard() {
        return lastHeard;
    }

    public TunnelCounters counters() {
        return new TunnelCounters(
                bytesSent.get(), bytesReceived.get(), packetsSent.get(), packetsReceived.get(), dropped.sum());
    }

    /// Takes the next bytes of the stream; what they brought of IP is delivered and flushed on return.
    public void received(byte[] buffer, int offset, int length) {
        lastHeard = loop.nanoTime();
        tapped = tap.isOn();
        framer.feed(buffer, offset, length, fromPeer);
        PacketSink to = sink;
        if (to != null && delivered > 0) {
            bytesReceived.setRelease(bytesReceived.getPlain() + deliveredBytes);
            packetsReceived.setRelease(packetsReceived.getPlain() + delivered);
            delivered = 0;
            deliveredBytes = 0;
            to.flush();
        }
    }

    private final class FromPeer implements SstpFramer.Sink {
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
            cut(buffer, offset, length);
        }
    }

    private void cut(byte[] buffer, int offset, int length) {
        int at = offset + SstpPacket.HEADER_BYTES;
        int end = offset + length;
        boolean isControl = (buffer[offset + 1] & 1) != 0;
        if (isControl) {
            byte[] copy = Arrays.copyOfRange(buffer, offset, end);
            post(() -> control.control(copy));
            return;
        }
        if (tapped) {
            tap.received(buffer, at, end - at);
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
        if (overheard.isIt(protocol, buffer, offset, length)) {
            byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
            post(() -> control.packet(copy));
            return;
        }
        PacketSink to = sink;
        boolean open = protocol == IPV4 ? ipv4 : ipv6;
        if (to == null || !open || length == 0) {
            dropped.increment();
            return;
        }
        to.packet(buffer, offset, length);
        deliveredBytes += length;
        delivered++;
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

    @Override
    public PacketBatch batch() {
        return new SstpBatch(this);
    }

    @Override
    public void holdAtMost(int bytes) {
        Transport to = carrier;
        if (to != null) {
            to.holdAtMost(bytes);
        }
    }

    // ---- for the batch ----

    /// Whether packets of that version may be sent now.
    boolean takes(int version) {
        return carrier != null && (version == 4 ? ipv4 : version == 6 && ipv6);
    }

    void dropped(int packets) {
        dropped.add(packets);
    }

    /// Sends whole frames; blocks while the carrier is full.
    void send(byte[] frames, int length, int packets, long packetBytes) {
        Transport to = carrier;
        if (to == null) {
            dropped.add(packets);
            return;
        }
        if (tap.isOn()) {
            tapSent(frames, length);
        }
        to.write(frames, 0, length);
        bytesSent.setRelease(bytesSent.getPlain() + packetBytes);
        packetsSent.setRelease(packetsSent.getPlain() + packets);
        if (reportsSends) {
            report();
        }
    }

    private void tapSent(byte[] frames, int length) {
        int at = 0;
        while (at < length) {
            int whole = SstpFramer.lengthOf(frames, at);
            tap.sent(frames, at + SstpPacket.HEADER_BYTES, whole - SstpPacket.HEADER_BYTES);
            at += whole;
        }
    }

    /// A frame of the negotiation that is sent past the batch.
    void tapSent(byte[] frame) {
        if (tap.isOn()) {
            tap.sent(frame, 0, frame.length);
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
