package dev.dialtone.datapath;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dialtone.core.PacketBatch;
import dev.dialtone.core.PacketSink;
import dev.dialtone.fuzz.Check;
import dev.dialtone.fuzz.Input;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What comes from a peer and what comes from a TUN: any bytes, cut and merged.
class PacketFuzz {
    private static final int MOST = 65_575;

    /// Each packet comes out once, however they are merged: cut again they are those that came.
    @FuzzTest
    void merge(byte[] data) {
        Input input = new Input(data);
        List<byte[]> out = new ArrayList<>();
        Coalescer coalescer = new Coalescer(new Kept(out));
        List<byte[]> in = new ArrayList<>();
        while (input.more() && in.size() < 200) {
            byte[] packet = input.below(4) == 0 || in.isEmpty() ? input.counted() : next(in.getLast(), input);
            byte[] around = new byte[packet.length + 2];
            System.arraycopy(packet, 0, around, 1, packet.length);
            coalescer.packet(around, 1, packet.length);
            if (packet.length > 0) {
                in.add(packet);
            }
            if (input.below(16) == 0) {
                coalescer.flush();
            }
        }
        coalescer.flush();
        Batch again = new Batch();
        Segmenter segmenter = new Segmenter();
        List<byte[]> unknown = new ArrayList<>();
        for (byte[] written : out) {
            Check.that(
                    written.length > VirtioHeader.BYTES && written.length <= MOST, "a packet has a length of its own");
            int before = again.packets.size();
            segmenter.cut(written, 0, written.length, again);
            if (again.packets.size() == before) {
                // neither IPv4 nor IPv6: nobody cuts that
                unknown.add(Arrays.copyOfRange(written, VirtioHeader.BYTES, written.length));
            }
        }
        again.packets.addAll(unknown);
        Check.same(sorted(again.packets), sorted(in), "every packet comes out once, as it came");
    }

    /// Any super-packet with any header becomes packets that fit, or is dropped and counted.
    @FuzzTest
    void cut(byte[] data) {
        Batch batch = new Batch();
        Segmenter segmenter = new Segmenter();
        segmenter.cut(data, 0, data.length, batch);
        Check.that(
                (segmenter.dropped() == 1) == batch.packets.isEmpty() || segmenter.dropped() == 0,
                "what is not cut is counted");
        Check.that(batch.packets.size() <= data.length, "a packet carries something");
        for (byte[] packet : batch.packets) {
            Check.that(packet.length <= data.length, "no packet is longer than what it was cut from");
        }
    }

    /// A packet like the last one, with something of it changed, so that flows come about.
    private static byte[] next(byte[] last, Input input) {
        byte[] packet = last.clone();
        for (int i = input.below(4); i > 0 && packet.length > 0; i--) {
            packet[input.u16() % packet.length] = (byte) input.u8();
        }
        return packet;
    }

    private static byte[] sorted(List<byte[]> packets) {
        List<byte[]> all = new ArrayList<>(packets);
        all.sort(Arrays::compare);
        int length = all.stream().mapToInt(p -> p.length + 4).sum();
        ByteBuffer joined = ByteBuffer.allocate(length);
        all.forEach(p -> joined.putInt(p.length).put(p));
        return joined.array();
    }

    private record Kept(List<byte[]> out) implements PacketSink {
        @Override
        public void packet(byte[] buffer, int offset, int length) {
            out.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }
    }

    private static final class Batch implements PacketBatch {
        private final List<byte[]> packets = new ArrayList<>();
        private final byte[] room = new byte[8 + 65_575];
        private int length;

        @Override
        public int reserve(int version, int packetLength) {
            Check.that(version == 4 || version == 6, "a packet has a version");
            Check.that(packetLength > 0, "a packet has a length");
            length = packetLength;
            return 8;
        }

        @Override
        public byte[] buffer() {
            return room;
        }

        @Override
        public void commit() {
            packets.add(Arrays.copyOfRange(room, 8, 8 + length));
        }

        @Override
        public void flush() {}
    }
}
