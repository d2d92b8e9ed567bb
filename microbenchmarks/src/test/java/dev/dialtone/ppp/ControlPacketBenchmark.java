package dev.dialtone.ppp;

import dev.dialtone.core.Decoded;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A Configure-Request with the options that a client asks for in LCP.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ControlPacketBenchmark {
    private final ControlPacket request = new ControlPacket.ConfigureRequest(
            1, List.of(ConfigureOption.of16(1, 1_400), ConfigureOption.of32(5, 0x12345678)));
    private final byte[] bytes = ControlPacketCodec.encode(request);

    @Benchmark
    public byte[] encode() {
        return ControlPacketCodec.encode(request);
    }

    @Benchmark
    public Decoded<ControlPacket> decode() {
        return ControlPacketCodec.decode(bytes, true);
    }
}
