package dev.dialtone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeliveryTest {
    /// Writes down what it is called with; each item wants a permit.
    private static final class Seen implements Delivery.Target<Long> {
        final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<List<String>> stopped = new CompletableFuture<>();
        final CountDownLatch inside = new CountDownLatch(1);
        final Semaphore permits;
        final long enough;

        Seen(int permits, long enough) {
            this.permits = new Semaphore(permits);
            this.enough = enough;
        }

        @Override
        public void accept(Long item) {
            inside.countDown();
            permits.acquireUninterruptibly();
            calls.add("got " + item);
            if (item == 13) {
                throw new IllegalArgumentException("on purpose");
            }
        }

        @Override
        public long seq(Long item) {
            return item;
        }

        @Override
        public void accepted(Long item) {
            calls.add("after " + item);
        }

        @Override
        public boolean wantsMore() {
            return !calls.getLast().equals("after " + enough);
        }

        @Override
        public void ended(long lastSeq) {
            calls.add("ended " + lastSeq);
        }

        @Override
        public void lagged(long lastSeq) {
            calls.add("lagged " + lastSeq);
        }

        @Override
        public void stopped() {
            stopped.complete(List.copyOf(calls));
        }
    }

    @Test
    void items_areGivenInOrderAndThenTheEnd_N6() {
        Seen seen = new Seen(9, 99);
        Delivery<Long> delivery = Delivery.start("test", seen, 4);
        assertThat(delivery.offer(5L)).isTrue();
        assertThat(delivery.offer(6L)).isTrue();
        delivery.end();
        assertThat(delivery.offer(7L)).isFalse();
        assertThat(seen.stopped.join()).containsExactly("got 5", "after 5", "got 6", "after 6", "ended 6");
    }

    @Test
    void noItem_endTellsWhatThereWasBefore() {
        Seen seen = new Seen(9, 99);
        Delivery.start("test", seen, 4).end();
        assertThat(seen.stopped.join()).containsExactly("ended 4");
    }

    @Test
    void observerThatStandsStill_isToldThatItLaggedAndHoldsUpNobody_N8() throws InterruptedException {
        Seen seen = new Seen(0, 99);
        Delivery<Long> delivery = Delivery.start("test", seen, 0);
        assertThat(delivery.offer(1L)).isTrue();
        seen.inside.await();
        for (long seq = 2; seq < 2 + Delivery.ROOM; seq++) {
            assertThat(delivery.offer(seq)).isTrue();
        }
        assertThat(delivery.offer(2L + Delivery.ROOM)).isFalse();
        assertThat(delivery.isOpen()).isFalse();
        seen.permits.release(5000);
        assertThat(seen.stopped.join()).containsExactly("got 1", "after 1", "lagged 1");
    }

    @Test
    void observerThatHasEnough_getsNothingMore_N12() {
        Seen seen = new Seen(9, 2);
        Delivery<Long> delivery = Delivery.start("test", seen, 0);
        delivery.offer(1L);
        delivery.offer(2L);
        delivery.offer(3L);
        delivery.end();
        assertThat(seen.stopped.join()).containsExactly("got 1", "after 1", "got 2", "after 2");
        assertThat(delivery.isOpen()).isFalse();
    }

    @Test
    void stopped_callUnderWayIsTheLast() throws InterruptedException {
        Seen seen = new Seen(0, 99);
        Delivery<Long> delivery = Delivery.start("test", seen, 0);
        delivery.offer(1L);
        delivery.offer(2L);
        seen.inside.await();
        delivery.stop();
        seen.permits.release(9);
        assertThat(seen.stopped.join()).containsExactly("got 1", "after 1");
    }

    @Test
    void observerThatThrows_getsTheRest_N11() {
        Seen seen = new Seen(9, 99);
        Delivery<Long> delivery = Delivery.start("test", seen, 0);
        delivery.offer(13L);
        delivery.offer(14L);
        delivery.end();
        assertThat(seen.stopped.join()).containsExactly("got 13", "after 13", "got 14", "after 14", "ended 14");
    }
}
