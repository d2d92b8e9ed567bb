package dev.dialtone.auth;

import dev.dialtone.core.Secret;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// All that one sign-in with MS-CHAPv2 computes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MsChapV2Benchmark {
    private final byte[] challenge = new byte[MsChapV2.CHALLENGE_BYTES];
    private final Secret password = Secret.ofChars("clientPass".toCharArray());

    @Benchmark
    public int exchange() {
        try (MsChapV2Exchange exchange = MsChapV2.exchange(challenge, challenge, "User", password)) {
            return exchange.hashCode();
        }
    }

    @TearDown
    public void forget() {
        password.close();
    }
}
