package dev.dialtone.datapath;

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

/// The Internet checksum of an acknowledgment, of a packet and of a super-packet.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChecksumBenchmark {
    private static final int ODD_PLACE = 3;

    @Param({"52", "1400", "65535"})
    public int bytes;

    private byte[] from = new byte[0];
    private byte[] to = new byte[0];

    @Setup
    public void fill() {
        from = new byte[ODD_PLACE + bytes];
        to = new byte[ODD_PLACE + bytes];
        new SplittableRandom(1).nextBytes(from);
    }

    @Benchmark
    public int sum() {
        return InternetChecksum.sum(from, ODD_PLACE, bytes);
    }

    @Benchmark
    public int copyAndSum() {
        return InternetChecksum.copyAndSum(from, ODD_PLACE, to, ODD_PLACE, bytes);
    }
}
