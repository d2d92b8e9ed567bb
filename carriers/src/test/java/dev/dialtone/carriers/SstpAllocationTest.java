package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.PacketBatch;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Packets cost no memory while nobody captures them.
class SstpAllocationTest {
    private static final int ROUNDS = 500;
    private static final int PACKETS = 100;
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

    private long bytesSent;
    private long packetsTapped;
    private boolean tapped;
    private final SstpTraffic traffic = new SstpTraffic(SstpFramer.ofAnswers(), new VirtualLoop(), new NoControl());

    private static final class NoControl implements SstpTraffic.Control {
        @Override
        public void head(byte[] head) {}

        @Override
        public void control(byte[] packet) {}

        @Override
        public void frame(byte[] frame) {}

        @Override
        public void dataSent() {}

        @Override
        public void malformed(String reason) {}
    }

    private final class Counting implements Transport {
        @Override
        public void send(byte[] buffer, int offset, int length) {
            throw new IllegalStateException("data must not be queued");
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytesSent += length;
        }

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }

    private final class Tap implements FrameTap {
        @Override
        public boolean isOn() {
            return tapped;
        }

        @Override
        public void received(byte[] buffer, int offset, int length) {
            packetsTapped++;
        }

        @Override
        public void sent(byte[] buffer, int offset, int length) {
            packetsTapped++;
        }
    }

    private static byte[] packet() {
        byte[] packet = new byte[1_400];
        packet[0] = 0x45;
        return packet;
    }

    @Test
    void packetsBothWays_withATapThatIsOff_allocateNothing() throws ReflectiveOperationException {
        byte[] packet = packet();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < PACKETS; i++) {
            byte[] payload = new byte[4 + packet.length];
            payload[0] = (byte) 0xFF;
            payload[1] = 3;
            payload[3] = 0x21;
            System.arraycopy(packet, 0, payload, 4, packet.length);
            frames.writeBytes(SstpPacket.data(payload));
        }
        byte[] received = frames.toByteArray();
        byte[] head = "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        traffic.tap(new Tap());
        traffic.open(new Counting(), true, true);
        traffic.deliverTo((_, _, _) -> {});
        traffic.received(head, 0, head.length);
        PacketBatch batch = traffic.batch();
        Runnable round = () -> {
            for (int i = 0; i < PACKETS; i++) {
                batch.add(packet, 0, packet.length);
            }
            batch.flush();
            traffic.received(received, 0, received.length);
        };

        long allocated = allocatedBy(round);

        assertThat(bytesSent).isEqualTo(2L * ROUNDS * received.length);
        assertThat(traffic.counters().packetsReceived()).isEqualTo(2L * ROUNDS * PACKETS);
        assertThat(packetsTapped).isZero();
        assertThat(allocated).isLessThan(TOLERANCE_BYTES);

        tapped = true;
        round.run();
        assertThat(packetsTapped).isEqualTo(2L * PACKETS);
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
}
