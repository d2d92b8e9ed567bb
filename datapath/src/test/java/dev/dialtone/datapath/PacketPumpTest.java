package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PacketPumpTest {
    private final QueueDevice device = new QueueDevice();
    private final QueueLink link = new QueueLink();
    private final PacketPump pump = new PacketPump(device, link);

    @Test
    void started_packetFromHost_isSent() throws InterruptedException {
        pump.start();
        device.fromHost.add(new byte[] {0x45, 1, 2});
        device.fromHost.add(new byte[] {0x60, 3});
        assertThat(link.sent.take()).containsExactly(0x45, 1, 2);
        assertThat(link.sent.take()).containsExactly(0x60, 3);
        pump.stop();
    }

    @Test
    void started_packetFromPeer_reachesHost() {
        pump.start();
        Objects.requireNonNull(link.sink.get()).packet(new byte[] {9, 0x45, 7, 9}, 1, 2);
        assertThat(device.toHost.poll()).containsExactly(0x45, 7);
        pump.stop();
    }

    @Test
    void started_sends_onADaemonPlatformThreadThatStopEnds() throws InterruptedException {
        pump.start();
        device.fromHost.add(new byte[] {0x45});
        link.sent.take();
        Thread sender = Objects.requireNonNull(link.sender.get());
        assertThat(sender.isDaemon()).isTrue();
        assertThat(sender.isVirtual()).isFalse();
        pump.stop();
        assertThat(sender.isAlive()).isFalse();
        pump.stop();
    }

    @Test
    void started_sendFails_laterPacketsStillGo() throws InterruptedException {
        link.failures.set(1);
        pump.start();
        device.fromHost.add(new byte[] {1});
        device.fromHost.add(new byte[] {2});
        assertThat(link.sent.take()).containsExactly(2);
        pump.stop();
    }

    @Test
    void carrierFull_stop_returnsInTimeAndThreadEndsLater() throws InterruptedException {
        CountDownLatch full = new CountDownLatch(1);
        link.full.set(full);
        pump.start();
        device.fromHost.add(new byte[] {1});
        link.sending.await();
        long before = System.nanoTime();
        pump.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        Thread sender = Objects.requireNonNull(link.sender.get());
        assertThat(sender.isAlive()).isTrue();
        full.countDown();
        assertThat(sender.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void stopped_start_isRefusedWhenItWasStarted() {
        pump.start();
        pump.stop();
        assertThatIllegalStateException().isThrownBy(pump::start).withMessageContaining("dial0");
    }

    @Test
    void deviceThatTells_threadIsThereWhileThereIsTraffic() throws InterruptedException {
        TellingDevice telling = new TellingDevice();
        PacketPump resting = new PacketPump(telling, link);
        resting.start();
        for (int round = 1; round <= 3; round++) {
            telling.give(new byte[] {0x45, (byte) round}, new byte[] {0x45, 0});
            assertThat(link.sent.take()).containsExactly(0x45, round);
            assertThat(link.sent.take()).containsExactly(0x45, 0);
            Thread sender = Objects.requireNonNull(link.sender.get());
            assertThat(sender.join(Duration.ofSeconds(5))).isTrue();
        }
        resting.stop();
        telling.waiting.take().run();
        assertThat(link.sent).isEmpty();
    }

    @Test
    void neverStarted_stop_closesTheDevice() {
        pump.stop();
        assertThat(device.fromHost).hasSize(1);
    }
}
