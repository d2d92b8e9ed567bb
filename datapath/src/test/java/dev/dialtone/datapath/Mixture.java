package dev.dialtone.datapath;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Packets of up to 12 flows in a random order, with all that happens to packets: loss, doubles, reordering, pushes,
/// pure acknowledgments, ends, fragments, other protocols, wrong checksums.
final class Mixture {
    private final SplittableRandom random;
    private final List<Specimen> flows = new ArrayList<>();
    private final int[] sizes;

    Mixture(SplittableRandom random) {
        this.random = random;
        int count = random.nextInt(1, 13);
        sizes = new int[count];
        for (int i = 0; i < count; i++) {
            Specimen flow = Specimen.random(random, random.nextBoolean(), random.nextInt(3) == 0, 0);
            if (random.nextBoolean()) {
                flow.withTimestamps(random);
            }
            if (i > 0 && random.nextInt(3) == 0) {
                // hard to tell from another: only the ports differ
                Specimen twin = flows.get(i - 1);
                flow.isV6 = twin.isV6;
                flow.source = twin.source;
                flow.destination = twin.destination;
            }
            flows.add(flow);
            sizes[i] = random.nextInt(1, 1_400);
        }
    }

    List<byte[]> packets(int count) {
        List<byte[]> packets = new ArrayList<>();
        int trouble = random.nextInt(4, 80);
        while (packets.size() < count) {
            int which = random.nextInt(flows.size());
            for (int burst = random.nextInt(1, 20); burst > 0; burst--) {
                byte[] packet = next(flows.get(which), sizes[which]);
                packets.add(packet);
                if (random.nextInt(trouble) == 0) {
                    makeTrouble(packets, flows.get(which));
                }
            }
        }
        return packets;
    }

    static byte[] mutated(byte[] packet, SplittableRandom random) {
        byte[] mutated = packet.clone();
        for (int n = random.nextInt(4); n > 0; n--) {
            mutated[random.nextInt(Math.min(mutated.length, 70))] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(mutated, random.nextInt(1, mutated.length + 9)) : mutated;
    }

    private byte[] next(Specimen flow, int size) {
        flow.payload = new byte[random.nextInt(12) == 0 ? random.nextInt(size + 20) : size];
        random.nextBytes(flow.payload);
        int flags = flow.flags;
        if (random.nextInt(15) == 0) {
            flow.flags |= Specimen.PSH;
        }
        byte[] packet = flow.bytes();
        flow.flags = flags;
        flow.sequence += flow.payload.length;
        flow.identification++;
        return packet;
    }

    private void makeTrouble(List<byte[]> packets, Specimen flow) {
        byte[] last = packets.getLast();
        switch (random.nextInt(12)) {
            case 0 -> packets.removeLast();
            case 1 -> packets.add(last.clone());
            case 2 -> {
                packets.removeLast();
                packets.add(random.nextInt(packets.size() + 1), last);
            }
            case 3 -> flow.window = random.nextInt(65_536);
            case 4 -> flow.acknowledgment++;
            case 5 -> last[random.nextInt(last.length)] ^= (byte) (1 << random.nextInt(8));
            case 6 -> flow.identification += random.nextInt(3);
            case 7 -> flow.sequence += random.nextInt(-2, 3);
            case 8 -> packets.add(oddOne(flow, s -> s.payload = new byte[0]));
            case 9 -> packets.add(oddOne(flow, s -> s.flags = random.nextInt(256)));
            case 10 -> packets.add(oddOne(flow, s -> s.fragment = random.nextInt(65_536)));
            default -> packets.add(oddOne(flow, s -> s.ipOptions = new byte[] {1, 1, 1, 1}));
        }
    }

    private static byte[] oddOne(Specimen flow, Consumer<Specimen> change) {
        Specimen odd = flow.copy();
        change.accept(odd);
        return odd.bytes();
    }
}
