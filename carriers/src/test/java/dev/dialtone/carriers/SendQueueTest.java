package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void taken(SendQueue queue, byte[] expected) {
        assertThat(queue.take()).isEqualTo(SendQueue.Job.WRITE);
        assertThat(Arrays.copyOf(queue.buffer(), queue.taken())).isEqualTo(expected);
    }

    @Test
    void moreThanItBeganWith_comesWholeAndInOrder() {
        SendQueue queue = new SendQueue();
        byte[] all = bytes(300_000);
        for (int at = 0; at < all.length; at += 1_500) {
            assertThat(queue.add(all, at, 1_500)).isTrue();
        }
        taken(queue, all);
        queue.add(all, 7, 100_000);
        taken(queue, Arrays.copyOfRange(all, 7, 100_007));
    }

    @Test
    void silent_holdsLittle() {
        SendQueue queue = new SendQueue();
        queue.add(bytes(40), 0, 40);
        queue.take();
        assertThat(queue.buffer().length).isLessThanOrEqualTo(1024);
    }

    @Test
    void loopsLimit_isKept() {
        SendQueue queue = new SendQueue();
        byte[] all = bytes(SendQueue.LIMIT_BYTES);
        assertThat(queue.add(all, 0, all.length)).isTrue();
        assertThat(queue.add(all, 0, 1)).isFalse();
        taken(queue, all);
    }
}
