package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private final ListDevice device = new ListDevice();
    private final Coalescer coalescer = new Coalescer(device);

    private void take(byte[] packet) {
        byte[] around = new byte[packet.length + 7];
        Arrays.fill(around, (byte) 0x3C);
        System.arraycopy(packet, 0, around, 3, packet.length);
        coalescer.packet(around, 3, packet.length);
        Arrays.fill(around, (byte) 0x99); // the bytes are the caller's again
    }

    private void takeAll(List<byte[]> packets) {
        packets.forEach(this::take);
    }

    private static Specimen specimen(int payload) {
        return Specimen.random(new SplittableRandom(payload), false, false, payload);
    }

    private static byte[] whole(int flags, byte[] packet) {
        return Specimen.concat(Specimen.virtio(flags, 0, 0, 0, 0, 0), packet);
    }

    @Test
    void segmentsThatFollow_merge_intoTheSuperPacketTheyWereCutFrom() {
        long seed = 9_293;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 4_000; i++) {
            boolean isUdp = random.nextBoolean();
            int size = random.nextInt(1, 1_400);
            int most = Math.min(isUdp ? 64 * size : 40 * size, 60_000);
            Specimen specimen = Specimen.random(random, random.nextBoolean(), isUdp, random.nextInt(size, most) + 1);
            if (random.nextBoolean()) {
                specimen.withTimestamps(random);
            }
            specimen.flags |= random.nextBoolean() ? Specimen.PSH : 0;
            takeAll(specimen.pieces(size));
            coalescer.flush();
            assertThat(device.written).as("seed %d case %d", seed, i).hasSize(1);
            assertThat(Arrays.equals(device.written.removeLast(), specimen.superPacket(size)))
                    .as("seed %d case %d", seed, i)
                    .isTrue();
        }
        assertThat(device.flushes).isEqualTo(4_000);
    }

    @Test
    void idle_onePacket_comesOutAsItCameAndVerified() {
        byte[] packet = specimen(100).bytes();
        take(packet);
        assertThat(device.written).isEmpty();
        coalescer.flush();
        assertThat(device.written).containsExactly(whole(VirtioHeader.DATA_VALID, packet));
        coalescer.flush();
        assertThat(device.written).hasSize(1);
        assertThat(device.flushes).isEqualTo(2);
    }

    @Test
    void held_shorterSegment_endsTheMergeAndGoesOutAtOnce() {
        Specimen specimen = specimen(250);
        takeAll(specimen.pieces(100));
        assertThat(device.written).containsExactly(specimen.superPacket(100));
    }

    @Test
    void held_pushedSegment_endsTheMergeAndGoesOutAtOnce() {
        Specimen specimen = specimen(300);
        specimen.flags |= Specimen.PSH;
        takeAll(specimen.pieces(100));
        assertThat(device.written).containsExactly(specimen.superPacket(100));
    }

    @Test
    void idle_pushedSegment_goesOutAtOnce() {
        Specimen specimen = specimen(100);
        specimen.flags |= Specimen.PSH;
        take(specimen.bytes());
        assertThat(device.written).containsExactly(whole(0, specimen.bytes()));
    }

    @Test
    void held_longerSegment_beginsAnew() {
        Specimen specimen = specimen(100);
        Specimen next = next(specimen, 101);
        take(specimen.bytes());
        take(next.bytes());
        assertThat(device.written).containsExactly(whole(VirtioHeader.DATA_VALID, specimen.bytes()));
        coalescer.flush();
        assertThat(device.written).hasSize(2);
    }

    @Test
    void held_anyOtherField_isNotMergedAndStaysBehind() {
        for (int kind = 0; kind < 4; kind++) {
            boolean isV6 = (kind & 1) != 0;
            boolean isUdp = (kind & 2) != 0;
            List<Consumer<Specimen>> changes = new ArrayList<>(List.of(s -> s.trafficClass ^= 4, s -> s.hopLimit ^= 1));
            changes.add(isV6 ? s -> s.flowLabel ^= 1 : s -> s.identification++);
            changes.add(isV6 ? s -> s.flowLabel ^= 0x80000 : s -> s.fragment ^= 0x4000);
            if (!isUdp) {
                changes.addAll(List.of(
                        s -> s.acknowledgment++,
                        s -> s.window ^= 0x100,
                        s -> s.urgent++,
                        s -> s.sequence++,
                        s -> s.sequence -= s.payload.length,
                        s -> s.options[11]++,
                        s -> s.options = new byte[] {1, 1, 1, 1},
                        s -> s.options = new byte[0],
                        s -> s.flags |= Specimen.ECE,
                        s -> s.flags |= Specimen.CWR,
                        s -> s.flags |= Specimen.FIN,
                        s -> s.flags |= Specimen.SYN,
                        s -> s.flags |= Specimen.RST,
                        s -> s.flags = 0,
                        s -> s.payload = new byte[0]));
            }
            for (Consumer<Specimen> change : changes) {
                Specimen first = Specimen.random(new SplittableRandom(kind), isV6, isUdp, 500);
                first.options = new byte[12];
                Specimen second = next(first, 500);
                second.options = second.options.clone();
                change.accept(second);
                take(first.bytes());
                take(second.bytes());
                coalescer.flush();
                assertThat(device.packets()).containsExactly(first.bytes(), second.bytes());
                assertThat(device.written).as("kind " + kind).hasSize(2);
                device.written.clear();
            }
        }
    }

    @Test
    void held_anotherFlow_isHeldBeside() {
        for (int kind = 0; kind < 4; kind++) {
            boolean isV6 = (kind & 1) != 0;
            Specimen first = Specimen.random(new SplittableRandom(kind), isV6, (kind & 2) != 0, 500);
            List<Consumer<Specimen>> changes = new ArrayList<>(List.of(
                    s -> s.sourcePort ^= 1,
                    s -> s.destinationPort ^= 0x8000,
                    s -> s.source[0] ^= 1,
                    s -> s.destination[3] ^= 1));
            if (isV6) {
                changes.addAll(List.of(
                        s -> s.source[7] ^= 1,
                        s -> s.source[8] ^= 1,
                        s -> s.destination[7] ^= 1,
                        s -> s.destination[15] ^= 1));
            }
            changes.add(s -> s.isUdp = !s.isUdp);
            for (Consumer<Specimen> change : changes) {
                Specimen other = first.copy();
                other.source = first.source.clone();
                other.destination = first.destination.clone();
                change.accept(other);
                take(first.bytes());
                take(other.bytes());
                take(next(first, 500).bytes());
                take(next(other, 500).bytes());
                assertThat(device.written).isEmpty();
                coalescer.flush();
                assertThat(device.written).hasSize(2);
                assertThat(device.packets())
                        .containsExactly(
                                first.bytes(),
                                next(first, 500).bytes(),
                                other.bytes(),
                                next(other, 500).bytes());
                device.written.clear();
            }
        }
    }

    @Test
    void held_wrongChecksum_isPassedOnUnverifiedBehindIt() {
        for (int kind = 0; kind < 4; kind++) {
            boolean isV6 = (kind & 1) != 0;
            Specimen first = Specimen.random(new SplittableRandom(kind), isV6, (kind & 2) != 0, 500);
            byte[] second = next(first, 500).bytes();
            // the transport checksum, the last byte of payload, and of IPv4 its header's checksum
            for (int at : new int[] {first.ipHeaderBytes() + ((kind & 2) != 0 ? 7 : 17), second.length - 1, 11}) {
                if (at == 11 && isV6) {
                    continue;
                }
                byte[] wrong = second.clone();
                wrong[at] ^= 0x10;
                take(first.bytes());
                take(wrong);
                assertThat(device.written)
                        .containsExactly(whole(VirtioHeader.DATA_VALID, first.bytes()), whole(0, wrong));
                coalescer.flush();
                assertThat(device.written).hasSize(2);
                device.written.clear();
            }
        }
    }

    @Test
    void idle_ipv4ChecksumOfFfff_isNotMerged() {
        Specimen specimen = specimen(100);
        byte[] packet = specimen.bytes();
        // an identification that makes the header's checksum 0; 0xFFFF in its place verifies as well
        int checksum = (packet[10] & 0xFF) << 8 | packet[11] & 0xFF;
        int sum = checksum + specimen.identification;
        specimen.identification = sum > 0xFFFF ? sum - 0xFFFF : sum;
        packet = specimen.bytes();
        assertThat(packet[10] | packet[11]).isZero();
        packet[10] = -1;
        packet[11] = -1;
        take(packet);
        assertThat(device.written).containsExactly(whole(0, packet));
    }

    @Test
    void held_reservedFlag_isNotMergedThoughItsChecksumIsRight() {
        Specimen first = specimen(100);
        byte[] second = next(first, 100).bytes();
        second[32] |= 1;
        second[36] = 0;
        second[37] = 0;
        byte[] length = {0, 6, 0, 120};
        int checksum = NaiveChecksum.of(
                Arrays.copyOfRange(second, 12, 20), length, Arrays.copyOfRange(second, 20, second.length));
        second[36] = (byte) (checksum >> 8);
        second[37] = (byte) checksum;
        take(first.bytes());
        take(second);
        assertThat(device.written).containsExactly(whole(2, first.bytes()), whole(0, second));
    }

    @Test
    void held_udpWithoutChecksum_isNotMerged() {
        Specimen first = Specimen.random(new SplittableRandom(1), false, true, 100);
        byte[] second = next(first, 100).bytes();
        second[26] = 0;
        second[27] = 0;
        take(first.bytes());
        take(second);
        assertThat(device.written).containsExactly(whole(2, first.bytes()), whole(0, second));
    }

    @Test
    void held_fragmentsAndOtherProtocols_mayOvertake() {
        byte[] first = specimen(100).bytes();
        byte[] fragment = first.clone();
        fragment[6] = 0x20;
        byte[] icmp = first.clone();
        icmp[9] = 1;
        take(first);
        take(fragment);
        take(icmp);
        coalescer.flush();
        assertThat(device.written).containsExactly(whole(0, fragment), whole(0, icmp), whole(2, first));
    }

    @Test
    void held_optionsOrExtensionHeaders_stayBehindAll() {
        Specimen first = specimen(100);
        Specimen options = next(first, 100);
        options.ipOptions = new byte[] {1, 1, 1, 1};
        take(first.bytes());
        take(options.bytes());
        assertThat(device.written).containsExactly(whole(2, first.bytes()), whole(0, options.bytes()));
        device.written.clear();
        Specimen v6 = Specimen.random(new SplittableRandom(6), true, false, 100);
        Specimen extended = next(v6, 100);
        extended.firstExtension = 60;
        extended.extensions = new byte[] {6, 0, 1, 4, 0, 0, 0, 0};
        take(v6.bytes());
        take(extended.bytes());
        assertThat(device.written).containsExactly(whole(2, v6.bytes()), whole(0, extended.bytes()));
    }

    @Test
    void tableFull_anotherFlow_letsTheOldestGo() {
        List<byte[]> firsts = new ArrayList<>();
        List<byte[]> seconds = new ArrayList<>();
        for (int i = 0; i <= Coalescer.FLOWS; i++) {
            Specimen specimen = specimen(100 + i);
            firsts.add(specimen.bytes());
            seconds.add(next(specimen, 100 + i).bytes());
        }
        takeAll(firsts);
        assertThat(device.written).containsExactly(whole(2, firsts.getFirst()));
        takeAll(seconds.subList(1, seconds.size()));
        assertThat(device.written).hasSize(1);
        coalescer.flush();
        assertThat(device.written).hasSize(1 + Coalescer.FLOWS);
        List<byte[]> expected = new ArrayList<>(List.of(firsts.getFirst()));
        for (int i = 1; i <= Coalescer.FLOWS; i++) {
            expected.add(firsts.get(i));
            expected.add(seconds.get(i));
        }
        assertThat(device.packets()).containsExactlyElementsOf(expected);
    }

    @Test
    void held_moreThan64K_goesOutInTwo() {
        SplittableRandom random = new SplittableRandom(65_535);
        for (boolean isV6 : new boolean[] {false, true}) {
            Specimen specimen = Specimen.random(random, isV6, false, 100_000);
            List<byte[]> pieces = new ArrayList<>();
            Specimen next = specimen.copy();
            for (int at = 0; at < 100_000; at += 1_000) {
                next.payload = Arrays.copyOfRange(specimen.payload, at, at + 1_000);
                pieces.add(next.bytes());
                next.sequence += 1_000;
                next.identification++;
            }
            takeAll(pieces);
            coalescer.flush();
            assertThat(device.packets()).containsExactlyElementsOf(pieces);
            assertThat(device.written).extracting(one -> one.length).allMatch(length -> length <= 65_545);
            assertThat(device.written).hasSize(2);
            assertThat(device.written.getFirst().length).isGreaterThan(64_500);
            device.written.clear();
        }
    }

    @Test
    void held_moreThan64Datagrams_goOutInTwo() {
        Specimen specimen = Specimen.random(new SplittableRandom(64), false, true, 6_500);
        List<byte[]> pieces = specimen.pieces(100);
        takeAll(pieces);
        coalescer.flush();
        assertThat(device.written).hasSize(2);
        assertThat(device.written.getFirst()).hasSize(10 + 28 + 6_400);
        assertThat(device.packets()).containsExactlyElementsOf(pieces);
    }

    @Test
    void idle_emptyOrEndless_isDroppedAndCounted() {
        take(new byte[0]);
        take(new byte[65_576]);
        assertThat(device.written).isEmpty();
        assertThat(coalescer.dropped()).isEqualTo(2);
        byte[] longest = new byte[65_575];
        longest[0] = 0x60;
        take(longest);
        assertThat(device.written).containsExactly(whole(0, longest));
    }

    @Test
    void anyMixtureOfFlows_comesOutWholeAndInOrder() {
        long merged = 0;
        for (long seed = 0; seed < 400; seed++) {
            List<byte[]> packets = new Mixture(new SplittableRandom(seed)).packets(400);
            checkInOrder(packets, seed);
            merged += device.written.stream().filter(one -> one[1] != 0).count();
            device.written.clear();
        }
        assertThat(merged).isGreaterThan(10_000);
    }

    @Test
    void anyBytes_comeOutWholeAndInOrder() {
        for (long seed = 1_000; seed < 1_400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> packets = new Mixture(random).packets(300);
            for (int i = 0; i < packets.size(); i++) {
                if (random.nextInt(3) == 0) {
                    packets.set(i, Mixture.mutated(packets.get(i), random));
                }
            }
            checkInOrder(packets, seed);
            device.written.clear();
        }
    }

    private void checkInOrder(List<byte[]> packets, long seed) {
        SplittableRandom random = new SplittableRandom(-seed);
        for (byte[] packet : packets) {
            take(packet);
            if (random.nextInt(60) == 0) {
                coalescer.flush();
            }
        }
        coalescer.flush();
        List<byte[]> out = new ArrayList<>();
        for (byte[] one : device.written) {
            out.addAll(asHostSees(one));
        }
        assertThat(Flows.of(out)).as("seed %d", seed).isEqualTo(Flows.of(packets));
        assertThat(coalescer.dropped()).as("seed %d", seed).isZero();
    }

    /// A packet that is whole is looked at, not cut: it may be no IP at all.
    private static List<byte[]> asHostSees(byte[] one) {
        if (one[1] == 0) {
            return Collections.singletonList(Arrays.copyOfRange(one, 10, one.length));
        }
        ListDevice alone = new ListDevice();
        alone.written.add(one);
        return alone.packets();
    }

    private static Specimen next(Specimen specimen, int payload) {
        Specimen next = specimen.copy();
        next.sequence += specimen.payload.length;
        next.identification++;
        next.payload = new byte[payload];
        new SplittableRandom(payload).nextBytes(next.payload);
        return next;
    }
}
