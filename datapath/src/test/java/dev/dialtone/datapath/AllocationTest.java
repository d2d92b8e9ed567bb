package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketSink;
import java.lang.reflect.Method;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int ROUNDS = 500;
    private static final long TOLERANCE_BYTES = 4_096;

    // by reflection: the module under test has no need to read java.management
    private static final Object THREADS;
    private static final Method ALLOCATED;

    static {
        try {
            THREADS = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            ALLOCATED = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Test
    void warm_cutting_allocatesNothing() throws ReflectiveOperationException {
        SplittableRandom random = new SplittableRandom(1);
        byte[][] taken = new byte[4][]; // no list: its iterators would be counted
        for (int kind = 0; kind < 4; kind++) {
            taken[kind] = Specimen.random(random, (kind & 1) != 0, (kind & 2) != 0, 60_000)
                    .superPacket(1_200);
        }
        Segmenter segmenter = new Segmenter();
        OnePlace batch = new OnePlace();
        long allocated = allocatedBy(() -> {
            for (byte[] one : taken) {
                segmenter.cut(one, 0, one.length, batch);
            }
        });
        assertThat(batch.packets).isEqualTo(2L * ROUNDS * 4 * 50);
        assertThat(allocated).isLessThan(TOLERANCE_BYTES);
    }

    @Test
    void warm_merging_allocatesNothing() throws ReflectiveOperationException {
        byte[][] packets = new Mixture(new SplittableRandom(2)).packets(400).toArray(byte[][]::new);
        Counting device = new Counting();
        Coalescer coalescer = new Coalescer(device);
        long allocated = allocatedBy(() -> {
            for (byte[] packet : packets) {
                coalescer.packet(packet, 0, packet.length);
            }
            coalescer.flush();
        });
        assertThat(device.packets).isPositive();
        assertThat(allocated).isLessThan(TOLERANCE_BYTES);
    }

    private static long allocatedBy(Runnable round) throws ReflectiveOperationException {
        allocatedByThisThread(); // the first call loads classes
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        long before = allocatedByThisThread();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        return allocatedByThisThread() - before;
    }

    private static long allocatedByThisThread() throws ReflectiveOperationException {
        return (long) ALLOCATED.invoke(THREADS);
    }

    private static final class OnePlace implements PacketBatch {
        private final byte[] buffer = new byte[2_000];
        private long packets;

        @Override
        public int reserve(int version, int length) {
            return 5;
        }

        @Override
        public byte[] buffer() {
            return buffer;
        }

        @Override
        public void commit() {
            packets++;
        }

        @Override
        public void flush() {}
    }

    private static final class Counting implements PacketSink {
        private long packets;

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            packets++;
        }
    }
}
