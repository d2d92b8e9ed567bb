package dev.dialtone.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Loop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime(new Seed(1), 1_000);
    private final List<String> ran = new ArrayList<>();

    private Runnable says(String what) {
        return () -> ran.add(time.nanoTime() + " " + what);
    }

    @Test
    void oneLoop_tasks_runInTheOrderOfTimeThenOfGiving() {
        SimLoop loop = time.loop("a");
        var _ = loop.at(20, says("c"));
        var _ = loop.at(10, says("a"));
        var _ = loop.at(10, says("b"));
        loop.execute(says("now"));
        time.run();
        assertThat(ran).containsExactly("0 now", "10 a", "10 b", "20 c");
    }

    @Test
    void severalLoops_atTheSameInstant_areInterleavedByTheSeed() {
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 64; seed++) {
            String order = interleaved(seed);
            assertThat(interleaved(seed)).isEqualTo(order);
            assertThat(order.replaceAll("[^a]1?", "")).hasSize(2);
            assertThat(order.indexOf("a1")).isLessThan(order.indexOf("a2"));
            assertThat(order.indexOf("b1")).isLessThan(order.indexOf("b2"));
            orders.add(order);
        }
        assertThat(orders).hasSize(6);
    }

    private static String interleaved(long seed) {
        VirtualTime time = new VirtualTime(new Seed(seed));
        StringBuilder order = new StringBuilder();
        for (String name : List.of("a", "b")) {
            SimLoop loop = time.loop(name);
            var _ = loop.at(5, () -> order.append(name).append('1'));
            var _ = loop.at(5, () -> order.append(name).append('2'));
        }
        time.run();
        return order.toString();
    }

    @Test
    void runUntil_endsExactlyThere() {
        SimLoop loop = time.loop("a");
        var _ = loop.at(10, says("a"));
        var _ = loop.at(11, says("b"));
        time.runUntil(10);
        assertThat(ran).containsExactly("10 a");
        time.runUntil(10);
        assertThat(time.nanoTime()).isEqualTo(10);
        assertThat(time.nextNanos()).isEqualTo(11);
    }

    @Test
    void runUntilIdle_leavesWhatIsFarAway() {
        SimLoop loop = time.loop("a");
        var _ = loop.at(10, says("a"));
        var _ = loop.at(1_000, says("b"));
        time.runUntilIdle(100);
        assertThat(ran).containsExactly("10 a");
        assertThat(time.nanoTime()).isEqualTo(10);
    }

    @Test
    void cancelledTimer_neitherRunsNorMovesTime() {
        Loop.Timer timer = time.loop("a").at(10, says("a"));
        timer.cancel();
        time.run();
        assertThat(ran).isEmpty();
        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void timerThatIsDue_cancelledByATaskOfTheSameInstant_doesNotRun() {
        SimLoop loop = time.loop("a");
        List<Loop.Timer> timers = new ArrayList<>();
        var _ = loop.at(10, () -> timers.getFirst().cancel());
        timers.add(loop.at(10, says("cancelled")));
        time.run();
        assertThat(ran).isEmpty();
    }

    @Test
    void killedLoop_runsNothingMore_andTellsWhoAsked() {
        SimLoop loop = time.loop("a");
        loop.onKill(says("killed"));
        loop.execute(says("a"));
        var _ = loop.at(10, says("b"));
        loop.kill();
        loop.execute(says("c"));
        loop.kill();
        time.run();
        assertThat(ran).containsExactly("0 killed");
        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void livelock_isAnErrorThatNamesTheLoop() {
        SimLoop loop = time.loop("turns in a circle");
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });
        assertThatThrownBy(time::run).hasMessageContaining("livelock").hasMessageContaining("turns in a circle");
    }

    @Test
    void livelock_ofTimers_isAnErrorToo() {
        SimLoop loop = time.loop("ticks");
        Runnable[] tick = new Runnable[1];
        tick[0] = () -> loop.after(1, tick[0]);
        loop.execute(tick[0]);
        assertThatThrownBy(time::run).hasMessageContaining("livelock").hasMessageContaining("ticks");
    }

    @Test
    void taskThatThrows_endsTheRunWithTheLoopsName() {
        time.loop("bad").execute(() -> {
            throw new IllegalArgumentException("fault");
        });
        assertThatThrownBy(time::run).hasMessageContaining("bad").hasRootCauseMessage("fault");
    }

    @Test
    void task_runningTime_isRefused() {
        time.loop("a").execute(time::run);
        assertThatThrownBy(time::run).hasRootCauseMessage("time runs already: a task must not run it");
    }

    @Test
    void manyCancelledTimers_areForgotten() {
        SimLoop loop = time.loop("a");
        for (int i = 0; i < 100_000; i++) {
            loop.at(1_000_000, says("never")).cancel();
        }
        time.run();
        assertThat(ran).isEmpty();
    }
}
