package dev.dialtone.testkit;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.core.PacketSink;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A link behind which packets are lost and overtake each other, both ways, as behind a router with several ways.
/// The wrapped link is not touched: what is lost or late had come through it, or has yet to.
final class RoughLink implements PacketLink {
    private static final double LOST = 0.01;
    private static final double LATE = 0.05;

    private final PacketLink link;
    private final long seed;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong overtaken = new AtomicLong();

    RoughLink(PacketLink link, long seed) {
        this.link = link;
        this.seed = seed;
    }

    /// How many packets were lost so far.
    long lost() {
        return lost.get();
    }

    /// How many were overtaken by another.
    long overtaken() {
        return overtaken.get();
    }

    @Override
    public void deliverTo(PacketSink sink) {
        link.deliverTo(new RoughSink(sink, new SplittableRandom(seed)));
    }

    @Override
    public PacketBatch batch() {
        return new RoughBatch(link.batch(), new SplittableRandom(~seed));
    }

    @Override
    public void holdAtMost(int bytes) {
        link.holdAtMost(bytes);
    }

    /// Passes packets on, but for some, and some of them one later.
    private final class RoughSink implements PacketSink {
        private final PacketSink to;
        private final SplittableRandom random;
        private byte @Nullable [] late;

        RoughSink(PacketSink to, SplittableRandom random) {
            this.to = to;
            this.random = random;
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            double dice = random.nextDouble();
            if (dice < LOST) {
                lost.incrementAndGet();
            } else if (dice < LOST + LATE && late == null) {
                late = Arrays.copyOfRange(buffer, offset, offset + length);
            } else {
                to.packet(buffer, offset, length);
                if (late != null) {
                    overtaken.incrementAndGet();
                }
                passLate();
            }
        }

        private void passLate() {
            byte[] waiting = late;
            if (waiting != null) {
                late = null;
                to.packet(waiting, 0, waiting.length);
            }
        }

        @Override
        public void flush() {
            passLate();
            to.flush();
        }
    }

    /// The same with packets on their way to the peer.
    private final class RoughBatch implements PacketBatch {
        private final PacketBatch to;
        private final RoughSink rough;
        private final byte[] packet = new byte[0xFFFF];
        private int length;

        RoughBatch(PacketBatch to, SplittableRandom random) {
            this.to = to;
            this.rough = new RoughSink(to::add, random);
        }

        @Override
        public int reserve(int version, int bytes) {
            length = bytes;
            return bytes > 0 && bytes <= packet.length ? 0 : -1;
        }

        @Override
        public byte[] buffer() {
            return packet;
        }

        @Override
        public void commit() {
            rough.packet(packet, 0, length);
        }

        @Override
        public void flush() {
            rough.flush();
            to.flush();
        }
    }
}
