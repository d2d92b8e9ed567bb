package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowHashTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private static int hash(byte[] packet) {
        return FlowHash.of(packet, 0, packet.length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void packetsOfAFlow_haveTheSame_whateverTheyCarry(boolean isV6) {
        Specimen one = Specimen.random(random, isV6, false, 100);
        Specimen other = one.copy();
        other.sequence += 100;
        other.payload = new byte[1_000];
        other.hopLimit = 3;
        assertThat(hash(other.bytes())).isEqualTo(hash(one.bytes()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void flowsOfOneHost_areSpread(boolean isV6) {
        Specimen packet = Specimen.random(random, isV6, false, 10);
        Set<Integer> queues = new HashSet<>();
        for (int port = 40_000; port < 40_064; port++) {
            packet.sourcePort = port;
            queues.add(hash(packet.bytes()) & 63);
        }
        assertThat(queues).hasSizeGreaterThan(30);
    }

    @Test
    void where_doesNotMatter() {
        byte[] packet = Specimen.random(random, false, true, 10).bytes();
        byte[] behind = new byte[packet.length + 10];
        System.arraycopy(packet, 0, behind, 10, packet.length);
        assertThat(FlowHash.of(behind, 10, packet.length)).isEqualTo(hash(packet));
    }

    @Test
    void anyBytes_giveANumber() {
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (random.nextBoolean() ? 0x40 + random.nextInt(16) : 0x60);
            }
            int _ = hash(bytes);
        }
    }
}
