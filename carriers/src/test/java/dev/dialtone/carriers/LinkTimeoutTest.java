package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.auth.AuthMethod;
import dev.dialtone.core.Failure;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A peer that falls silent is noticed within four echo intervals, which is what an entry's `link-timeout` makes of
/// them, whatever happened before and whatever we send.
class LinkTimeoutTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /// SSTP's own hello may be earlier: 60 s and 60 s.
    private static final long HELLO_SECONDS = 120;

    private static TunnelRig projected(int timeoutSeconds) throws Exception {
        TunnelRig rig = new TunnelRig(AuthMethod.MSCHAPV2, timeoutSeconds * SECOND / 4).dial();
        rig.tunnel.deliverTo((_, _, _) -> {});
        assertThat(rig.news).endsWith("projected");
        return rig;
    }

    /// Lets silence pass, with what we do meanwhile.
    ///
    /// @param before how long the server was silent already, at most
    private static void isNoticedInTime(TunnelRig rig, int timeoutSeconds, long before, Runnable meanwhile) {
        rig.serverSilent = true;
        long limit = Math.min(timeoutSeconds, HELLO_SECONDS) * SECOND;
        long step = Math.max(10 * MILLI, limit / 1_000);
        for (long passed = step; passed < limit - before; passed += step) {
            meanwhile.run();
            rig.loop.advance(step);
            assertThat(rig.failures)
                    .as("after %d ms of %d s", passed / MILLI, timeoutSeconds)
                    .isEmpty();
        }
        rig.loop.advance(before + step);
        assertThat(rig.failures).as("after %d s", timeoutSeconds).hasSize(1);
        Failure failure = rig.failures.getFirst();
        assertThat(failure.error()).isEqualTo(829);
        assertThat(failure.retryable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 20, 59, 60, 61, 119, 120, 121, 240, 600})
    void silentSinceTheLastPacket_isNoticedInTime(int timeoutSeconds) throws Exception {
        // the last sign of life at each point of the echo's round
        for (int part = 0; part < 16; part++) {
            TunnelRig rig = projected(timeoutSeconds);
            rig.loop.advance(part * timeoutSeconds * SECOND / 16);
            rig.ipToClient(new byte[] {0x45});
            rig.loop.settle();
            isNoticedInTime(rig, timeoutSeconds, 0, () -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 60, 120, 600})
    void silentWhileWeSend_isNoticedInTime(int timeoutSeconds) throws Exception {
        TunnelRig rig = projected(timeoutSeconds);
        byte[] packet = new byte[100];
        packet[0] = 0x45;
        for (int i = 0; i < 50; i++) {
            rig.ipToServer(packet);
            rig.ipToClient(packet);
            rig.loop.advance(timeoutSeconds * SECOND / 37);
        }
        rig.ipToClient(packet);
        rig.loop.settle();
        isNoticedInTime(rig, timeoutSeconds, 0, () -> rig.ipToServer(packet));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 60, 120, 600})
    void silentAfterAnsweredEchoes_isNoticedInTime(int timeoutSeconds) throws Exception {
        TunnelRig rig = projected(timeoutSeconds);
        rig.fromClient.clear();
        long interval = Math.min(timeoutSeconds * SECOND / 4, 60 * SECOND);
        rig.loop.advance(10 * interval + interval / 3);
        assertThat(rig.fromClient).isNotEmpty();
        isNoticedInTime(rig, timeoutSeconds, interval, () -> {});
    }
}
