package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Pcapng;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CaptureQueueTest {
    private static final InstantSource WALL = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000L, 123));
    private static final long LONG = TimeUnit.SECONDS.toNanos(15);
    private static final byte[] PACKET = new byte[1_000];
    private static final byte[] LCP = {(byte) 0xFF, 3, (byte) 0xC0, 0x21, 1, 1, 0, 4};

    static {
        PACKET[0] = 0x21;
    }

    private static CaptureQueue queue(long mostFrames, int mostBytes) {
        return new CaptureQueue(WALL, false, mostFrames, mostBytes);
    }

    private static void offer(CaptureQueue queue, byte[] frame) {
        queue.offer(Pcapng.RECEIVED, frame, 0, frame.length);
    }

    @Test
    void frames_comeOutAsTheyWentIn() throws InterruptedException {
        CaptureQueue queue = queue(Long.MAX_VALUE, 10_000);
        byte[] around = new byte[20];
        System.arraycopy(LCP, 0, around, 5, LCP.length);
        queue.offer(Pcapng.SENT, around, 5, LCP.length);
        offer(queue, LCP);
        // what is the caller's again does not reach the file
        around[6] = 99;

        List<CaptureQueue.Frame> taken = queue.take(0);

        assertThat(taken).hasSize(2);
        assertThat(taken.get(0).data()).startsWith(Pcapng.SENT).endsWith(LCP);
        assertThat(taken.get(1).data()).startsWith(Pcapng.RECEIVED).endsWith(LCP);
        assertThat(taken.get(0).epochNanos()).isEqualTo(1_800_000_000_000_000_123L);
        assertThat(queue.take(0)).isEmpty();
    }

    @Test
    void frameWithAPassword_isMaskedBeforeAnybodyCanTakeIt() throws InterruptedException {
        CaptureQueue queue = queue(Long.MAX_VALUE, 10_000);
        byte[] pap = {(byte) 0xC0, 0x23, 1, 1, 0, 10, 1, 'a', 3, 'x', 'y', 'z'};
        offer(queue, pap);
        assertThat(queue.take(0).getFirst().data()).endsWith('a', 3, '*', '*', '*');
        // the tunnel's own bytes are not touched
        assertThat(pap).endsWith('x', 'y', 'z');
    }

    @Test
    void full_losesWhatComes_andSaysHowMuchBeforeTheNextFrame() throws InterruptedException {
        CaptureQueue queue = queue(Long.MAX_VALUE, 3_500);
        for (int i = 0; i < 10; i++) {
            offer(queue, PACKET);
        }
        assertThat(queue.count()).isEqualTo(new CaptureQueue.Count(10, 7));
        assertThat(queue.take(0)).hasSize(3).allMatch(frame -> frame.dropped() == 0);

        offer(queue, PACKET);
        offer(queue, PACKET);
        assertThat(queue.take(0).stream().map(CaptureQueue.Frame::dropped)).containsExactly(7L, 0L);
        assertThat(queue.count()).isEqualTo(new CaptureQueue.Count(12, 7));
    }

    @Test
    void room_isAllThereAgainWhenAllWasTaken() throws InterruptedException {
        CaptureQueue queue = queue(Long.MAX_VALUE, CaptureQueue.MOST_BYTES);
        for (int round = 0; round < 3; round++) {
            int taken = 0;
            for (int i = 0; i < 3_000; i++) {
                offer(queue, PACKET);
            }
            for (List<CaptureQueue.Frame> some = queue.take(0); !some.isEmpty(); some = queue.take(0)) {
                assertThat(some).hasSizeLessThanOrEqualTo(CaptureQueue.MOST_TAKEN);
                taken += some.size();
            }
            assertThat(taken).isEqualTo(CaptureQueue.MOST_BYTES / (1_000 + 64));
        }
    }

    @Test
    void mostFrames_endIt() throws InterruptedException {
        CaptureQueue queue = queue(2, 10_000);
        for (int i = 0; i < 5; i++) {
            offer(queue, LCP);
        }
        assertThat(queue.isEnded()).isTrue();
        assertThat(queue.take(LONG)).hasSize(2);
        assertThat(queue.take(LONG)).isEmpty();
        assertThat(queue.count()).isEqualTo(new CaptureQueue.Count(2, 0));
    }

    @Test
    void controlOnly_doesNotEvenCountPackets() throws InterruptedException {
        CaptureQueue queue = new CaptureQueue(WALL, true, Long.MAX_VALUE, 10_000);
        offer(queue, PACKET);
        offer(queue, LCP);
        offer(queue, PACKET);
        assertThat(queue.take(0)).hasSize(1);
        assertThat(queue.count()).isEqualTo(new CaptureQueue.Count(1, 0));
    }

    @Test
    void whoWaits_isWokenByAFrameAndByTheEnd() throws Exception {
        CaptureQueue queue = queue(Long.MAX_VALUE, 10_000);
        List<Integer> sizes = new ArrayList<>();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                for (int size = queue.take(LONG).size();
                        size > 0;
                        size = queue.take(LONG).size()) {
                    sizes.add(size);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        offer(queue, LCP);
        queue.end();
        taker.join();
        assertThat(sizes).containsExactly(1);
        offer(queue, LCP);
        assertThat(queue.take(0)).isEmpty();
    }

    @Test
    void abandoned_forgetsWhatIsThere() throws InterruptedException {
        CaptureQueue queue = queue(Long.MAX_VALUE, 10_000);
        offer(queue, LCP);
        queue.abandon();
        assertThat(queue.take(LONG)).isEmpty();
    }

    @Test
    void manyThreadsAtOnce_loseNothingUncounted() throws Exception {
        CaptureQueue queue = queue(Long.MAX_VALUE, 200_000);
        List<Thread> bringers = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 5_000; n++) {
                        offer(queue, PACKET);
                    }
                }))
                .toList();
        long taken = 0;
        long dropped = 0;
        boolean running = true;
        while (running) {
            running = bringers.stream().anyMatch(Thread::isAlive);
            for (List<CaptureQueue.Frame> some = queue.take(0); !some.isEmpty(); some = queue.take(0)) {
                taken += some.size();
                dropped += some.stream().mapToLong(CaptureQueue.Frame::dropped).sum();
            }
        }
        CaptureQueue.Count count = queue.count();
        assertThat(count.seen()).isEqualTo(20_000);
        assertThat(taken + count.dropped()).isEqualTo(20_000);
        assertThat(dropped).isLessThanOrEqualTo(count.dropped());
    }
}
