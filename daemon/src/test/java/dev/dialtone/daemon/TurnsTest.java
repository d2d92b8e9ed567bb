package dev.dialtone.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.manager.Caller;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {
    private static final Caller ANN = new Caller(1001, false);
    private static final Caller BOB = new Caller(1002, false);
    private static final Caller ROOT = new Caller(0, true);

    private final Turns turns = new Turns();

    @Test
    void oneUsersWork_waitsForItsOwnAndForNobodyElses() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        AtomicBoolean second = new AtomicBoolean();
        Thread first = Thread.ofVirtual()
                .start(() -> turns.work(ANN, () -> {
                    working.countDown();
                    try {
                        enough.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        Thread next = Thread.ofVirtual().start(() -> turns.work(ANN, () -> second.set(true)));
        AtomicBoolean others = new AtomicBoolean();
        turns.work(BOB, () -> others.set(true));
        assertThat(others).isTrue();
        turns.work(ROOT, () -> turns.work(ROOT, () -> others.set(false)));
        assertThat(others).isFalse();
        assertThat(second).isFalse();
        enough.countDown();
        first.join();
        next.join();
        assertThat(second).isTrue();
        assertThat(turns.users()).as("nothing is kept of those who are done").isZero();
    }
}
