package dev.dialtone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressTest {
    private final CountDownLatch shown = new CountDownLatch(1);
    private final ByteArrayOutputStream err = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            shown.countDown();
        }
    };

    private Screen screen(boolean watched) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
        return new Screen(out, new PrintStream(err, false, UTF_8), watched, watched);
    }

    @Test
    void somethingSlow_isToldAndTheLineTakenAway() throws Exception {
        try (Progress _ = Progress.start(screen(true), "looking at a\u001b", Duration.ofMillis(5))) {
            shown.await();
        }
        assertThat(err.toString(UTF_8))
                .startsWith("\r\u001b[Klooking at a\uFFFD (0 s)")
                .endsWith("\r\u001b[K");
    }

    @Test
    void whatIsDoneSoon_isNotTold() {
        try (Progress _ = Progress.start(screen(true), "looking", Duration.ofHours(1))) {
            assertThat(shown.getCount()).isOne();
        }
        assertThat(err.size()).isZero();
    }

    @Test
    void whereNobodyWatches_nothingIsTold() {
        try (Progress progress = Progress.start(screen(false), "looking", Duration.ZERO)) {
            assertThat(progress.isRunning()).isFalse();
        }
        assertThat(err.size()).isZero();
    }
}
