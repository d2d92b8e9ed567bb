package dev.dialtone.datapath;

import dev.dialtone.core.PacketSink;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What the data path does to 64 KB of one TCP flow: cut it into packets of a link's size, and merge those again.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PacketBenchmark {
    private static final int SEGMENT = 1_348;
    private static final int PAYLOAD = 48 * SEGMENT;

    @Param({"4", "6"})
    public int version;

    private final Segmenter segmenter = new Segmenter();
    private final Laid batch = new Laid();
    private byte[] superPacket = new byte[0];
    private byte[][] packets = new byte[0][];
    private final Discarding device = new Discarding();
    private final Coalescer coalescer = new Coalescer(device);

    @Setup
    public void makePackets() {
        superPacket = TcpSuperPacket.of(version, SEGMENT, PAYLOAD, new SplittableRandom(1));
        segmenter.cut(superPacket, 0, superPacket.length, batch);
        packets = batch.packets();
        if (packets.length != PAYLOAD / SEGMENT) {
            throw new IllegalStateException("cut into " + packets.length);
        }
        merge();
        if (device.packets != 1) {
            throw new IllegalStateException("merged into " + device.packets);
        }
    }

    @Benchmark
    public int cut() {
        batch.clear();
        segmenter.cut(superPacket, 0, superPacket.length, batch);
        return batch.filled();
    }

    @Benchmark
    public long merge() {
        for (byte[] packet : packets) {
            coalescer.packet(packet, 0, packet.length);
        }
        coalescer.flush();
        return device.packets;
    }

    /// Takes what was merged, as a device would that costs nothing.
    private static final class Discarding implements PacketSink {
        private long packets;

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            packets++;
        }
    }
}
