package dev.dialtone.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Seeded runs over links that lose, repeat and damage frames, and sessions fed with noise.
class FaultyLinkTest {
    private static final int RUNS = 1000;

    @Test
    void everyRunComesToAnOutcomeInBoundedTime() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            boolean ipv6 = random.nextBoolean();
            boolean damaging = random.nextBoolean();
            AuthMethod method =
                    random.nextInt(4) == 0 ? null : AuthMethod.values()[random.nextInt(AuthMethod.values().length)];
            TwoEnds ends = new TwoEnds(
                    TwoEnds.config(Set.of(AuthMethod.values()), ipv6),
                    TwoEnds.answerer(method, random.nextBoolean()),
                    PppAnswererScript.HONEST,
                    new TwoEnds.Faults(
                            random.nextDouble() * 0.2,
                            random.nextDouble() * 0.3,
                            damaging ? random.nextDouble() * 0.3 : 0),
                    seed);
            ends.start().run(200 * TwoEnds.SECOND);

            boolean opened = ends.said(PppAction.NetworkOpened.class) != null;
            boolean failed = ends.said(PppAction.Failed.class) != null;
            // PPP has no checksum here: damage may look like a wrong password. Loss and repetition must not matter.
            assertThat(opened || damaging && failed)
                    .as("seed %d: %s", seed, ends.wire)
                    .isTrue();
            assertThat(ends.wire.size()).as("seed %d", seed).isLessThan(1500);

            ends.clientEvent(new PppEvent.Close());
            ends.run(2 * TwoEnds.SECOND);
            assertThat(ends.said(PppAction.Terminated.class))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    @Test
    void noise_neverThrowsAndNeverStopsTheSessionFromClosing() {
        Random random = new Random(5);
        int[] protocols = {0xC021, 0xC023, 0xC223, 0x8021, 0x8057, 0x80FD, 0xC227, 0x0021};
        for (int run = 0; run < 3000; run++) {
            TwoEnds ends = new TwoEnds(
                    TwoEnds.config(Set.of(AuthMethod.values()), true),
                    TwoEnds.answerer(AuthMethod.values()[run % 3], true),
                    PppAnswererScript.HONEST,
                    TwoEnds.Faults.NONE,
                    run);
            ends.start().run(random.nextInt(40) * TwoEnds.MILLI);
            for (int i = 0; i < 12; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                if (bytes.length > 8 && random.nextInt(8) > 0) {
                    int protocol = protocols[random.nextInt(protocols.length)];
                    bytes[0] = (byte) (protocol >>> 8);
                    bytes[1] = (byte) protocol;
                    bytes[2] = (byte) random.nextInt(14);
                    bytes[3] = (byte) random.nextInt(4);
                    bytes[4] = 0;
                    bytes[5] = (byte) (bytes.length - 2);
                    bytes[7] = (byte) Math.min(bytes[7] & 0xFF, bytes.length - 8);
                }
                if (random.nextBoolean()) {
                    ends.clientEvent(new PppEvent.Frame(bytes));
                } else {
                    ends.serverEvent(new PppEvent.Frame(bytes));
                }
                ends.run(random.nextInt(20) * TwoEnds.MILLI);
            }
            ends.clientEvent(random.nextInt(4) == 0 ? new PppEvent.LowerDown() : new PppEvent.Close());
            ends.clientEvent(new PppEvent.Close());
            ends.run(2 * TwoEnds.SECOND);
            assertThat(ends.said(PppAction.Terminated.class)).as("run %d", run).isNotNull();
        }
    }
}
