package dev.dialtone.auth;

import java.util.Arrays;

/// MD4 (RFC 1320). The JDK has none; MS-CHAPv2 cannot do without. Good for nothing else.
final class Md4 {
    private static final int[] SHIFTS_1 = {3, 7, 11, 19};
    private static final int[] SHIFTS_2 = {3, 5, 9, 13};
    private static final int[] SHIFTS_3 = {3, 9, 11, 15};
    // SPEC [RFC 1320 §3.4] the order in which round 3 takes the words
    private static final int[] ORDER_3 = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};

    private Md4() {}

    /// The 16-byte digest; working copies of the input are wiped.
    static byte[] digest(byte[] input) {
        byte[] padded = new byte[(input.length + 8) / 64 * 64 + 64];
        System.arraycopy(input, 0, padded, 0, input.length);
        padded[input.length] = (byte) 0x80;
        long bits = input.length * 8L;
        for (int i = 0; i < 8; i++) {
            padded[padded.length - 8 + i] = (byte) (bits >>> (8 * i));
        }
        int[] state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
        int[] words = new int[16];
        for (int at = 0; at < padded.length; at += 64) {
            for (int i = 0; i < 16; i++) {
                int o = at + i * 4;
                words[i] = (padded[o] & 0xFF)
                        | (padded[o + 1] & 0xFF) << 8
                        | (padded[o + 2] & 0xFF) << 16
                        | padded[o + 3] << 24;
            }
            block(state, words);
        }
        Arrays.fill(padded, (byte) 0);
        Arrays.fill(words, 0);
        byte[] out = new byte[16];
        for (int i = 0; i < 16; i++) {
            out[i] = (byte) (state[i / 4] >>> (8 * (i % 4)));
        }
        return out;
    }

    private static void block(int[] state, int[] x) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int step = 0; step < 48; step++) {
            int i = step % 16;
            int mixed = switch (step / 16) {
                case 0 -> Integer.rotateLeft(a + ((b & c) | (~b & d)) + x[i], SHIFTS_1[i % 4]);
                case 1 ->
                    Integer.rotateLeft(
                            a + ((b & c) | (b & d) | (c & d)) + x[i % 4 * 4 + i / 4] + 0x5A827999, SHIFTS_2[i % 4]);
                default -> Integer.rotateLeft(a + (b ^ c ^ d) + x[ORDER_3[i]] + 0x6ED9EBA1, SHIFTS_3[i % 4]);
            };
            a = d;
            d = c;
            c = b;
            b = mixed;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
