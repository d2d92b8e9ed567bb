package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.core.PacketSink;
import dev.dialtone.host.PacketDevice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A carrier of 10 MB/s in virtual time: only what is sent makes it pass.
@Timeout(30)
class SlowCarrierTest {
    private static final int NANOS_PER_BYTE = 100;
    private static final int BULK = 20_000;

    private final AtomicLong now = new AtomicLong();
    private final List<Integer> limits = new ArrayList<>();
    private final List<Byte> sent = new ArrayList<>();
    private final List<RuntimeException> complaints = new ArrayList<>();
    private int failures;
    private final Gathering device = new Gathering();
    private final DrainRate rate = new DrainRate(0);

    private boolean run() {
        for (int i = 0; i < 10; i++) {
            long from = now.get();
            now.addAndGet(50_000_000);
            boolean _ = rate.sent(500_000, now.get() - from, now.get());
        }
        assertThat(rate.isSlow()).isTrue();
        return new SlowCarrier(
                        device,
                        new Narrow(),
                        0,
                        (buffer, length, batch) -> batch.add(buffer, 0, length),
                        now::get,
                        complaints::add)
                .run(new Narrow().batch(), rate, 256 * 1024);
    }

    @Test
    void bulkIsLimited_pingGoesBetween_andTheEndOfTheDeviceIsTold() {
        Specimen bulk = Specimen.random(new SplittableRandom(1), false, false, 1_300);
        Specimen ping = Specimen.random(new SplittableRandom(2), false, true, 10);
        for (int i = 0; i < BULK; i++) {
            device.packets.add(bulk.bytes());
            if (i % 1_000 == 999) {
                device.packets.add(ping.bytes());
            }
        }
        assertThat(run()).isFalse();
        assertThat(complaints).isEmpty();
        // the link was told to hold little
        assertThat(limits).containsExactly(32 * 1024);
        byte tcp = 6;
        byte udp = 17;
        assertThat(sent.stream().filter(p -> p == udp)).hasSize(BULK / 1_000);
        long through = sent.stream().filter(p -> p == tcp).count();
        // the device gives all at once, and the backlog does not grow without end
        assertThat(through).isBetween(500L, (long) BULK - 1);
    }

    @Test
    void sendFails_laterPacketsStillGo() {
        failures = 1;
        Specimen bulk = Specimen.random(new SplittableRandom(1), false, false, 1_300);
        for (int i = 0; i < 500; i++) {
            device.packets.add(bulk.bytes());
        }
        assertThat(run()).isFalse();
        assertThat(complaints).hasSize(1);
        assertThat(sent).isNotEmpty();
        assertThat(failures).isZero();
    }

    /// Gives everything it has, then its end.
    private static final class Gathering implements PacketDevice {
        private final ArrayDeque<byte[]> packets = new ArrayDeque<>();

        @Override
        public String name() {
            return "dial7";
        }

        @Override
        public int read(byte[] buffer) {
            throw new IllegalStateException("nobody must wait here");
        }

        @Override
        public int readNow(byte[] buffer) {
            byte[] packet = packets.poll();
            if (packet == null) {
                return -1;
            }
            System.arraycopy(packet, 0, buffer, 0, packet.length);
            return packet.length;
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {}

        @Override
        public void close() {}
    }

    private final class Narrow implements PacketLink {
        @Override
        public void deliverTo(PacketSink sink) {}

        @Override
        public void holdAtMost(int bytes) {
            limits.add(bytes);
        }

        @Override
        public PacketBatch batch() {
            return new PacketBatch() {
                private final byte[] buffer = new byte[4_096];
                private int bytes;
                private int length;

                @Override
                public int reserve(int version, int packetLength) {
                    length = packetLength;
                    return 0;
                }

                @Override
                public byte[] buffer() {
                    return buffer;
                }

                @Override
                public void commit() {
                    sent.add(buffer[9]);
                    bytes += length;
                }

                @Override
                public void flush() {
                    if (failures > 0) {
                        failures--;
                        throw new IllegalStateException("a fault of the carrier");
                    }
                    now.addAndGet((long) bytes * NANOS_PER_BYTE);
                    bytes = 0;
                }
            };
        }
    }
}
