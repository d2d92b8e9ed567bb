package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppendLogTest {
    private static List<Integer> drain(AppendLog<Integer>.Cursor cursor) {
        List<Integer> drained = new ArrayList<>();
        while (cursor.next() instanceof AppendLog.Next.Item<Integer>(Integer item)) {
            drained.add(item);
        }
        return drained;
    }

    @Test
    void boundedLog_keepsTheNewestAndLateReadersBeginWithTheOldestKept() {
        AppendLog<Integer> log = new AppendLog<>(Runnable::run, 10);
        AppendLog<Integer>.Cursor early = log.cursor(0, 1000, () -> {});
        for (int i = 0; i < 20; i++) {
            log.append(i);
        }
        assertThat(drain(early)).as("nothing dropped yet").hasSize(20);
        log.append(20);
        assertThat(drain(early)).containsExactly(20);
        assertThat(log.snapshot())
                .isEqualTo(IntStream.rangeClosed(11, 20).boxed().toList());
        assertThat(drain(log.cursor(0, 1000, () -> {}))).containsExactlyElementsOf(log.snapshot());
        assertThat(drain(log.cursor(15, 1000, () -> {}))).containsExactly(15, 16, 17, 18, 19, 20);
    }

    @Test
    void readerThatIsOvertaken_isTold_N8() {
        AppendLog<Integer> log = new AppendLog<>(Runnable::run, 10);
        AppendLog<Integer>.Cursor slow = log.cursor(0, 1000, () -> {});
        for (int i = 0; i < 21; i++) {
            log.append(i);
        }
        assertThat(slow.next()).isInstanceOf(AppendLog.Next.Lagged.class);
    }

    @Test
    void replay_isNoDelay_N8() {
        AppendLog<Integer> log = new AppendLog<>(Runnable::run);
        for (int i = 0; i < 50; i++) {
            log.append(i);
        }
        AppendLog<Integer>.Cursor late = log.cursor(0, 3, () -> {});
        assertThat(drain(late)).hasSize(50);
        for (int i = 0; i < 4; i++) {
            log.append(i);
        }
        assertThat(late.next()).isInstanceOf(AppendLog.Next.Lagged.class);
    }
}
