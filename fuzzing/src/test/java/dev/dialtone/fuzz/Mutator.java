package dev.dialtone.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes new inputs of kept ones, or of nothing: the same ones for the same seed.
final class Mutator {
    private static final int LONGEST = 2048;
    private static final byte[] TELLING = {0, 1, 2, 3, 4, 7, 8, 16, 32, 64, 127, -128, -64, -2, -1, '"', '{', '\n', '%'
    };

    private final Random random;
    private final List<byte[]> kept;

    Mutator(long seed, List<byte[]> kept) {
        this.random = new Random(seed);
        this.kept = kept;
    }

    byte[] next() {
        byte[] input = kept.isEmpty() || random.nextInt(8) == 0 ? noise(64) : kept.get(random.nextInt(kept.size()));
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            input = mutate(input);
        }
        return input;
    }

    private byte[] noise(int most) {
        byte[] noise = new byte[random.nextInt(most)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] mutate(byte[] input) {
        if (input.length == 0) {
            return noise(16);
        }
        byte[] made = input.clone();
        int at = random.nextInt(made.length);
        return switch (random.nextInt(7)) {
            case 0 -> {
                made[at] ^= (byte) (1 << random.nextInt(8));
                yield made;
            }
            case 1 -> {
                made[at] = TELLING[random.nextInt(TELLING.length)];
                yield made;
            }
            case 2 -> {
                made[at] = (byte) random.nextInt(256);
                yield made;
            }
            case 3 -> replace(made, at, Math.min(made.length, at + 1 + random.nextInt(8)), new byte[0]);
            case 4 -> replace(made, at, at, noise(8));
            case 5 ->
                replace(made, at, at, Arrays.copyOfRange(made, at, Math.min(made.length, at + random.nextInt(64))));
            default -> {
                byte[] other = kept.isEmpty() ? noise(64) : kept.get(random.nextInt(kept.size()));
                int from = random.nextInt(other.length + 1);
                yield replace(made, at, made.length, Arrays.copyOfRange(other, from, other.length));
            }
        };
    }

    private static byte[] replace(byte[] input, int from, int to, byte[] by) {
        byte[] made = Arrays.copyOf(input, input.length - (to - from) + by.length);
        System.arraycopy(by, 0, made, from, by.length);
        System.arraycopy(input, to, made, from + by.length, input.length - to);
        return made.length <= LONGEST ? made : Arrays.copyOf(made, LONGEST);
    }
}
