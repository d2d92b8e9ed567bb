package dev.dialtone.simulator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// What chooses everything in a run. Each concern draws from a stream of its own, found by name, so that one
/// more draw here moves nothing there. The same on every JVM.
///
/// @param value any number; what a failing run is replayed with
public record Seed(long value) {
    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /// The stream of that name, from its beginning.
    public RandomGenerator stream(String name) {
        return new SplittableRandom(mix(value ^ hash(name)));
    }

    /// The numbered one of the streams of that name, from its beginning.
    public RandomGenerator stream(String name, long number) {
        return new SplittableRandom(mix(mix(value ^ hash(name)) + number * GOLDEN));
    }

    // String.hashCode would do but for its 32 bits
    private static long hash(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return b ^ (b >>> 31);
    }
}
