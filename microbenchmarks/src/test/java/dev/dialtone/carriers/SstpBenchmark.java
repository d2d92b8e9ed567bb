package dev.dialtone.carriers;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// SSTP's framing: a record's plain text cut into its packets, and a control packet read.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SstpBenchmark {
    private static final int RECORD = 16 * 1024;
    private static final byte[] HEAD = "HTTP/1.1 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Param({"52", "1400"})
    public int packet;

    private final SstpFramer framer = SstpFramer.ofAnswers();
    private final Counting counting = new Counting();
    private byte[] record = new byte[0];
    private byte[] echo = new byte[0];

    @Setup
    public void fill() {
        framer.feed(HEAD, 0, HEAD.length, counting);
        int frame = SstpPacket.HEADER_BYTES + packet;
        record = new byte[RECORD / frame * frame];
        for (int at = 0; at < record.length; at += frame) {
            SstpPacket.putDataHeader(record, at, packet);
        }
        cutRecord();
        if (counting.packets != RECORD / frame) {
            throw new IllegalStateException("cut into " + counting.packets);
        }
        echo = SstpCodec.encode(new SstpPacket.EchoRequest());
    }

    @Benchmark
    public long cutRecord() {
        framer.feed(record, 0, record.length, counting);
        return counting.packets;
    }

    @Benchmark
    public Object decodeControl() {
        return SstpCodec.decode(Arrays.copyOf(echo, echo.length));
    }

    private static final class Counting implements SstpFramer.Sink {
        private long packets;

        @Override
        public void head(byte[] head) {}

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            packets++;
        }

        @Override
        public void malformed(String reason) {
            throw new IllegalStateException(reason);
        }
    }
}
