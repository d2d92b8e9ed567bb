package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
    @Test
    void sums_theExampleOfRfc1071() {
        byte[] data = HexFormat.of().parseHex("0001f203f4f5f6f7");
        assertThat(InternetChecksum.sum(data, 0, 8)).isEqualTo(0xddf2);
        assertThat(InternetChecksum.of(0xddf2)).isEqualTo(0x220d);
    }

    @Test
    void sums_aKnownIpv4Header() {
        byte[] header = HexFormat.of().parseHex("450000730000400040110000c0a80001c0a800c7");
        assertThat(InternetChecksum.of(InternetChecksum.sum(header, 0, 20))).isEqualTo(0xb861);
        header[10] = (byte) 0xb8;
        header[11] = 0x61;
        assertThat(InternetChecksum.sum(header, 0, 20)).isEqualTo(InternetChecksum.RIGHT);
    }

    @Test
    void updates_theExampleOfRfc1624() {
        assertThat(InternetChecksum.updated(0xdd2f, 0x5555, 0x3285)).isEqualTo(0x0000);
    }

    @Test
    void sums_everyLengthAtEveryOffset_asByteByByte() {
        long seed = 1071;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] data = new byte[400];
        for (int length = 0; length < 200; length++) {
            for (int offset = 0; offset < 17; offset++) {
                random.nextBytes(data);
                assertThat(InternetChecksum.sum(data, offset, length))
                        .as("seed %d length %d offset %d", seed, length, offset)
                        .isEqualTo(NaiveChecksum.sum(Arrays.copyOfRange(data, offset, offset + length)));
            }
        }
    }

    @Test
    void sums_longRangesOfOnes_withoutLosingACarry() {
        byte[] data = new byte[70_001];
        Arrays.fill(data, (byte) 0xFF);
        assertThat(InternetChecksum.sum(data, 1, 70_000)).isEqualTo(0xFFFF);
        assertThat(InternetChecksum.sum(data, 0, 70_001)).isEqualTo(NaiveChecksum.sum(data));
        assertThat(InternetChecksum.sum(new byte[9], 0, 9)).isZero();
    }

    @Test
    void copiesAndSums_anyRange_touchingNothingElse() {
        long seed = 1624;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] from = new byte[random.nextInt(1, 3_000)];
            random.nextBytes(from);
            int offset = random.nextInt(from.length);
            int length = random.nextInt(from.length - offset + 1);
            byte[] to = new byte[length + random.nextInt(40)];
            random.nextBytes(to);
            int at = random.nextInt(to.length - length + 1);
            byte[] expected = to.clone();
            System.arraycopy(from, offset, expected, at, length);
            assertThat(InternetChecksum.copyAndSum(from, offset, to, at, length))
                    .as("seed %d case %d", seed, i)
                    .isEqualTo(NaiveChecksum.sum(Arrays.copyOfRange(from, offset, offset + length)));
            assertThat(to).as("seed %d case %d", seed, i).isEqualTo(expected);
        }
    }

    @Test
    void updates_anyWord_asIfSummedAnew() {
        long seed = 1141;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] data = new byte[20];
            random.nextBytes(data);
            data[0] = 0x45;
            int at = random.nextInt(1, 10) * 2;
            byte[] earlier = data.clone();
            int oldWord = random.nextInt(65_536);
            earlier[at] = (byte) (oldWord >> 8);
            earlier[at + 1] = (byte) oldWord;
            int before = NaiveChecksum.of(earlier);
            int newWord = (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
            assertThat(InternetChecksum.updated(before, oldWord, newWord))
                    .as("seed %d case %d", seed, i)
                    .isEqualTo(NaiveChecksum.of(data));
        }
    }

    @Test
    void sums_pseudoHeaders_withEveryBitOfTheAddresses() {
        long seed = 8200;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] packet = new byte[60];
        for (int i = 0; i < 2_000; i++) {
            random.nextBytes(packet);
            byte[] protocol = {0, 17};
            assertThat(InternetChecksum.fold(InternetChecksum.pseudoIpv4(packet, 3, 17)))
                    .as("seed %d case %d", seed, i)
                    .isEqualTo(NaiveChecksum.sum(Arrays.copyOfRange(packet, 15, 23), protocol));
            assertThat(InternetChecksum.fold(InternetChecksum.pseudoIpv6(packet, 3, 17)))
                    .as("seed %d case %d", seed, i)
                    .isEqualTo(NaiveChecksum.sum(Arrays.copyOfRange(packet, 11, 43), protocol));
        }
    }

    @Test
    void folds_anySum_to16Bits() {
        assertThat(InternetChecksum.fold(0)).isZero();
        assertThat(InternetChecksum.fold(0x1_0000)).isEqualTo(1);
        assertThat(InternetChecksum.fold(0xFFFF)).isEqualTo(0xFFFF);
        assertThat(InternetChecksum.fold(Long.MAX_VALUE)).isEqualTo(0x7FFF);
        assertThat(InternetChecksum.fold(0xFFFF_FFFFL)).isEqualTo(0xFFFF);
    }
}
