package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.Pcapng;
import dev.dialtone.api.PcapngBlock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LocalCaptureTest {
    private static final byte[] LCP = {(byte) 0xFF, 3, (byte) 0xC0, 0x21, 1, 1, 0, 4};

    private final List<LocalCapture> ended = new ArrayList<>();
    private final Captured captured = new Captured();

    private LocalCapture capture(CaptureOptions options, int roomBytes) {
        return new LocalCapture("office", options, InstantSource.system(), roomBytes, ended::add);
    }

    private LocalCapture capture(CaptureOptions options) {
        return capture(options, 100_000);
    }

    private static void offer(LocalCapture capture, int frames) {
        for (int i = 0; i < frames; i++) {
            capture.queue().offer(Pcapng.SENT, LCP, 0, LCP.length);
        }
    }

    @Test
    void begins_withSectionAndInterface_beforeThereIsAFrame() {
        LocalCapture capture = capture(CaptureOptions.ALL);
        assertThat(captured.take(capture)).isTrue();
        assertThat(captured.shape()).isEqualTo("SI");
        assertThat(captured.text()).contains("Dialtone ", "office");
    }

    @Test
    void frames_theFirstOfWhichNamesTheConnection_thenStatistics() {
        LocalCapture capture = capture(CaptureOptions.ALL);
        capture.sees("c-42");
        offer(capture, 2);
        capture.queue().end();

        captured.takeAll(capture);

        assertThat(captured.shape()).isEqualTo("SIPPs");
        assertThat(captured.text()).containsOnlyOnce("connection c-42 of the entry \"office\"");
        assertThat(capture.next()).isNull();
        assertThat(ended).containsExactly(capture);
    }

    @Test
    void countReached_endsIt() {
        LocalCapture capture = capture(new CaptureOptions(false, 3, Duration.ZERO));
        offer(capture, 9);
        assertThat(captured.takeAll(capture).shape()).isEqualTo("SIPPPs");
    }

    @Test
    void timeOver_endsIt_withOrWithoutFrames() {
        LocalCapture idle = capture(new CaptureOptions(false, 0, Duration.ofSeconds(1)));
        LocalCapture busy = capture(new CaptureOptions(false, 0, Duration.ofSeconds(1)));
        offer(busy, 1);
        assertThat(captured.takeAll(idle).shape()).isEqualTo("SIs");
        assertThat(new Captured().takeAll(busy).shape()).isEqualTo("SIPs");
    }

    @Test
    void timeOver_endsIt_alsoWhenFramesNeverCease() {
        LocalCapture busy = capture(new CaptureOptions(false, 0, Duration.ofSeconds(1)));
        long late = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        do {
            offer(busy, 1);
        } while (busy.next() != null && System.nanoTime() < late);
        assertThat(System.nanoTime()).isLessThan(late);
        assertThat(ended).containsExactly(busy);
    }

    @Test
    void slowReader_isToldWhatItMissed_byTheNextFrameAndAtTheEnd() {
        LocalCapture capture = capture(CaptureOptions.ALL, 150);
        offer(capture, 10);
        captured.take(capture);
        captured.take(capture);
        offer(capture, 5);
        capture.queue().end();

        captured.takeAll(capture);

        assertThat(captured.shape()).isEqualTo("SIPPPPs");
        assertThat(captured.blocks.stream().map(PcapngBlock::dropped)).containsExactly(0L, 0L, 0L, 0L, 8L, 0L, 11L);
    }

    @Test
    void closedWhileSomebodyWaits_givesNull() throws InterruptedException {
        LocalCapture capture = capture(CaptureOptions.ALL);
        captured.take(capture);
        offer(capture, 1);
        captured.take(capture);
        Thread reader = Thread.ofVirtual().start(() -> captured.takeAll(capture));
        capture.close();
        reader.join();
        assertThat(captured.shape()).isEqualTo("SIP");
        assertThat(ended).contains(capture);
        capture.close();
        assertThat(capture.next()).isNull();
    }
}
