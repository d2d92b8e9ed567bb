package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketLink;
import dev.dialtone.core.PacketSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoughLinkTest {
    private static final int PACKETS = 10_000;

    private final Gathered inner = new Gathered();
    private final RoughLink rough = new RoughLink(inner, 1);

    @Test
    void fromThePeer_someAreLost_someOvertaken_noneChanged() {
        List<Integer> got = new ArrayList<>();
        rough.deliverTo((buffer, offset, length) -> got.add(number(buffer, offset)));
        for (int i = 0; i < PACKETS; i++) {
            inner.sink.packet(packet(i), 1, 5);
        }
        inner.sink.flush();
        check(got);
    }

    @Test
    void toThePeer_theSame() {
        PacketBatch batch = rough.batch();
        for (int i = 0; i < PACKETS; i++) {
            batch.add(packet(i), 1, 5);
        }
        batch.flush();
        check(inner.sent);
        assertThat(inner.flushes).isOne();
    }

    private void check(List<Integer> got) {
        assertThat(got).hasSize(PACKETS - (int) rough.lost()).doesNotHaveDuplicates();
        assertThat(rough.lost()).isBetween(50L, 200L);
        long behind = 0;
        for (int i = 1; i < got.size(); i++) {
            behind += got.get(i) < got.get(i - 1) ? 1 : 0;
        }
        assertThat(behind).isEqualTo(rough.overtaken()).isBetween(300L, 700L);
    }

    /// IPv4 by its first byte, with a number in the others, behind one that does not belong to it.
    private static byte[] packet(int number) {
        return new byte[] {9, 0x45, (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    private static int number(byte[] buffer, int offset) {
        return (buffer[offset + 1] & 0xFF) << 24
                | (buffer[offset + 2] & 0xFF) << 16
                | (buffer[offset + 3] & 0xFF) << 8
                | (buffer[offset + 4] & 0xFF);
    }

    /// Notes what it is to send.
    private static final class Gathered implements PacketLink, PacketBatch {
        private final List<Integer> sent = new ArrayList<>();
        private final byte[] buffer = new byte[5];
        private PacketSink sink = (_, _, _) -> {};
        private int flushes;

        @Override
        public void deliverTo(PacketSink to) {
            sink = to;
        }

        @Override
        public PacketBatch batch() {
            return this;
        }

        @Override
        public int reserve(int version, int length) {
            return 0;
        }

        @Override
        public byte[] buffer() {
            return buffer;
        }

        @Override
        public void commit() {
            sent.add(number(buffer, 0));
        }

        @Override
        public void flush() {
            flushes++;
        }
    }
}
