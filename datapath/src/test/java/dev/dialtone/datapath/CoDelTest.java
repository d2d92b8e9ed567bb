package dev.dialtone.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoDelTest {
    private static final long MILLI = 1_000_000;

    private final CoDel codel = new CoDel();

    /// The milliseconds at which one was lost, of one packet each millisecond that all waited so long.
    private List<Integer> lost(int from, int to, long waitedNanos) {
        List<Integer> at = new ArrayList<>();
        for (int ms = from; ms < to; ms++) {
            if (codel.loses(waitedNanos, false, ms * MILLI)) {
                at.add(ms);
            }
        }
        return at;
    }

    @Test
    void shortQueue_losesNothing() {
        assertThat(lost(0, 5_000, CoDel.TARGET_NANOS - 1)).isEmpty();
    }

    @Test
    void longFor100ms_losesOne_thenMoreAndMoreOften() {
        // SPEC [RFC 8289 §4.2] the next after 100 ms, then 100 ms by the square root of 2, of 3 …
        assertThat(lost(0, 500, CoDel.TARGET_NANOS)).containsExactly(100, 200, 271, 329, 379, 424, 464);
    }

    @Test
    void queueThatEmpties_isNotLong() {
        for (int ms = 0; ms < 1_000; ms++) {
            assertThat(codel.loses(50 * MILLI, true, ms * MILLI)).isFalse();
        }
    }

    @Test
    void shortInBetween_beginsAnew() {
        assertThat(lost(0, 90, 20 * MILLI)).isEmpty();
        assertThat(lost(90, 91, 0)).isEmpty();
        assertThat(lost(91, 191, 20 * MILLI)).isEmpty();
        assertThat(lost(191, 192, 20 * MILLI)).containsExactly(191);
    }

    @Test
    void longAgainSoon_goesOnWithThePaceItHad() {
        int before = lost(0, 1_000, 20 * MILLI).size();
        assertThat(lost(1_000, 1_010, 0)).isEmpty();
        List<Integer> after = lost(1_010, 1_210, 20 * MILLI);
        assertThat(before).isGreaterThan(10);
        assertThat(after).hasSizeGreaterThan(3).first().isEqualTo(1_110);
    }
}
