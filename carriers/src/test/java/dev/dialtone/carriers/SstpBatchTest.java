package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.PacketBatch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SstpBatchTest {
    private final List<byte[]> written = new ArrayList<>();
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

    private final class Writing implements Transport {
        @Override
        public void send(byte[] buffer, int offset, int length) {
            throw new IllegalStateException("data must not be queued");
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            written.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }

    private static byte[] packet(Random random, int version, int length) {
        byte[] packet = new byte[length];
        random.nextBytes(packet);
        packet[0] = (byte) (version << 4 | 5);
        return packet;
    }

    private static byte[] frame(byte[] packet) {
        byte[] payload = new byte[4 + packet.length];
        payload[0] = (byte) 0xFF;
        payload[1] = 0x03;
        payload[3] = (byte) (packet[0] >> 4 == 4 ? 0x21 : 0x57);
        System.arraycopy(packet, 0, payload, 4, packet.length);
        return SstpPacket.data(payload);
    }

    @Test
    void gathered_isWrittenAsWholeFramesInOrder_andCounted() {
        traffic.open(new Writing(), true, true);
        PacketBatch batch = traffic.batch();
        Random random = new Random(4);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        long bytes = 0;
        int packets = 2_000;
        for (int i = 0; i < packets; i++) {
            byte[] packet = packet(random, random.nextBoolean() ? 4 : 6, 1 + random.nextInt(4087));
            batch.add(packet, 0, packet.length);
            expected.writeBytes(frame(packet));
            bytes += packet.length;
        }
        batch.flush();
        batch.flush();

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        written.forEach(all::writeBytes);
        assertThat(all.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(written).hasSizeLessThan(packets / 20);
        assertThat(traffic.counters()).isEqualTo(new TunnelCounters(bytes, 0, packets, 0, 0));
    }

    @Test
    void notOpenForIt_tooLongOrNeitherVersion_isDroppedAndCounted() {
        traffic.open(new Writing(), true, false);
        PacketBatch batch = traffic.batch();
        assertThat(batch.reserve(6, 100)).isNegative();
        assertThat(batch.reserve(4, SstpBatch.MAX_PACKET_BYTES + 1)).isNegative();
        assertThat(batch.reserve(4, 0)).isNegative();
        assertThat(batch.reserve(5, 100)).isNegative();
        assertThat(batch.reserve(4, SstpBatch.MAX_PACKET_BYTES)).isPositive();
        assertThat(traffic.counters().dropped()).isEqualTo(4);
    }

    @Test
    void closedBeforeTheFlush_countsWhatWasGatheredAsDropped() {
        traffic.open(new Writing(), true, false);
        PacketBatch batch = traffic.batch();
        batch.add(packet(new Random(1), 4, 50), 0, 50);
        batch.add(packet(new Random(2), 4, 50), 0, 50);
        traffic.open(null, false, false);
        batch.flush();
        assertThat(written).isEmpty();
        assertThat(traffic.counters()).isEqualTo(new TunnelCounters(0, 0, 0, 0, 2));
    }
}
