package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmenterTest {
    private static final int[] SIZES = {1, 2, 7, 536, 1_000, 1_219, 1_348, 1_360, 1_400};

    private final ListBatch batch = new ListBatch();
    private final Segmenter segmenter = new Segmenter();

    private void cut(byte[] taken) {
        // with bytes before and after that must not matter
        byte[] around = new byte[taken.length + 10];
        Arrays.fill(around, (byte) 0x3C);
        System.arraycopy(taken, 0, around, 5, taken.length);
        segmenter.cut(around, 5, taken.length, batch);
    }

    private void assertDropped(byte[] taken) {
        long before = segmenter.dropped();
        cut(taken);
        assertThat(batch.packets).isEmpty();
        assertThat(segmenter.dropped()).isEqualTo(before + 1);
    }

    @Test
    void cuts_superPacketsAroundEveryMultiple_intoWhatATextBookWouldSend() {
        long seed = 793;
        SplittableRandom random = new SplittableRandom(seed);
        for (int kind = 0; kind < 4; kind++) {
            for (int size : SIZES) {
                for (int k = 1; k < 45; k++) {
                    for (int length = k * size - 1; length <= k * size + 1; length++) {
                        if (length > 0) {
                            Specimen specimen = Specimen.random(random, (kind & 1) != 0, (kind & 2) != 0, length);
                            if (random.nextBoolean()) {
                                specimen.withTimestamps(random);
                            }
                            specimen.flags = random.nextInt(256);
                            cut(specimen.superPacket(size));
                            assertCut(
                                    specimen,
                                    size,
                                    "seed %d kind %d size %d length %d".formatted(seed, kind, size, length));
                        }
                    }
                }
            }
        }
    }

    private void assertCut(Specimen specimen, int size, String which) {
        List<byte[]> expected = specimen.pieces(size);
        assertThat(batch.packets).as(which).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            if (!Arrays.equals(batch.packets.get(i), expected.get(i))) {
                assertThat(batch.packets.get(i)).as(which + " piece " + i).isEqualTo(expected.get(i));
            }
        }
        assertThat(segmenter.dropped()).as(which).isZero();
        assertThat(batch.versions).as(which).containsOnly(specimen.isV6 ? 6 : 4);
        assertThat(batch.flushes).as(which).isZero();
        batch.packets.clear();
        batch.versions.clear();
    }

    @Test
    void cuts_superPacketsOf64K() {
        SplittableRandom random = new SplittableRandom(64);
        for (int kind = 0; kind < 4; kind++) {
            boolean isV6 = (kind & 1) != 0;
            Specimen specimen = Specimen.random(random, isV6, (kind & 2) != 0, 60_000);
            int room = 65_535 + (isV6 ? 40 : 0) - specimen.headerBytes();
            specimen.payload = new byte[room];
            random.nextBytes(specimen.payload);
            cut(specimen.superPacket(1_348));
            assertCut(specimen, 1_348, "kind " + kind);
        }
    }

    @Test
    void cuts_finPshAndCwr_onlyWhereTheyBelong() {
        Specimen specimen = new Specimen();
        specimen.payload = new byte[300];
        specimen.flags = Specimen.FIN | Specimen.PSH | Specimen.ACK | Specimen.ECE | Specimen.CWR;
        byte[] taken = specimen.superPacket(100);
        taken[1] |= (byte) VirtioHeader.GSO_ECN;
        cut(taken);
        assertThat(batch.packets).extracting(packet -> packet[33] & 0xFF).containsExactly(0xD0, 0x50, 0x59);
    }

    @Test
    void cuts_ipv4Options_andLetsIdentificationAndSequenceWrap() {
        SplittableRandom random = new SplittableRandom(791);
        for (int kind = 0; kind < 2; kind++) {
            Specimen specimen = Specimen.random(random, false, kind == 1, 5_000);
            specimen.ipOptions = new byte[] {(byte) 148, 4, 0, 0};
            specimen.identification = 0xFFFE;
            specimen.sequence = -1_000;
            cut(specimen.superPacket(1_000));
            assertCut(specimen, 1_000, "kind " + kind);
        }
    }

    @Test
    void cuts_behindExtensionHeaders_withTheFinalDestinationInTheChecksum() {
        SplittableRandom random = new SplittableRandom(8_200);
        for (int kind = 0; kind < 2; kind++) {
            Specimen specimen = Specimen.random(random, true, kind == 1, 5_001);
            int protocol = kind == 1 ? 17 : 6;
            specimen.firstExtension = 0;
            specimen.extensions = new byte[8 + 24 + 16];
            specimen.extensions[0] = 43;
            specimen.extensions[8] = 60;
            specimen.extensions[9] = 2;
            specimen.extensions[32] = (byte) protocol;
            specimen.extensions[33] = 1;
            specimen.finalDestination = new byte[16];
            random.nextBytes(specimen.finalDestination);
            cut(specimen.superPacket(1_220));
            assertCut(specimen, 1_220, "kind " + kind);
        }
    }

    @Test
    void finishes_aChecksum_ofOnePacket() {
        long seed = 1_122;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            Specimen specimen =
                    Specimen.random(random, random.nextBoolean(), random.nextBoolean(), random.nextInt(1_500));
            int offset = specimen.isUdp ? 6 : 16;
            cut(Specimen.concat(Specimen.virtio(1, 0, 0, 0, specimen.ipHeaderBytes(), offset), specimen.unfinished()));
            assertThat(batch.packets.removeLast())
                    .as("seed %d case %d", seed, i)
                    .isEqualTo(specimen.bytes());
        }
        assertThat(segmenter.dropped()).isZero();
    }

    @Test
    void finishes_aSumOfZero_asFfffForUdpOnly() {
        for (boolean isUdp : new boolean[] {true, false}) {
            Specimen specimen = new Specimen();
            specimen.isUdp = isUdp;
            specimen.payload = new byte[2];
            // a payload that makes the checksum 0
            byte[] before = specimen.bytes();
            int at = specimen.ipHeaderBytes() + (isUdp ? 6 : 16);
            specimen.payload = new byte[] {before[at], before[at + 1]};
            cut(Specimen.concat(Specimen.virtio(1, 0, 0, 0, 20, isUdp ? 6 : 16), specimen.unfinished()));
            byte[] packet = batch.packets.removeLast();
            assertThat(packet).isEqualTo(specimen.bytes());
            assertThat(packet[at]).isEqualTo((byte) (isUdp ? 0xFF : 0));
        }
    }

    @Test
    void copies_wholePackets_asTheyAre() {
        byte[] anything = {0x45, 1, 2, 3, 4};
        cut(Specimen.concat(new byte[10], anything));
        cut(Specimen.concat(Specimen.virtio(2, 0, 9, 9, 9, 9), new byte[] {0x60}));
        assertThat(batch.packets).containsExactly(anything, new byte[] {0x60});
        assertThat(batch.versions).containsExactly(4, 6);
    }

    @Test
    void batchRefusesOne_cutting_goesOnWithTheNext() {
        Specimen specimen = new Specimen();
        specimen.payload = new byte[500];
        batch.refused = n -> n == 1 || n == 4;
        cut(specimen.superPacket(100));
        List<byte[]> expected = specimen.pieces(100);
        assertThat(batch.packets).containsExactly(expected.get(0), expected.get(2), expected.get(3));
        assertThat(segmenter.dropped()).isZero();
    }

    @Test
    void rejects_whatNobodyOffered() {
        Specimen specimen = new Specimen();
        specimen.payload = new byte[500];
        byte[] right = specimen.superPacket(100);
        for (int type = 0; type < 256; type++) {
            if ((type & 0x7F) != VirtioHeader.GSO_TCPV4 && type != 0) {
                byte[] wrong = right.clone();
                wrong[1] = (byte) type;
                assertDropped(wrong);
            }
        }
        byte[] withoutChecksum = right.clone();
        withoutChecksum[0] = 0;
        assertDropped(withoutChecksum);
    }

    @Test
    void rejects_whatContradictsItself() {
        Specimen specimen = new Specimen();
        specimen.payload = new byte[500];
        byte[] right = specimen.superPacket(100);
        assertDropped(changed(right, 4, 0)); // a size of 0
        assertDropped(changed(right, 6, 24)); // TCP elsewhere
        assertDropped(changed(right, 7, 0xFF));
        assertDropped(changed(right, 8, 6)); // UDP's checksum
        assertDropped(changed(right, 10, 0x35)); // neither IPv4 nor IPv6
        assertDropped(changed(right, 10, 0x46)); // another header length
        assertDropped(changed(right, 13, 1)); // another total length
        assertDropped(changed(right, 16, 0x20)); // a fragment
        assertDropped(changed(right, 19, 17)); // UDP
        assertDropped(changed(right, 42, 0x40)); // a TCP header of 16 bytes
        for (int length = 0; length < 60; length++) {
            assertDropped(Arrays.copyOf(right, length)); // cut off
        }
        assertDropped(Specimen.concat(Specimen.virtio(1, 0, 0, 0, 20, 5), new byte[] {0x45}, new byte[25]));
        cut(right);
        assertThat(batch.packets).hasSize(5);
    }

    @Test
    void rejects_extensionHeadersThatCannotBeRepeated() {
        Specimen specimen = new Specimen();
        specimen.isV6 = true;
        specimen.payload = new byte[500];
        specimen.extensions = new byte[] {6, 0, 0, 0, 0, 0, 0, 0};
        for (int first : new int[] {44, 51, 50, 135, 6, 17, 59}) {
            specimen.firstExtension = first;
            assertDropped(specimen.superPacket(100));
        }
        specimen.firstExtension = 60;
        specimen.extensions[1] = 1; // longer than what is there
        assertDropped(specimen.superPacket(100));
        specimen.extensions[1] = 0;
        specimen.extensions[0] = 17;
        assertDropped(specimen.superPacket(100));
    }

    @Test
    void anyBytes_cutting_neverThrowAndAreCutOrCounted() {
        long seed = 404;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] taken;
            if (i % 4 == 0) {
                taken = new byte[random.nextInt(120)];
                random.nextBytes(taken);
                if (taken.length > 10) {
                    taken[10] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
                }
            } else {
                Specimen specimen =
                        Specimen.random(random, random.nextBoolean(), random.nextBoolean(), random.nextInt(300));
                taken = specimen.superPacket(random.nextInt(120));
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    taken[random.nextInt(Math.min(80, taken.length))] = (byte) random.nextInt(256);
                }
                taken = Arrays.copyOf(taken, random.nextInt(8) == 0 ? random.nextInt(taken.length) : taken.length);
            }
            long before = segmenter.dropped();
            segmenter.cut(taken, 0, taken.length, batch);
            boolean isDropped = segmenter.dropped() == before + 1;
            assertThat(batch.packets.isEmpty()).as("seed %d case %d", seed, i).isEqualTo(isDropped);
            batch.packets.clear();
        }
        assertThat(segmenter.dropped()).as("seed %d", seed).isBetween(20_000L, 180_000L);
    }

    private static byte[] changed(byte[] right, int at, int value) {
        byte[] wrong = right.clone();
        wrong[at] = (byte) value;
        return wrong;
    }
}
